import { judgeAccount } from '../src/evaluate/account.ts';
import { rulesFor } from '../src/evaluate/rules-for-run.ts';
import { directoryReader } from '../src/evidence/evidence-reader.ts';
import { checkedRecord } from '../src/model/checked-record.ts';
import { readRun } from '../src/run/open-run.ts';
import { factLines, parsed, parsedFacts } from './facts-of.ts';
import { measuredScan } from './measured-scan.ts';
import { size } from './size.ts';
import type { Comparison } from './table.ts';

const ROLES = size(10_000, 100);
const ROUNDS = 5;

/**
 * How long judging an account of many roles takes, against parsing the same facts from their JSON; and how long it takes
 * to see that they are what they are declared to be.
 */
export function judging(): Promise<Comparison[]> {
  return measuredScan({ accounts: 1, rolesPerAccount: ROLES }, {}, async ({ directory, report, seconds }) => {
    const run = await readRun(directoryReader(directory));
    const [subject] = run.scope.accounts;
    if (subject === undefined) throw new Error('The scan read no account.');
    const lines = await factLines(directory, `accounts/${subject.accountId}`);
    const { rules } = rulesFor(run, await parsedFacts(directory, 'organization'));

    const parsing = fastest(parsed, () => lines);
    const judged = fastest(
      (facts) => judgeAccount(subject, facts, rules),
      () => parsed(lines),
    );
    const checked = fastest(
      (facts) => facts.map((record) => checkedRecord(record, subject.accountId, 'its file')),
      () => parsed(lines),
    );
    const roles = report.scope.roles.listed;
    const rate = (milliseconds: number) =>
      `${milliseconds.toFixed(0)} ms, ${Math.round(roles / milliseconds)} roles a millisecond`;
    return [
      {
        what: `Judging an account of ${roles} roles by ${rules.checks.length} checks`,
        base: `JSON.parse of its facts: ${rate(parsing)}`,
        measured: rate(judged),
        ratio: judged / parsing,
      },
      {
        what: `Holding the facts of these roles against their shapes, once (a scan does it when they are collected)`,
        base: `judging them: ${rate(judged)}; the whole scan: ${seconds.toFixed(1)} s`,
        measured: rate(checked),
        ratio: checked / judged,
      },
    ];
  });
}

/**
 * The time of the fastest round in milliseconds: what is left when nothing else disturbs. Each round gets what it works
 * on anew, so that none finds what another has worked out of it.
 */
function fastest<T>(work: (given: T) => unknown, give: () => T): number {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round += 1) {
    const given = give();
    const started = performance.now();
    work(given);
    best = Math.min(best, performance.now() - started);
  }
  return best;
}
