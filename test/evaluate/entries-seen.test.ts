import { describe, expect, it } from 'vitest';
import { entriesSeen, tagEntries } from '../../src/evaluate/entries-seen.ts';
import type { ResourceOfParty } from '../../src/evaluate/party-resources.ts';
import type { Rules } from '../../src/evaluate/rules.ts';
import type { FactRecord } from '../../src/model/fact.ts';
import { indexFacts } from '../../src/model/fact-index.ts';
import type { UserSelector } from '../../src/model/party.ts';
import { studyOf } from '../../src/model/study.ts';
import { buildParties } from '../../src/parties/build-parties.ts';
import type { UserSeen } from '../../src/parties/third-party-users.ts';
import { SAMPLE_CHECK } from './sample-check.ts';

const HERE = '111122223333';
const VENDOR = '555566667777';
const ORGANIZATION = 'o-vendor12345';

const CHECK = {
  ...SAMPLE_CHECK,
  id: 'tagged',
  parameters: {
    keys: { default: ['Owner'], matches: 'tag key' },
    patterns: { default: ['env=prod'], matches: 'tag pattern' },
    days: { default: 3 },
  },
};

interface Case {
  owners?: Array<string | undefined>;
  environments?: Record<string, { tag?: string }>;
  /** Accounts and ARNs with whom something is shared. */
  shares?: string[];
  /** The same by the AWS Well-Architected Tool: who has a workload, who gave one, and who sent an invitation. */
  toolShares?: string[];
  /** Who asked for temporary delegation. */
  requestor?: string;
  /** Whom resources admit, and which organizations they ask callers to be in. */
  resourcesOf?: string[];
  resourcesAskFor?: string[];
  checks?: object;
  third?: { accountIds?: string[]; organizationIds?: string[] };
  selectors?: UserSelector[];
  users?: UserSeen[];
  /** Trust anchors that the register names, and the names of those that there are. */
  wantedAnchors?: string[];
  anchors?: string[];
  principal?: object | string;
  condition?: object;
  roleTags?: Array<{ key: string; value: string }>;
  accountTags?: Record<string, string>;
  findings?: object[];
  rolesRead?: boolean;
}

function rulesOf(given: Case): Rules {
  const { owners = [], environments, checks = {}, third, selectors, wantedAnchors: trustAnchors } = given;
  const users = selectors === undefined ? {} : { users: selectors };
  const thirdParties =
    third === undefined ? [] : [{ accountIds: [], organizationIds: [], ...third, ...users, trustAnchors }];
  return {
    checks: [CHECK],
    config: { owners: owners.map((tag) => ({ tag })), environments, checks, thirdParties },
  } as unknown as Rules;
}

function seen(given: Case) {
  const rules = rulesOf(given);
  const statement = {
    Effect: 'Allow',
    Principal: given.principal ?? { Service: 'ec2.amazonaws.com' },
    Action: 'sts:AssumeRole',
    Condition: given.condition,
  };
  const role = {
    arn: `arn:aws:iam::${HERE}:role/r`,
    name: 'r',
    path: '/',
    tags: given.roleTags ?? [],
    trustPolicy: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }),
  };
  const findings = {
    fact: 'external-access-findings',
    region: 'eu-west-1',
    status: 'COLLECTED',
    value: { findings: given.findings ?? [] },
  };
  const [first = '', second = '', third = ''] = given.shares ?? [];
  const shares = {
    fact: 'resource-shares',
    region: 'us-east-1',
    status: 'COLLECTED',
    value: {
      own: [{ principals: [{ entity: first }] }],
      received: [{ owningAccountId: second }],
      invitations: [{ senderAccountId: third }],
    },
  };
  const details = {
    fact: 'authorization-details',
    region: 'global',
    ...(given.rolesRead === false
      ? { status: 'NOT_COLLECTED' }
      : { status: 'COLLECTED', value: { roles: [role], users: given.users } }),
  };
  const anywhere = {
    fact: 'roles-anywhere',
    region: 'eu-west-1',
    status: 'COLLECTED',
    value: { trustAnchors: (given.anchors ?? []).map((name) => ({ name, arn: `arn:…/${name}-id` })) },
  };
  const account = {
    accountId: HERE,
    name: 'a',
    partition: 'aws',
    tags: given.accountTags ?? {},
    regions: ['us-east-1', 'eu-west-1'],
  };
  const parties = buildParties({ ownAccounts: [], ownOrganizationIds: [], register: [], vendors: [] });
  const study = studyOf({ account, parties, asOf: '2026-06-01T00:00:00Z' } as never);
  const [workload = '', received = '', invited = '', profile = '', template = ''] = given.toolShares ?? [];
  const has = (sharedWith: string) => [{ shares: [{ sharedWith }] }];
  const tool = {
    ...{ fact: 'well-architected-shares', region: 'eu-west-1', status: 'COLLECTED' },
    value: {
      ...{ workloads: has(workload), lenses: [], profiles: has(profile), templates: has(template) },
      ...{ received: [{ ownerAccountId: received }], invitations: [{ senderAccountId: invited }] },
    },
  };
  const requests = {
    ...{ fact: 'delegation-requests', region: 'global', status: 'COLLECTED' },
    value: { requests: [{ requestorId: given.requestor ?? null }] },
  };
  return entriesSeen(
    indexFacts([details, findings, shares, anywhere, tool, requests] as unknown as FactRecord[]),
    rules,
    study,
    (given.resourcesOf ?? []).map((admitted) => ({
      resource: { admitted },
      organizationIds: given.resourcesAskFor ?? [],
    })) as unknown as ResourceOfParty[],
  );
}

it('the tags that count are those that the configuration names, each by its place', () => {
  const given = {
    owners: ['team', undefined, 'env=prod'],
    checks: { tagged: { keys: ['Owner', 'Team'], days: 4 }, other: { keys: ['x'] } },
  };
  expect(tagEntries(rulesOf(given))).toEqual([
    { path: 'checks.tagged.keys[0]', kind: 'tag', entry: 'Owner', matches: 'tag key' },
    { path: 'checks.tagged.keys[1]', kind: 'tag', entry: 'Team', matches: 'tag key' },
    { path: 'owners[0].tag', kind: 'owner', entry: 'team', matches: 'tag pattern' },
    { path: 'owners[2].tag', kind: 'owner', entry: 'env=prod', matches: 'tag pattern' },
  ]);
  expect(tagEntries(rulesOf({}))).toEqual([]);
});

describe('a tag of the configuration is met', () => {
  it.each<[string, Case, string[]]>([
    [
      'by a role’s key in any case',
      { checks: { tagged: { keys: ['OWNER', 'Absent'] } }, roleTags: [{ key: 'owner', value: 'x' }] },
      ['checks.tagged.keys[0]'],
    ],
    [
      'by a role’s key and value',
      {
        checks: { tagged: { patterns: ['env=prod', 'env=test'] } },
        roleTags: [{ key: 'env', value: 'test' }],
      },
      ['checks.tagged.patterns[1]'],
    ],
    [
      'by the account, for an owner',
      { owners: ['env=prod'], accountTags: { env: 'prod' } },
      ['owners[0].tag'],
    ],
    [
      'by the account, for an environment',
      { environments: { production: { tag: 'env=prod' }, sandbox: {} }, accountTags: { env: 'prod' } },
      ['environments.production.tag'],
    ],
    [
      'not by a role, for an environment',
      { environments: { sandbox: { tag: 'env' } }, roleTags: [{ key: 'env', value: 'x' }] },
      [],
    ],
    [
      'not by the account, for a check',
      { checks: { tagged: { keys: ['env'] } }, accountTags: { env: 'prod' } },
      [],
    ],
    [
      'by no role where none were read',
      { owners: ['env'], roleTags: [{ key: 'env', value: 'x' }], rolesRead: false },
      [],
    ],
  ])('%s', (_what, given, tags) => {
    expect(seen(given).tags).toEqual(tags);
  });
});

describe('an entry of the register is met', () => {
  const third = { accountIds: [VENDOR, '999999999999'], organizationIds: [ORGANIZATION] };
  const finding = (principal: object, condition: object = {}) => [{ principal, condition }];

  it.each<[string, Case, string[]]>([
    [
      'by a trust policy that names its account',
      { principal: { AWS: `arn:aws:iam::${VENDOR}:role/x` } },
      [VENDOR],
    ],
    [
      'by one that names its organization',
      { principal: '*', condition: { StringEquals: { 'aws:PrincipalOrgID': ORGANIZATION } } },
      [ORGANIZATION],
    ],
    [
      'by one that names it by a pattern',
      { principal: '*', condition: { StringLike: { 'aws:PrincipalOrgID': 'o-vendor1234?' } } },
      [ORGANIZATION],
    ],
    ['by an analyzer’s finding, by its principal', { findings: finding({ AWS: VENDOR }) }, [VENDOR]],
    [
      'by an analyzer’s finding, by its condition',
      { findings: finding({ AWS: '*' }, { 'aws:PrincipalOrgID': ORGANIZATION }) },
      [ORGANIZATION],
    ],
    ['by a share that it has', { shares: [`arn:aws:iam::${VENDOR}:role/x`] }, [VENDOR]],
    ['by a share that it gives', { shares: ['', VENDOR] }, [VENDOR]],
    ['by an invitation that it sent', { shares: ['', '', VENDOR] }, [VENDOR]],
    ['by a workload that it has', { toolShares: [`arn:aws:iam::${VENDOR}:user/x`] }, [VENDOR]],
    ['by a workload that it gives', { toolShares: ['', VENDOR] }, [VENDOR]],
    ['by an invitation to a workload', { toolShares: ['', '', VENDOR] }, [VENDOR]],
    ['by a profile that it has', { toolShares: ['', '', '', VENDOR] }, [VENDOR]],
    ['by a review template that it has', { toolShares: ['', '', '', '', VENDOR] }, [VENDOR]],
    ['by a request for temporary delegation', { requestor: VENDOR }, [VENDOR]],
    ['by a resource that admits it', { resourcesOf: [VENDOR] }, [VENDOR]],
    ['by a resource that admits its organization', { resourcesOf: [ORGANIZATION] }, [ORGANIZATION]],
    [
      'by a resource that admits organizations by a pattern',
      { resourcesOf: ['o-vendor1234?'] },
      [ORGANIZATION],
    ],
    [
      'by a resource that asks for its organization',
      { resourcesOf: [VENDOR], resourcesAskFor: [ORGANIZATION] },
      [VENDOR, ORGANIZATION],
    ],
    [
      'by a role that asks for its organization',
      {
        principal: { AWS: VENDOR },
        condition: { StringEquals: { 'aws:PrincipalOrgID': ORGANIZATION } },
      },
      [VENDOR, ORGANIZATION],
    ],
    ['not by a longer number that holds it', { findings: finding({ AWS: `${VENDOR}1` }) }, []],
    [
      'not by a name that holds it',
      { findings: finding({ AWS: `x-${VENDOR}` }, { id: `${ORGANIZATION}-x` }) },
      [],
    ],
    ['not where nobody from outside may come in', {}, []],
    [
      'by a user that it is given by',
      {
        users: [{ name: 'x', arn: `arn:aws:iam::111122223333:user/n/x`, tags: [{ key: 'v', value: 'n' }] }],
        selectors: [{ name: 'X' }, { path: '/n/', tag: 'v=n' }, { name: 'y' }, { tag: 'w' }],
      },
      ['users with name X', 'users with path /n/ and tag v=n'],
    ],
    [
      'by a trust anchor of the name or the ARN, in any case',
      { wantedAnchors: ['N-*', '*/two-id', 'three'], anchors: ['n-one', 'two', 'three-too'] },
      ['N-*', '*/two-id'],
    ],
    [
      'not by a user whose tags were not read',
      { users: [{ name: 'x', arn: `arn:aws:iam::111122223333:user/n/x` }], selectors: [{ tag: 'v=n' }] },
      [],
    ],
  ])('%s', (_what, given, partyIds) => {
    expect(seen({ ...given, third }).partyIds).toEqual(partyIds);
  });

  it('and nothing is looked for where the configuration names nothing', () => {
    expect(seen({ principal: { AWS: VENDOR } })).toEqual({ partyIds: [], tags: [] });
  });
});
