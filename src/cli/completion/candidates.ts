import type { Argument, Command, Option } from 'commander';

/** What can stand at a place, and what is said of it beside. */
export interface Candidate {
  value: string;
  about: string;
}

/** The values that are known for an option (`--check`) or an argument (`run`) of a command, where no list of choices says them. */
export type KnownValues = (asked: {
  command: string;
  /** `--check` or `run`. */
  place: string;
  /** The options that stand before, by their long name. */
  given: ReadonlyMap<string, string>;
}) => Promise<readonly Candidate[]>;

/** What can stand in the place of the last word, which may be empty; nothing where that is not known, as for files. */
export async function candidates(
  program: Command,
  words: readonly string[],
  known: KnownValues,
): Promise<Candidate[]> {
  // bash makes words of their own of = signs.
  const joined = words.filter((word, index) => word !== '=' || index === 0);
  const typed = words.at(-1) === '=' ? '' : (joined.pop() ?? '');
  const before = read(program, joined);
  const { command, given, waiting } = before;
  const inline = /^(--[a-z-]+)=(.*)$/s.exec(typed);
  if (inline !== null) {
    const [, name = '', value = ''] = inline;
    const option = optionOf(command, name);
    const values = option === undefined ? [] : await valuesOf(option, value);
    return values.map((one) => ({ ...one, value: `${name}=${one.value}` }));
  }
  if (waiting !== undefined) return valuesOf(waiting, typed);
  if (typed.startsWith('-')) return fitting(optionsOf(command), typed);
  const argument = command.registeredArguments[before.arguments] ?? lastOf(command.registeredArguments);
  return [
    ...(before.arguments === 0 ? fitting(commandsOf(command), typed) : []),
    ...(argument === undefined ? [] : fitting(await argumentValues(argument), typed)),
  ];

  async function valuesOf(option: Option, value: string): Promise<Candidate[]> {
    const place = option.long ?? option.flags;
    const all = option.argChoices?.map(alone) ?? (await known({ command: pathOf(command), place, given }));
    // Of a list with commas, the last is at hand.
    const first = value.slice(0, value.lastIndexOf(',') + 1);
    const taken = first.split(',');
    return fitting(
      all
        .filter((one) => !taken.includes(one.value))
        .map((one) => ({ ...one, value: `${first}${one.value}` })),
      value,
    );
  }

  async function argumentValues(argument: Argument): Promise<readonly Candidate[]> {
    const place = argument.name();
    return argument.argChoices?.map(alone) ?? known({ command: pathOf(command), place, given });
  }
}

/** What finished words come to. */
interface Read {
  command: Command;
  /** How many arguments the command has got. */
  arguments: number;
  given: Map<string, string>;
  /** The option whose value comes next. */
  waiting: Option | undefined;
}

function read(program: Command, words: readonly string[]): Read {
  const come: Read = { command: program, arguments: 0, given: new Map(), waiting: undefined };
  for (const word of words) {
    if (come.waiting !== undefined) {
      come.given.set(come.waiting.long ?? '', word);
      come.waiting = undefined;
    } else if (word.startsWith('-')) {
      const [name = '', value] = word.split('=', 2);
      const option = optionOf(come.command, name);
      if (value !== undefined) come.given.set(name, value);
      else if (option?.required === true) come.waiting = option;
    } else {
      const below = come.command.commands.find((one) => one.name() === word);
      if (below === undefined) come.arguments += 1;
      else come.command = below;
    }
  }
  return come;
}

/** The command with those it stands below: all their options are taken by it. */
function withAbove(command: Command): Command[] {
  return command.parent === null ? [command] : [command, ...withAbove(command.parent)];
}

function optionOf(command: Command, name: string): Option | undefined {
  return withAbove(command)
    .flatMap(({ options }) => options)
    .find(({ long, short }) => long === name || short === name);
}

function optionsOf(command: Command): Candidate[] {
  const all = withAbove(command).flatMap((one) => one.options.filter(({ hidden }) => !hidden));
  return [
    ...all.map(({ long, flags, description }) => ({ value: long ?? flags, about: description })),
    { value: '--help', about: 'what the command does, and its options' },
  ];
}

function commandsOf(command: Command): Candidate[] {
  return command
    .createHelp()
    .visibleCommands(command)
    .map((one) => ({ value: one.name(), about: one.description() }));
}

function pathOf(command: Command): string {
  return withAbove(command)
    .slice(0, -1)
    .map((one) => one.name())
    .reverse()
    .join(' ');
}

function lastOf(all: readonly Argument[]): Argument | undefined {
  const last = all.at(-1);
  return last?.variadic === true ? last : undefined;
}

function alone(value: string): Candidate {
  return { value, about: '' };
}

function fitting(all: readonly Candidate[], typed: string): Candidate[] {
  return all.filter(({ value }) => value.startsWith(typed));
}
