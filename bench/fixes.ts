import { judgeAccount } from '../src/evaluate/account.ts';
import { judgeAndFix } from '../src/evaluate/fixes.ts';
import { rulesFor } from '../src/evaluate/rules-for-run.ts';
import { directoryReader } from '../src/evidence/evidence-reader.ts';
import type { AccountSubject } from '../src/model/account.ts';
import type { FactRecord } from '../src/model/fact.ts';
import { readRun } from '../src/run/open-run.ts';
import { parsedFacts } from './facts-of.ts';
import { measuredScan } from './measured-scan.ts';
import { size } from './size.ts';
import type { Comparison } from './table.ts';

const ACCOUNTS = 25;
const ROUNDS = size(5, 1);

/** The processor time that judging a made-up fleet takes with the fixes of its roles, against judging it without. */
export function fixes(): Promise<Comparison[]> {
  return measuredScan({ accounts: ACCOUNTS }, {}, async ({ directory }) => {
    const run = await readRun(directoryReader(directory));
    const { rules } = rulesFor(run, await parsedFacts(directory, 'organization'));
    let made = 0;
    const spent = { judging: Number.POSITIVE_INFINITY, fixing: Number.POSITIVE_INFINITY };
    for (let round = 0; round < ROUNDS; round += 1) {
      // Each gets what it works on anew, so that none finds what another has worked out of it.
      const judging = await fleet();
      const fixing = await fleet();
      spent.judging = Math.min(
        spent.judging,
        processorTime(() => {
          for (const [subject, facts] of judging) judgeAccount(subject, facts, rules);
        }),
      );
      made = 0;
      spent.fixing = Math.min(
        spent.fixing,
        processorTime(() => {
          for (const [subject, facts] of fixing)
            made += judgeAndFix(subject, facts, rules).roleFixes?.length ?? 0;
        }),
      );
    }

    function fleet(): Promise<Array<[AccountSubject, FactRecord[]]>> {
      return Promise.all(
        run.scope.accounts.map(async (subject) => [
          subject,
          await parsedFacts(directory, `accounts/${subject.accountId}`),
        ]),
      );
    }

    const { length } = run.scope.accounts;
    return [
      {
        what: `Judging a fleet of ${length} accounts and making the one fix of each role, ${made} of them`,
        base: `judging alone: ${spent.judging.toFixed(0)} ms of processor time`,
        measured: `${spent.fixing.toFixed(0)} ms of processor time`,
        ratio: spent.fixing / spent.judging,
      },
    ];
  });
}

function processorTime(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
