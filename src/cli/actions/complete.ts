import type { Command } from 'commander';
import { type Candidate, candidates } from '../completion/candidates.ts';
import { knownValues } from '../completion/known-values.ts';
import { inert } from '../terminal.ts';

/**
 * What `countersign complete` does. Whatever is wrong, in the command line or in a file, it says nothing: who presses a key
 * asks for no error.
 */
export async function run(
  words: readonly string[],
  { new: begins = false }: { new?: boolean },
  command: Command,
): Promise<void> {
  const program = command.parent;
  if (program === null) return;
  const typed = begins ? [...words, ''] : words;
  const found = await candidates(program, typed, knownValues).catch((): Candidate[] => []);
  const seen = new Set<string>();
  for (const { value, about } of found) {
    if (!PLAIN.test(value) || seen.has(value)) continue;
    seen.add(value);
    process.stdout.write(`${value}\t${inert(about).slice(0, LONGEST)}\n`);
  }
}

/** Names come from files of others: what a shell would have to quote, or might run, is left to be typed. */
const PLAIN = /^[\w@%+=:,./-]{1,512}$/;

/** Of what is said beside. */
const LONGEST = 120;
