import { describe, expect, it } from 'vitest';
import { coverageOf } from '../../src/evaluate/coverage.ts';
import { checkedRecord } from '../../src/model/checked-record.ts';
import { readOrganization } from '../../src/targets/organization.ts';
import {
  ACCOUNT,
  type Changed,
  callerOf,
  clock,
  collectChanged,
  OTHER,
  REGION,
  withChange,
} from './answers.ts';

const IAM = 'GetAccountAuthorizationDetails';
const NO_TIME = new Date(Number.NaN);
const twice = (list: unknown[]) => [...list, list[0]];
const hostile = JSON.parse('{"AWS":"*","__proto__":"x"}');

/** What one call answers instead, the fact that is a gap for it, and what the gap says. */
const CASES: Array<[operation: string, path: string, value: unknown, fact: string, says: RegExp]> = [
  // The wrong type.
  [
    'ListFindings',
    'findings.0.principal.AWS',
    { a: 1 },
    'external-access-findings',
    /findings\[0\]\.principal\.AWS is an object where a text belongs/,
  ],
  [
    'ListFindings',
    'findings.0.principal',
    ['x'],
    'external-access-findings',
    /principal of a finding is no object/,
  ],
  [
    'ListFindings',
    'findings.0.principal',
    'x',
    'external-access-findings',
    /principal of a finding is no object/,
  ],
  [
    'ListFindings',
    'findings.0.principal',
    hostile,
    'external-access-findings',
    /principal has a member named __proto__/,
  ],
  [
    'ListFindings',
    'findings.0.condition',
    7,
    'external-access-findings',
    /condition of a finding is no object/,
  ],
  ['ListFindings', 'findings.0.condition.a', ['x'], 'external-access-findings', /condition\.a is a list/],
  [
    'ListFindings',
    'findings.0.status',
    1,
    'external-access-findings',
    /findings\[0\]\.status is a number where a text/,
  ],
  ['ListFindings', 'findings.0.action', 'x', 'external-access-findings', /actions of a finding is no list/],
  [
    'ListFindings',
    'findings.0.action.0',
    null,
    'external-access-findings',
    /actions of a finding has an item/,
  ],
  [
    'ListFindings',
    'findings.0.isPublic',
    'false',
    'external-access-findings',
    /isPublic is a text where true or false/,
  ],
  [
    'ListFindings',
    'findings.0.createdAt',
    '2026-01-01',
    'external-access-findings',
    /creation time of a finding is no time/,
  ],
  [
    'ListFindings',
    'findings.0.createdAt',
    NO_TIME,
    'external-access-findings',
    /creation time of a finding is no time/,
  ],
  [
    'ListFindings',
    'findings.0.id',
    '\ud800',
    'external-access-findings',
    /findings\[0\]\.id holds half a character/,
  ],
  ['ListFindings', 'findings.0', null, 'external-access-findings', /has an item that is missing/],
  ['ListFindings', 'findings', { 0: 'x' }, 'external-access-findings', /is no list/],
  ['ListFindings', 'nextToken', 5, 'external-access-findings', /promised another page/],
  [
    'ListFindings',
    'findings.0.resource',
    ['x'],
    'external-access-findings',
    /findings\[0\]\.resource is a list/,
  ],
  [
    'ListFindingsV2',
    'findings.0.findingType',
    3,
    'unused-access-findings',
    /findings\[0\]\.findingType is a number/,
  ],
  ['ListFindingsV2', 'findings', 'x', 'unused-access-findings', /is no list/],
  ['ListAnalyzers', 'analyzers.0.status', 1, 'analyzers', /analyzers\[0\]\.status is a number where a text/],
  ['ListAnalyzers', 'analyzers.0.type', { a: 1 }, 'analyzers', /analyzers\[0\]\.type is an object/],
  ['ListAnalyzers', 'analyzers.0.name', 5, 'analyzers', /name of an analyzer is no text/],
  ['ListAnalyzers', 'analyzers.0.arn', undefined, 'analyzers', /left out the ARN of an analyzer/],
  ['ListAnalyzers', 'analyzers.0.lastResourceAnalyzedAt', 'x', 'analyzers', /last analysis is no time/],
  ['ListArchiveRules', 'archiveRules.0.filter', ['x'], 'analyzers', /filter of an archive rule is no object/],
  [
    'ListArchiveRules',
    'archiveRules.0.filter.a',
    { eq: 'x' },
    'analyzers',
    /criterion of an archive rule is no list/,
  ],
  [
    'ListArchiveRules',
    'archiveRules.0.filter.a',
    { eq: [1] },
    'analyzers',
    /\.filter\.a\.eq\[0\] is a number/,
  ],
  [
    'ListArchiveRules',
    'archiveRules.0.filter.a',
    { exists: 'x' },
    'analyzers',
    /\.exists is a text where true or false/,
  ],
  [IAM, 'RoleDetailList', { a: 1 }, 'authorization-details', /list of roles is no list/],
  [IAM, 'RoleDetailList.0.Arn', 5, 'authorization-details', /roles\[\d\]\.arn is a number/],
  [IAM, 'RoleDetailList.0.Arn', undefined, 'authorization-details', /left out the ARN of a role/],
  [
    IAM,
    'RoleDetailList.0.AssumeRolePolicyDocument',
    { Version: 1 },
    'authorization-details',
    /policy document is no text/,
  ],
  [
    IAM,
    'RoleDetailList.0.CreateDate',
    NO_TIME,
    'authorization-details',
    /creation time of a role is no time/,
  ],
  [
    IAM,
    'RoleDetailList.0.RoleLastUsed.LastUsedDate',
    'yesterday',
    'authorization-details',
    /last use of a role is no time/,
  ],
  [IAM, 'RoleDetailList.0.Tags', 'x', 'authorization-details', /tags of a role is no list/],
  [IAM, 'RoleDetailList.0.Tags.0.Value', { a: 1 }, 'authorization-details', /tags\[0\]\.value is an object/],
  [
    IAM,
    'RoleDetailList.0.AttachedManagedPolicies',
    { a: 1 },
    'authorization-details',
    /attached policies is no list/,
  ],
  [
    IAM,
    'RoleDetailList.0.PermissionsBoundary',
    { PermissionsBoundaryArn: ['x'] },
    'authorization-details',
    /permissionsBoundaryArn is a list/,
  ],
  [IAM, 'Policies.0.PolicyVersionList', 'x', 'authorization-details', /versions of a policy is no list/],
  [IAM, 'UserDetailList.0.GroupList.0', 4, 'authorization-details', /users\[0\]\.groups\[0\] is a number/],
  [
    'ListRoles',
    'Roles.0.MaxSessionDuration',
    Number.NaN,
    'role-settings',
    /maxSessionDuration is no number where/,
  ],
  ['ListRoles', 'Roles.0.MaxSessionDuration', 1e300, 'role-settings', /maxSessionDuration/],
  [
    'ListRoles',
    'Roles.0.MaxSessionDuration',
    '3600',
    'role-settings',
    /maxSessionDuration is a text where a number/,
  ],
  ['ListRoles', 'Roles.0.Description', { a: 1 }, 'role-settings', /roles\[0\]\.description is an object/],
  ['ListAccountAliases', 'AccountAliases.0', 5, 'account-identity', /aliases\[0\] is a number/],
  ['ListStacks', 'StackSummaries.0.StackStatus', 5, 'stacks', /stacks\[0\]\.status is a number/],
  ['ListStacks', 'StackSummaries.0.CreationTime', NO_TIME, 'stacks', /creation time of a stack is no time/],
  // Another account's, or another Region's.
  [
    IAM,
    'RoleDetailList.0.Arn',
    `arn:aws:iam::${OTHER}:role/partner`,
    'authorization-details',
    /roles\[\d\]\.arn is an ARN of another account/,
  ],
  [IAM, 'RoleDetailList.0.Arn', 'partner', 'authorization-details', /roles\[\d\]\.arn is no ARN/],
  [
    IAM,
    'Policies.0.Arn',
    `arn:aws:iam::${OTHER}:policy/edge`,
    'authorization-details',
    /policies\[0\]\.arn is an ARN of another account/,
  ],
  [
    IAM,
    'UserDetailList.0.Arn',
    `arn:aws:iam::${OTHER}:user/u`,
    'authorization-details',
    /users\[0\]\.arn is an ARN of another account/,
  ],
  [
    'ListRoles',
    'Roles.0.Arn',
    `arn:aws:iam::${OTHER}:role/partner`,
    'role-settings',
    /roles\[0\]\.arn is an ARN of another account/,
  ],
  [
    'ListAnalyzers',
    'analyzers.0.arn',
    `arn:aws:access-analyzer:${REGION}:${OTHER}:analyzer/a`,
    'analyzers',
    /is an ARN of another account/,
  ],
  [
    'ListAnalyzers',
    'analyzers.0.arn',
    `arn:aws:access-analyzer:us-east-2:${ACCOUNT}:analyzer/a`,
    'analyzers',
    /is an ARN of another Region/,
  ],
  [
    'ListStacks',
    'StackSummaries.0.StackId',
    `arn:aws:cloudformation:${REGION}:${OTHER}:stack/access/1`,
    'stacks',
    /is an ARN of another account/,
  ],
  // The same thing twice.
  [IAM, 'RoleDetailList', twice, 'authorization-details', /roles\[1\]\.arn is the same as in \[0\]/],
  [IAM, 'Policies', twice, 'authorization-details', /policies\[1\]\.arn is the same/],
  [IAM, 'UserDetailList', twice, 'authorization-details', /users\[1\]\.arn is the same/],
  ['ListRoles', 'Roles', twice, 'role-settings', /roles\[1\]\.arn is the same/],
  ['ListFindings', 'findings', twice, 'external-access-findings', /findings\[1\]\.id is the same/],
  ['ListAnalyzers', 'analyzers', twice, 'analyzers', /\.arn is the same/],
  ['ListStacks', 'StackSummaries', twice, 'stacks', /stacks\[1\]\.stackId is the same/],
  // One resource of many.
  ['DescribeStackResources', 'StackResources', 'x', 'role-stacks', /resources of a stack is no list/],
  [
    'DescribeStackResources',
    'StackResources.0.LogicalResourceId',
    5,
    'role-stacks',
    /logicalId is a number where a text/,
  ],
  [
    'GetTemplate',
    'TemplateBody',
    { Resources: {} },
    'stack-templates',
    /body is an object where a text belongs/,
  ],
  ['DescribeStacks', 'Stacks.0.Parameters', 'x', 'stack-templates', /parameters of a stack is no list/],
  [
    'DescribeStacks',
    'Stacks.0.Parameters.0.ParameterValue',
    5,
    'stack-templates',
    /parameters\[0\]\.value is a number/,
  ],
  [
    'ListStackResources',
    'StackResourceSummaries.0.ResourceType',
    undefined,
    'stack-templates',
    /left out the type of a resource/,
  ],
  [
    'DetectStackResourceDrift',
    'StackResourceDrift.Timestamp',
    NO_TIME,
    'drift',
    /time of a comparison is no time/,
  ],
  [
    'DetectStackResourceDrift',
    'StackResourceDrift.StackResourceDriftStatus',
    5,
    'drift',
    /status is a number where a text/,
  ],
  [
    'DetectStackResourceDrift',
    'StackResourceDrift.PropertyDifferences.0.ActualValue',
    { a: 1 },
    'drift',
    /actual is an object/,
  ],
  ['DescribeStackResourceDrifts', 'StackResourceDrifts', { a: 1 }, 'drift', /is no list/],
];

/** The facts that cannot be read without another. */
const NEEDS: Record<string, readonly string[]> = {
  'authorization-details': ['service-last-accessed', 'activity', 'role-stacks', 'stack-templates', 'drift'],
  analyzers: ['external-access-findings', 'unused-access-findings'],
  stacks: ['role-stacks', 'stack-templates', 'drift'],
  'role-stacks': [],
  'stack-templates': ['drift'],
};

describe('an answer that is not what AWS documents', () => {
  it.each(CASES)('%s: %s', async (operation, path, value, fact, says) => {
    const { facts, faults } = await collectChanged({ operation, path, value } satisfies Changed);
    const { gaps } = coverageOf(ACCOUNT, facts);
    const own = gaps.filter((gap) => gap.fact === fact);
    expect(own.map(({ message }) => message).join('\n')).toMatch(says);
    for (const gap of own) {
      expect(gap.reason).toBe('FAILED');
      expect(gap.action).toContain(operation === 'ListFindingsV2' ? 'ListFindings' : operation);
    }
    const known = new Set([fact, ...(NEEDS[fact] ?? [])]);
    expect(gaps.filter((gap) => !known.has(gap.fact))).toEqual([]);
    expect(faults).toEqual([]);
    for (const kept of facts)
      expect(checkedRecord(JSON.parse(JSON.stringify(kept)), ACCOUNT, 'x')).toEqual(kept);
  });

  it('is none where all is as it should be', async () => {
    const { facts, faults } = await collectChanged();
    expect(coverageOf(ACCOUNT, facts).gaps).toEqual([]);
    expect(faults).toEqual([]);
  });

  it.each([
    ['Regions.0.RegionName', undefined, /left out the name of a Region/],
    ['Regions.0.RegionName', 5, /name of a Region is no text/],
    ['Regions', 'x', /list of Regions is no list/],
  ])('leaves no Region out: ListRegions: %s', async (path, value, says) => {
    const { facts } = await collectChanged({ operation: 'ListRegions', path, value }, ['enabled']);
    const stacks = facts.find(({ fact }) => fact === 'stacks');
    expect(stacks).toMatchObject({ status: 'NOT_COLLECTED', action: 'account:ListRegions' });
    expect(stacks).toMatchObject({ message: expect.stringMatching(says) });
  });

  it.each([
    ['ListFindings', 'findings.0.status', 'PAUSED'],
    ['ListFindings', 'findings.0.error', 'SOME_NEW_ERROR'],
    ['ListFindings', 'findings.0.resourceType', 'AWS::New::Thing'],
    ['ListAnalyzers', 'analyzers.1.type', 'ACCOUNT_INTERNAL_ACCESS'],
    ['ListAnalyzers', 'analyzers.1.status', 'SLEEPING'],
    ['ListStacks', 'StackSummaries.0.StackStatus', 'NEW_STATE'],
    ['DetectStackResourceDrift', 'StackResourceDrift.StackResourceDriftStatus', 'NEARLY'],
    ['ListRoles', 'Roles.0.MaxSessionDuration', 86_400],
    ['ListFindings', 'findings.0.newMember', { a: [1] }],
  ])('is none where AWS has a new word for something: %s %s', async (operation, path, value) => {
    const { facts } = await collectChanged({ operation, path, value });
    expect(coverageOf(ACCOUNT, facts).gaps).toEqual([]);
    expect(JSON.stringify(facts)).not.toContain('newMember');
  });
});

describe('an answer of Organizations that is not what AWS documents', () => {
  const ROOT = { Id: 'r-1', Name: 'Root' };
  const member = {
    Id: ACCOUNT,
    Name: 'Member',
    Arn: 'arn:aws:organizations::1:account/o/2',
    State: 'ACTIVE',
  };
  const answers: Record<string, object> = {
    DescribeOrganization: { Organization: { Id: 'o-1', Arn: 'arn:aws:o', MasterAccountId: OTHER } },
    ListAccounts: { Accounts: [member] },
    ListRoots: { Roots: [ROOT] },
    ListAccountsForParent: { Accounts: [member] },
    ListOrganizationalUnitsForParent: { OrganizationalUnits: [] },
    ListDelegatedAdministrators: { DelegatedAdministrators: [{ Id: ACCOUNT }] },
    ListOutboundResponsibilityTransfers: {
      ResponsibilityTransfers: [{ Id: 'rt-1', Status: 'ACCEPTED', Target: { ManagementAccountId: ACCOUNT } }],
    },
  };

  it.each([
    ['DescribeOrganization', 'Organization.Id', { a: 1 }, 'organization', /id is an object where a text/],
    ['DescribeOrganization', 'Organization', undefined, 'organization', /did not say which organization/],
    ['ListAccounts', 'Accounts.0.Id', '../../etc', 'accounts', /accounts\[0\]\.id is none of the values/],
    ['ListAccounts', 'Accounts.0.Id', 5, 'accounts', /id of an account is no text/],
    ['ListAccounts', 'Accounts.0.State', 5, 'accounts', /accounts\[0\]\.state is a number/],
    ['ListAccounts', 'Accounts.0.Name', ['x'], 'accounts', /accounts\[0\]\.name is a list/],
    ['ListAccounts', 'Accounts', { a: 1 }, 'accounts', /is no list/],
    ['ListAccounts', 'Accounts', twice, 'accounts', /accounts\[1\]\.id is the same/],
    ['ListRoots', 'Roots.0.Id', 5, 'accounts', /id of a unit is no text/],
    ['ListAccountsForParent', 'Accounts', twice, 'accounts', /accounts\[1\]\.id is the same/],
    [
      'ListDelegatedAdministrators',
      'DelegatedAdministrators.0.Id',
      '5',
      'delegatedAdministrators',
      /none of the values/,
    ],
  ] as const)('%s: %s', async (operation, path, value, fact, says) => {
    const given = { ...answers, [operation]: withChange(answers[operation], path.split('.'), value) };
    const reading = await readOrganization(callerOf(given), clock, OTHER);
    const { organization, accounts, delegatedAdministrators, faults } = reading;
    const facts = { organization, accounts, delegatedAdministrators };
    expect(facts[fact]).toMatchObject({ status: 'NOT_COLLECTED', reason: 'FAILED' });
    expect(facts[fact]).toMatchObject({ action: expect.stringContaining('organizations:') });
    expect(facts[fact]).toMatchObject({ message: expect.stringMatching(says) });
    expect(Object.values(facts).filter(({ status }) => status === 'NOT_COLLECTED')).toHaveLength(1);
    expect(faults).toEqual([]);
    for (const { id } of reading.knownAccounts) expect(id).toBe(ACCOUNT);
  });

  it.each([
    ['ResponsibilityTransfers', { a: 1 }, /is no list/],
    ['ResponsibilityTransfers.0.Id', 5, /id of a transfer is no text/],
    ['ResponsibilityTransfers.0.Status', undefined, /status of a transfer/],
    ['ResponsibilityTransfers.0.Target', 'x', /targetAccountId|target of a transfer/],
    ['ResponsibilityTransfers.0.Target.ManagementAccountId', '../../etc', /targetAccountId is none/],
    ['ResponsibilityTransfers.0.StartTimestamp', 'soon', /start of a transfer/],
    ['ResponsibilityTransfers', (list: unknown[]) => [...list, ...list], /outbound\[1\]\.id is the same/],
  ] as const)('ListOutboundResponsibilityTransfers: %s', async (path, value, says) => {
    const operation = 'ListOutboundResponsibilityTransfers';
    const given = { ...answers, [operation]: withChange(answers[operation], path.split('.'), value) };
    const { billingTransfers, accounts } = await readOrganization(callerOf(given), clock, OTHER);
    expect(billingTransfers).toMatchObject({
      ...{ status: 'NOT_COLLECTED', reason: 'FAILED', message: expect.stringMatching(says) },
    });
    expect(accounts.status).toBe('COLLECTED');
  });
});
