import { judgeAccount } from '../../src/evaluate/account.ts';
import { buildReport } from '../../src/evaluate/report.ts';
import { rulesFor } from '../../src/evaluate/rules-for-run.ts';
import type { AccountSubject } from '../../src/model/account.ts';
import type { JudgementConfig } from '../../src/model/config.ts';
import type { FactRecord } from '../../src/model/fact.ts';
import type { FactKey, FactValues } from '../../src/model/fact-values.ts';
import type { RegisteredThirdParty } from '../../src/model/party.ts';
import type { AuditReport } from '../../src/model/report.ts';

export const JUDGED_AT = '2026-06-01T12:00:00Z';
const REGION = 'eu-west-1';

/** One account of a made-up fleet: its facts by name. Regional ones are those of the account's only Region. */
export interface JudgedAccount {
  accountId: string;
  facts: Partial<FactValues>;
  subject?: Partial<AccountSubject>;
}

const REGIONAL: ReadonlySet<string> = new Set([
  'analyzers',
  'external-access-findings',
  'stacks',
  'role-stacks',
  'stack-templates',
  'drift',
]);

/** The report on a fleet of which these facts were read and no others, judged by every check. */
export function reportOn(
  accounts: readonly JudgedAccount[],
  register: readonly RegisteredThirdParty[] = [],
): AuditReport {
  return reportOnRecords(
    accounts.map(({ accountId, subject, facts }) => ({
      records: recordsOf(facts),
      subject: {
        accountId,
        name: `account-${accountId.slice(-2)}`,
        partition: 'aws',
        tags: {},
        regions: [REGION],
        ...subject,
      },
    })),
    register,
  );
}

/** The report on accounts by their facts as they are kept. */
export function reportOnRecords(
  accounts: ReadonlyArray<{ subject: AccountSubject; records: readonly FactRecord[] }>,
  register: readonly RegisteredThirdParty[] = [],
  judge = judgeAccount,
  checks: JudgementConfig['checks'] = {},
): AuditReport {
  const subjects = accounts.map(({ subject }) => subject);
  const run = {
    schemaVersion: 1,
    runId: '20260601T120000Z-00000000',
    startedAt: JUDGED_AT,
    finishedAt: JUDGED_AT,
    asOf: JUDGED_AT,
    tool: { name: 'countersign' as const, version: '0.0.0' },
    configDigest: null,
    callerArn: null,
    scope: { accountSource: 'the test', accounts: subjects, excluded: [] },
    judgement: {
      organizationId: null,
      thirdParties: [...register],
      vendors: [],
      exceptions: [],
      checks,
      drift: { mode: 'access-roles' as const, maxAge: 24 },
      report: { externalIds: 'masked' as const, title: 'Test', organizationName: null },
    },
  };
  const { rules, disabledChecks } = rulesFor(run, []);
  const judgements = accounts.map(({ subject, records }) => judge(subject, records, rules));
  return buildReport({ run, judgements, organizationFacts: [], rules, disabledChecks });
}

function recordsOf(facts: Partial<FactValues>): FactRecord[] {
  return Object.entries(facts).map(
    ([fact, value]): FactRecord => ({
      fact: fact as FactKey,
      region: REGIONAL.has(fact) ? REGION : 'global',
      status: 'COLLECTED',
      collectedAt: JUDGED_AT,
      source: 'the test',
      value,
    }),
  );
}
