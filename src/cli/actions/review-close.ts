import type { Command } from 'commander';
import { lines, shown } from '../../report/visible.ts';
import { closeReview } from '../../run/review-close.ts';
import { outputOf } from '../options.ts';
import { plural } from '../progress-display.ts';
import { type StatementAsked, statingRequest } from '../stating.ts';
import { inert, jsonText } from '../terminal.ts';
import { toolVersion } from '../version.ts';

/** What `countersign review close` does. */
export async function run(
  location: string,
  answers: string[],
  options: StatementAsked & { partial?: boolean; unsigned?: boolean },
  command: Command,
): Promise<void> {
  const { terminal, json } = outputOf(command);
  const { as, partial = false, unsigned = false } = options;
  const request = await statingRequest(location, options);
  const version = toolVersion();
  const closed = await closeReview({
    ...request,
    by: as,
    answers,
    partial,
    unsigned,
    version,
    now: new Date(),
  });
  if (json) return terminal.print(jsonText(closed, 2));
  const { runId, by, keyid, decided, undecided, population, files } = closed;
  const signed = keyid === null ? shown`NOT SIGNED` : shown`signed with the key ${inert(keyid)}`;
  const total = decided.keep + decided.reduce + decided.remove;
  const left = undecided === 0 ? shown`` : shown`; ${undecided} of its sheets left undecided`;
  terminal.print(
    lines([
      shown`Review of run ${inert(runId)}, closed by ${inert(by)}, ${signed}`,
      shown`Decided   ${total} of ${plural(population.accesses, 'access', 'accesses')} in the run: ${decided.keep} keep, ${decided.reduce} reduce, ${decided.remove} remove${left}`,
      ...files.map((file) => shown`Written   ${inert(file)}`),
    ]),
  );
}
