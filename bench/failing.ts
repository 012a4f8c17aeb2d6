import { registry } from '../src/checks/registry.ts';
import type { AuthorizationDetails, Role } from '../src/model/iam-facts.ts';
import type { Comparison } from './table.ts';
import { context, roleOf } from './trust.ts';

const ACCOUNTS = 500;
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
  ...context,
  stackOf: () => null,
  parties: {
    ...context.parties,
    whoIs: (accountId: string) =>
      accountId === VENDOR
        ? { kind: 'registered' as const, accountId, name: ENTRY.name, entry: ENTRY }
        : context.parties.whoIs(accountId),
  },
};

const CHECKS = registry.filter(
  ({ scope, requires }) => scope === 'account' && String(requires) === 'authorization-details',
);

/** The processor time that judging roles with findings takes, against roles with none. */
export function failing(): Comparison[] {
  const spent = { clean: 0, failing: 0 };
  const found = { clean: 0, failing: 0 };
  for (let account = 0; account < ACCOUNTS; account += 1) {
    for (const kind of ['clean', 'failing'] as const) {
      const roles = Array.from({ length: ROLES_PER_ACCOUNT }, (_, index) =>
        (kind === 'clean' ? cleanRole : failingRole)(account * ROLES_PER_ACCOUNT + index),
      );
      const before = process.cpuUsage();
      found[kind] += judge({ roles, policies: [] });
      const { user, system } = process.cpuUsage(before);
      spent[kind] += (user + system) / 1000;
    }
  }
  const said = (kind: 'clean' | 'failing') =>
    `${spent[kind].toFixed(0)} ms of processor time, ${found[kind]} findings`;
  return [
    {
      what: `Judging ${ROLES} roles that fail several checks each, by ${CHECKS.length} checks`,
      base: `as many that pass: ${said('clean')}`,
      measured: said('failing'),
      ratio: spent.failing / spent.clean,
    },
  ];
}

function judge(details: AuthorizationDetails): number {
  let failures = 0;
  for (const check of CHECKS) {
    if (check.scope !== 'account') continue;
    const parameters = Object.fromEntries(
      Object.entries(check.parameters ?? {}).map(([name, { default: value }]) => [name, value]),
    );
    const outcomes = check.evaluate({ 'authorization-details': details }, { ...registered, parameters });
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

/** Open to a whole account that nobody knows, without an external ID, with rights that make it administrator. */
function failingRole(index: number): Role {
  const stranger = String(300_000_000_000 + (index % 500));
  return withTrust(index, `arn:aws:iam::${stranger}:root`, undefined, ['iam:*', 's3:*']);
}

function withTrust(index: number, principal: string, Condition: object | undefined, Action: string[]): Role {
  const document = (statement: object) =>
    JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] });
  return {
    ...roleOf(index),
    trustPolicy: document({ Principal: { AWS: principal }, Action: 'sts:AssumeRole', Condition }),
    inlinePolicies: [{ name: 'work', document: document({ Action, Resource: '*' }) }],
    tags: [{ key: 'Owner', value: 'platform' }],
  };
}
