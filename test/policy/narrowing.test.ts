// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of policies look like this.
import { describe, expect, it } from 'vitest';
import { choicesOf } from '../../src/policy/alternatives.ts';
import { type Narrowing, narrowingOf } from '../../src/policy/narrowing.ts';
import { readTrustPolicy } from '../../src/policy/trust.ts';

type Condition = Record<string, Record<string, string | string[]>>;

/** A grant to anyone under these conditions, and past these Deny statements. */
function grantOf(Condition: Condition, ...denied: Condition[]) {
  const { grants } = readTrustPolicy(
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole', Condition },
        ...denied.map((one) => ({
          Effect: 'Deny',
          Principal: '*',
          Action: 'sts:AssumeRole',
          Condition: one,
        })),
      ],
    }),
  );
  const [grant] = grants;
  if (grant === undefined) throw new Error('no grant');
  return grant;
}

const A = '111122223333';
const B = '444455556666';

describe('a grant to anyone is narrowed to', () => {
  it.each<[string, Condition, Partial<Narrowing>]>([
    ['an account', { StringEquals: { 'aws:PrincipalAccount': A } }, { accountIds: [A] }],
    ['several accounts', { StringEquals: { 'aws:PrincipalAccount': [A, B, A] } }, { accountIds: [A, B] }],
    [
      'an organization',
      { StringEquals: { 'aws:PrincipalOrgID': 'o-vendor12345' } },
      { organizationIds: ['o-vendor12345'] },
    ],
    [
      'an organization by a unit of it',
      { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-vendor12345/r-ab12/*' } },
      { organizationIds: ['o-vendor12345'] },
    ],
    [
      'the account of a role',
      { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${A}:role/*` } },
      { accountIds: [A] },
    ],
    [
      'its own account',
      { StringEquals: { 'aws:PrincipalAccount': '${aws:ResourceAccount}' } },
      { home: ['account'], accountIds: [] },
    ],
    [
      'its own organization',
      { StringEquals: { 'aws:PrincipalOrgID': '${aws:ResourceOrgID}' } },
      { home: ['organization'], organizationIds: [] },
    ],
    [
      'somebody by a unique id',
      { StringLike: { 'aws:userid': 'AROAEXAMPLEEXAMPLE:*' } },
      { uniqueIds: ['AROAEXAMPLEEXAMPLE'], accountIds: [] },
    ],
    [
      'the account of a federated user',
      { StringLike: { 'aws:userid': `${A}:*` } },
      { accountIds: [A], uniqueIds: [] },
    ],
    ['services', { Null: { 'aws:PrincipalServiceName': 'false' } }, { services: true }],
    [
      'an account rather than its organization',
      { StringEquals: { 'aws:PrincipalAccount': A, 'aws:PrincipalOrgID': 'o-vendor12345' } },
      { accountIds: [A], organizationIds: [] },
    ],
  ])('%s', (_what, condition, narrowing) => {
    expect(narrowingOf(grantOf(condition))).toMatchObject(narrowing);
  });

  it.each<[string, Condition]>([
    ['what says nothing of the caller', { StringEquals: { 'sts:ExternalId': 'x' } }],
    ['what is not required', { StringEqualsIfExists: { 'aws:PrincipalAccount': A } }],
    [
      'a value that is one’s, and one that is anybody’s',
      { StringLike: { 'aws:userid': ['AROAEXAMPLEEXAMPLE:*', 'x*'] } },
    ],
    ['no value', { StringEquals: { 'aws:PrincipalAccount': [] } }],
    ['that no service calls', { Null: { 'aws:PrincipalServiceName': 'true' } }],
    ['a role of whatever account', { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/x' } }],
  ])('nobody by %s', (_what, condition) => {
    expect(narrowingOf(grantOf(condition))).toBeNull();
  });

  it('all whom the ways past a Deny let through, if each is narrowed', () => {
    const both = { StringNotEquals: { 'aws:PrincipalAccount': A, 'aws:PrincipalOrgID': 'o-vendor12345' } };
    expect(narrowingOf(grantOf({}, both))).toMatchObject({
      accountIds: [A],
      organizationIds: ['o-vendor12345'],
    });
    const half = { StringNotEquals: { 'aws:PrincipalAccount': A, 'sts:ExternalId': 'x' } };
    expect(narrowingOf(grantOf({}, half))).toBeNull();
  });
});

describe('a Deny of several keys leaves a choice', () => {
  const keys = (Condition: Condition) =>
    choicesOf(grantOf({}, Condition)).map((ways) => ways.map((way) => way.map(({ keyLower }) => keyLower)));

  it('of breaking either', () => {
    expect(keys({ StringNotEquals: { 'sts:ExternalId': 'x', 'aws:PrincipalAccount': A } })).toEqual([
      [['sts:externalid'], ['aws:principalaccount']],
    ]);
  });

  it('that cannot be relied on where one way has no words', () => {
    expect(
      keys({ StringNotEquals: { 'sts:ExternalId': 'x' }, Null: { 'aws:PrincipalAccount': ['true', 'x'] } }),
    ).toEqual([]);
  });

  it('of none where it has one key', () => {
    expect(keys({ StringNotEquals: { 'sts:ExternalId': 'x' } })).toEqual([]);
  });
});
