import { z } from 'zod';

/** What is to be said of an entry of the configuration that takes in, leaves out or judges. */
export const ENTRY_STATES = {
  MATCHES_NOTHING: 'matches nothing',
  MATCHES_EVERYTHING: 'matches everything',
  NEVER_SEEN: 'never seen',
  EXPIRED: 'expired',
  ENDS_SOON: 'ends within 30 days',
  /** It matched nothing in what was read, and not all was read. */
  NOT_KNOWN: 'not known',
} as const;

export type EntryState = keyof typeof ENTRY_STATES;

/** An entry of the configuration that does not do what it stands there for, or soon will not. */
export const configurationEntryShape = z.object({
  path: z.string().describe('Where it stands: `exceptions[0]`, `thirdParties[2].accountIds[1]`.'),
  kind: z.enum([
    'include',
    'exclude',
    'exception',
    'blind spot',
    'third party',
    'people',
    'tag',
    'owner',
    'environment',
  ]),
  entry: z.string().describe("The entry in short, in the configuration's own words."),
  state: z.enum(Object.keys(ENTRY_STATES) as EntryState[]),
  detail: z.string().describe('Why, in one sentence.'),
  fails: z
    .literal(true)
    .exactOptional()
    .describe('Present where the configuration is `strict`: the run fails for it.'),
});

export type ConfigurationEntry = z.output<typeof configurationEntryShape>;
export type EntryKind = ConfigurationEntry['kind'];

/** An entry of which it is not yet said whether the run fails for it. */
export type JudgedEntry = Omit<ConfigurationEntry, 'fails'>;

/** How many entries are in which state: `matches nothing (2), expired (1)`. */
export function entriesInWords(entries: readonly ConfigurationEntry[]): string {
  return Object.entries(ENTRY_STATES)
    .flatMap(([name, words]) => {
      const count = entries.filter(({ state }) => state === name).length;
      return count === 0 ? [] : [`${words} (${count})`];
    })
    .join(', ');
}

/** The entries for which a run under `strict` fails; none where the configuration is not strict. */
export function failingEntries(report: {
  configurationEntries?: readonly ConfigurationEntry[];
}): ConfigurationEntry[] {
  return (report.configurationEntries ?? []).filter(({ fails }) => fails === true);
}
