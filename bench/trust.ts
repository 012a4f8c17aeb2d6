import { registry } from '../src/checks/registry.ts';
import type { CheckContext } from '../src/model/check.ts';
import type { AuthorizationDetails, Role } from '../src/model/facts/authorization-details.ts';
import { type AccountStudy, studyOf } from '../src/model/study.ts';
import { buildParties } from '../src/parties/build-parties.ts';
import { trustOf } from '../src/policy/access-role.ts';
import { size } from './size.ts';
import type { Comparison } from './table.ts';

const ACCOUNTS = size(500, 2);
const ROLES_PER_ACCOUNT = 200;
const ROLES = ACCOUNTS * ROLES_PER_ACCOUNT;
const HERE = '111111111111';

/** The checks that need nothing but the roles' trust policies, tags and the register. */
const CHECKS = registry
  .filter((check) => check.area === 'trust' && check.scope === 'account')
  .filter(
    ({ id, requires }) => String(requires) === 'authorization-details' && !id.startsWith('third-party-'),
  );

export const about: Pick<AccountStudy, 'account' | 'asOf' | 'parties'> = {
  account: { accountId: HERE, name: 'here', partition: 'aws', tags: {}, regions: [] },
  asOf: '2026-06-01T12:00:00Z',
  parties: buildParties({
    ownAccounts: [
      { accountId: HERE, name: 'here' },
      { accountId: '222222222222', name: 'tooling' },
    ],
    ownOrganizationIds: ['o-ownorg1234'],
    register: [],
    vendors: [{ name: 'Datadog', accountIds: ['464622532012'], sources: [] }],
  }),
};

/** What checks are given of an account, in which nothing is worked out yet. */
export function contextOf(known = about): Omit<CheckContext, 'parameters'> {
  return { ...known, study: studyOf(known), region: 'global', showExternalId: () => '***' };
}

/**
 * The processor time that roles with five statements each take to read and to judge, account by account as in a run,
 * against parsing their documents.
 */
export function trust(): Comparison[] {
  const spent = { parsing: 0, reading: 0, judging: 0 };
  for (let account = 0; account < ACCOUNTS; account += 1) {
    const roles = Array.from({ length: ROLES_PER_ACCOUNT }, (_, index) =>
      roleOf(account * ROLES_PER_ACCOUNT + index),
    );
    const context = contextOf();
    spent.parsing += processorTime(() => roles.map(({ trustPolicy }) => JSON.parse(trustPolicy)));
    spent.reading += processorTime(() => roles.map((role) => trustOf(role, context.study)));
    spent.judging += processorTime(() => judge({ roles, policies: [] }, context));
  }
  const base = `JSON.parse of the documents: ${rate(spent.parsing)}`;
  return [
    {
      what: `Reading ${ROLES} trust policies of five statements`,
      base,
      measured: rate(spent.reading),
      ratio: spent.reading / spent.parsing,
    },
    {
      what: `Judging these roles by ${CHECKS.length} trust checks`,
      base,
      measured: rate(spent.judging),
      ratio: spent.judging / spent.parsing,
    },
  ];
}

function judge(details: AuthorizationDetails, context: Omit<CheckContext, 'parameters'>): number {
  let outcomes = 0;
  for (const check of CHECKS) {
    if (check.scope !== 'account') continue;
    const parameters = Object.fromEntries(
      Object.entries(check.parameters ?? {}).map(([name, { default: value }]) => [name, value]),
    );
    outcomes += check.evaluate({ 'authorization-details': details }, { ...context, parameters }).length;
  }
  return outcomes;
}

export function roleOf(index: number): Role {
  const externalId = `7c9e6679-7425-40de-944b-${String(index).padStart(12, '0')}`;
  const allow = (Principal: object, Condition?: object, Action = 'sts:AssumeRole') => ({
    Effect: 'Allow',
    Principal,
    Action,
    Condition,
  });
  const vendor = String(300_000_000_000 + (index % 500));
  const Statement = [
    allow({ AWS: `arn:aws:iam::${vendor}:role/scanner` }, { StringEquals: { 'sts:ExternalId': externalId } }),
    allow(
      { AWS: 'arn:aws:iam::222222222222:role/deploy' },
      {
        StringEquals: { 'aws:PrincipalOrgID': 'o-ownorg1234' },
        IpAddress: { 'aws:SourceIp': '203.0.113.0/24' },
      },
    ),
    allow({ Service: ['ec2.amazonaws.com', 'lambda.amazonaws.com'] }),
    allow(
      { Federated: `arn:aws:iam::${HERE}:oidc-provider/gitlab.com` },
      {
        StringEquals: { 'gitlab.com:aud': 'https://gitlab.com' },
        StringLike: { 'gitlab.com:sub': 'project_path:acme/*' },
      },
      'sts:AssumeRoleWithWebIdentity',
    ),
    {
      Effect: 'Deny',
      Principal: { AWS: '*' },
      Action: 'sts:*',
      Condition: { DateGreaterThan: { 'aws:CurrentTime': '2027-12-31T23:59:59Z' } },
    },
  ];
  return {
    name: `role-${index}`,
    arn: `arn:aws:iam::${HERE}:role/role-${index}`,
    id: `AROA${index}`,
    path: '/',
    createdAt: '2024-01-01T00:00:00Z',
    trustPolicy: JSON.stringify({ Version: '2012-10-17', Statement }),
    inlinePolicies: [],
    attachedPolicies: [],
    permissionsBoundaryArn: null,
    tags: [],
    lastUsed: null,
  };
}

/** In milliseconds, all threads of the process together: other work on the machine does not count. */
export function processorTime(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function rate(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s, ${Math.round(ROLES / milliseconds)} roles a millisecond`;
}
