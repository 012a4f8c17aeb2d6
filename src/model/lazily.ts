/**
 * A constant that costs something to make: made when it is first asked for, and the same for ever. It takes nothing, so
 * that it can hold nothing of an account.
 */
export function lazily<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
