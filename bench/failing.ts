import { registry } from '../src/checks/registry.ts';
import type { AuthorizationDetails, Role } from '../src/model/facts/authorization-details.ts';
import { size } from './size.ts';
import type { Comparison } from './table.ts';
import { about, contextOf, roleOf } from './trust.ts';

const ACCOUNTS = size(500, 25);
const ROLES_PER_ACCOUNT = 200;
const ROLES = ACCOUNTS * ROLES_PER_ACCOUNT;
const VENDOR = '464622532012';

const ENTRY = {
  name: 'Datadog',
  accountIds: [VENDOR],
  organizationIds: [],
  owner: 'platform@example.com',
  justification: 'Metrics',
  contractEnds: '2027-01-31',
  lastReviewed: '2026-05-01',
};

const registered = {
  ...about,
  parties: {
    ...about.parties,
    whoIs: (accountId: string) =>
      accountId === VENDOR
        ? { kind: 'registered' as const, accountId, name: ENTRY.name, entry: ENTRY }
        : about.parties.whoIs(accountId),
  },
};

const CHECKS = registry.filter(
  ({ scope, requires }) => scope === 'account' && String(requires) === 'authorization-details',
);

const KINDS = ['clean', 'open', 'administrators', 'apart'] as const;

type Kind = (typeof KINDS)[number];

/** The processor time that judging roles with findings takes, against roles with none. */
export function failing(): Comparison[] {
  const spent: Record<Kind, number> = { clean: 0, open: 0, administrators: 0, apart: 0 };
  const found: Record<Kind, number> = { clean: 0, open: 0, administrators: 0, apart: 0 };
  for (let account = 0; account < ACCOUNTS; account += 1) {
    for (const kind of KINDS) {
      const roles = Array.from({ length: ROLES_PER_ACCOUNT }, (_, index) =>
        roleOfKind(kind, account * ROLES_PER_ACCOUNT + index),
      );
      const before = process.cpuUsage();
      found[kind] += judge({ roles, policies: [], users: [], groups: [] });
      const { user, system } = process.cpuUsage(before);
      spent[kind] += (user + system) / 1000;
    }
  }
  const said = (kind: Kind) => `${spent[kind].toFixed(0)} ms of processor time, ${found[kind]} findings`;
  const row = (kind: Kind, what: string): Comparison => ({
    what: `Judging ${ROLES} roles ${what}, by ${CHECKS.length} checks`,
    base: `as many that pass: ${said('clean')}`,
    measured: said(kind),
    ratio: spent[kind] / spent.clean,
  });
  return [
    row('open', 'that fail several checks of trust each'),
    row('administrators', 'that do, and may make themselves administrator in some thirty ways'),
    row('apart', 'that may as well, each by a policy that no other has'),
  ];
}

function judge(details: AuthorizationDetails): number {
  const context = { ...contextOf(registered), stackOf: () => null };
  let failures = 0;
  for (const check of CHECKS) {
    if (check.scope !== 'account') continue;
    const parameters = Object.fromEntries(
      Object.entries(check.parameters ?? {}).map(([name, { default: value }]) => [name, value]),
    );
    const outcomes = check.evaluate({ 'authorization-details': details }, { ...context, parameters });
    failures += outcomes.filter(({ status }) => status === 'FAIL').length;
  }
  return failures;
}

function cleanRole(index: number): Role {
  return withTrust(
    index,
    `arn:aws:iam::${VENDOR}:role/collector`,
    {
      StringEquals: { 'sts:ExternalId': `7c9e6679-7425-40de-944b-${String(index).padStart(12, '0')}` },
      IpAddress: { 'aws:SourceIp': '203.0.113.0/24' },
      DateLessThan: { 'aws:CurrentTime': '2027-01-31T23:59:59Z' },
    },
    ['cloudwatch:GetMetricData', 'cloudwatch:ListMetrics'],
  );
}

function roleOfKind(kind: Kind, index: number): Role {
  if (kind === 'clean') return cleanRole(index);
  if (kind === 'open') return openRole(index, ['cloudwatch:GetMetricData']);
  return openRole(index, ['iam:*', 's3:*'], kind === 'apart' ? `work-${index}` : 'work');
}

/** Open to a whole account that nobody knows, without an external ID. */
function openRole(index: number, actions: string[], policy = 'work'): Role {
  const stranger = String(300_000_000_000 + (index % 500));
  return withTrust(index, `arn:aws:iam::${stranger}:root`, undefined, actions, policy);
}

function withTrust(
  index: number,
  principal: string,
  Condition: object | undefined,
  Action: string[],
  policy = 'work',
): Role {
  const document = (statement: object) =>
    JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] });
  return {
    ...roleOf(index),
    trustPolicy: document({ Principal: { AWS: principal }, Action: 'sts:AssumeRole', Condition }),
    inlinePolicies: [{ name: policy, document: document({ Action, Resource: '*' }) }],
    tags: [{ key: 'Owner', value: 'platform' }],
  };
}
