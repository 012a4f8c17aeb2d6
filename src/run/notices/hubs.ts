import pLimit from 'p-limit';
import type { Aws } from '../../aws/connection.ts';
import { registry } from '../../checks/registry.ts';
import type { Config } from '../../config/schema.ts';
import { toTargetsInput } from '../../config/targets-input.ts';
import { organizationWide } from '../../evaluate/change.ts';
import { whyNotKnown } from '../../evaluate/still-known.ts';
import type { AccountScope, AuditReport } from '../../model/report.ts';
import { bringToHub } from '../../notify/security-hub.ts';
import type { KnownInHub } from '../../report/asff-archived.ts';
import { findingsByAccount } from '../../report/by-account.ts';
import { toTarget } from '../../targets/account-target.ts';
import { whoCalls } from '../../targets/who-calls.ts';
import { whyNotTold } from './carry.ts';

/** What the Security Hubs of all accounts took. */
export interface HubsResult {
  imported: number;
  archived: number;
  problems: string[];
}

/**
 * Brings the Security Hub of every account that the run has read to what the run says, each by the account's own role.
 * An account that was not read is left as it is: nothing is known of it. One account never stops another.
 */
export async function bringToHubs(
  report: AuditReport,
  { config, aws, region }: { config: Config; aws: Aws; region?: string | undefined },
): Promise<HubsResult> {
  const callerArn = await whoCalls(aws, []);
  const isNotKnown = notKnownIn(report);
  const own = new Map([...findingsByAccount(report)].map((one) => [one.accountId, one.report]));
  const limit = pLimit(config.concurrency.accounts);
  const read = report.scope.accounts.filter(({ status }) => status !== 'FAILED');
  const results = await Promise.all(
    read.map((account) =>
      limit(async () => {
        const { access } = targetOf(account, config, callerArn);
        const caller = aws.connect(account.accountId, access, () => {}).caller('security-hub');
        const findings = own.get(account.accountId) ?? { ...report, findings: [], resolved: [] };
        const problemsOf = (problems: readonly string[]) =>
          problems.map((problem) => `${account.accountId}: ${problem}`);
        try {
          const result = await bringToHub(account, findings, {
            caller,
            clock: aws.clock,
            region,
            isNotKnown,
          });
          return { ...result, problems: problemsOf(result.problems) };
        } catch (error) {
          return { imported: 0, archived: 0, problems: problemsOf([whyNotTold(error)]) };
        }
      }),
    ),
  );
  return {
    imported: results.reduce((sum, { imported }) => sum + imported, 0),
    archived: results.reduce((sum, { archived }) => sum + archived, 0),
    problems: results.flatMap(({ problems }) => problems),
  };
}

/** The way in that a scan takes. */
function targetOf(
  { accountId, name }: Pick<AccountScope, 'accountId' | 'name'>,
  config: Config,
  callerArn: string,
) {
  const listed = config.accounts.find(({ id }) => id === accountId);
  return toTarget({ accountId, name, listed, discovered: undefined }, toTargetsInput(config), callerArn);
}

/** Whether a run cannot tell of a finding that it does not report: by what it says itself, else by the same rules. */
function notKnownIn(report: AuditReport): (known: KnownInHub) => boolean {
  const told = new Set(report.changes?.findings.notKnown.map(({ finding }) => finding.fingerprint));
  const wide = organizationWide(registry);
  const reasonFor = whyNotKnown(report, wide);
  const everywhere = report.scope.accounts.map(({ accountId }) => accountId);
  return (known) => {
    if (told.has(known.fingerprint)) return true;
    const readIn = wide.has(known.checkId) ? [...known.readIn, ...everywhere] : known.readIn;
    return reasonFor({ finding: known, readIn }) !== null;
  };
}
