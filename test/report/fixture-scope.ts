import type { CoverageEntry } from '../../src/model/finding.ts';
import type { AccountScope } from '../../src/model/report.ts';
import { HOSTILE } from './fixture-parties.ts';

export const AS_OF = '2026-11-22T06:04:31Z';
const REGIONS = ['us-east-1', 'eu-west-1', 'eu-central-1'];

export const ACCOUNT_NAMES = [
  'management',
  'log-archive',
  'security-tooling',
  'shared-network',
  'payments-prod',
  'payments-staging',
  'orders-prod',
  'orders-staging',
  'storefront-prod',
  'storefront-staging',
  'build',
  'artifacts',
  'data-lake-prod',
  'data-lake-sandbox',
  HOSTILE.formula,
  'partner-exchange',
  'partner-exchange-dev',
  'finance-prod',
  'finance-reporting',
  'red-team',
  'customer-insight',
  HOSTILE.markup,
  'Müller & Söhne (acquired)',
  'mobile-backend',
  'sandbox-berlin',
];

export function accountId(index: number): string {
  return String(210_000_000_000 + index);
}

export const GAPS: CoverageEntry[] = [
  gap(
    23,
    'global',
    'account-identity',
    'ACCESS_DENIED',
    'sts:AssumeRole',
    'Not authorized to assume the auditor role.',
  ),
  gap(
    23,
    'global',
    'authorization-details',
    'ACCESS_DENIED',
    'sts:AssumeRole',
    'Not authorized to assume the auditor role.',
  ),
  gap(
    23,
    'global',
    'role-settings',
    'ACCESS_DENIED',
    'sts:AssumeRole',
    'Not authorized to assume the auditor role.',
  ),
  gap(
    12,
    'eu-central-1',
    'analyzers',
    'ACCESS_DENIED',
    'access-analyzer:ListAnalyzers',
    'Not authorized to call access-analyzer:ListAnalyzers.',
  ),
  gap(
    12,
    'eu-central-1',
    'external-access-findings',
    'ACCESS_DENIED',
    'access-analyzer:ListAnalyzers',
    'Needs analyzers, which were not collected.',
  ),
  gap(
    17,
    'eu-west-1',
    'drift',
    'THROTTLED',
    'cloudformation:DetectStackResourceDrift',
    `Rate exceeded after 9 attempts. ${HOSTILE.escape}`,
  ),
  {
    ...gap(
      17,
      'eu-west-1',
      'stack-templates',
      'FAILED',
      'cloudformation:GetTemplate',
      'The service answered 500 three times.',
    ),
    resource: `arn:aws:cloudformation:eu-west-1:${accountId(17)}:stack/finance-access/5f0c`,
  },
  gap(24, 'eu-central-1', 'stacks', 'UNSUPPORTED', null, 'The Region is not enabled for this account.'),
];

function gap(
  index: number,
  region: string,
  fact: string,
  reason: NonNullable<CoverageEntry['reason']>,
  action: string | null,
  message: string,
): CoverageEntry {
  return { accountId: accountId(index), region, fact, status: 'NOT_COLLECTED', reason, action, message };
}

const FACTS_PER_ACCOUNT = 19;

export const ACCOUNTS: AccountScope[] = ACCOUNT_NAMES.map((name, index) => {
  const failed = index === 23;
  const missing = failed ? 3 : GAPS.filter((entry) => entry.accountId === accountId(index)).length;
  const planned = failed ? 3 : FACTS_PER_ACCOUNT;
  return {
    accountId: accountId(index),
    name,
    partition: 'aws',
    organizationalUnit: index < 4 ? 'Core' : index < 19 ? 'Workloads/Production' : 'Workloads/Other',
    regions: REGIONS,
    status: failed ? 'FAILED' : missing > 0 ? 'PARTIAL' : 'COMPLETE',
    factsPlanned: planned,
    factsCollected: planned - missing,
  };
});
