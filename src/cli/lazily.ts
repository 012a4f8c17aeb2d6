/** What a command does, in a module of its own. */
interface Action<Arguments extends unknown[]> {
  run(...given: Arguments): Promise<void> | void;
}

/** An action that is loaded when its command is given, so that help and errors need not wait for all commands. */
export function lazily<Arguments extends unknown[]>(
  load: () => Promise<Action<Arguments>>,
): (...given: Arguments) => Promise<void> {
  return async (...given) => (await load()).run(...given);
}
