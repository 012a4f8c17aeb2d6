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

const OWN = 'o-vendor12345';

describe('a grant to anyone under', () => {
  it.each<[string, Condition, Partial<Narrowing> | null]>([
    [
      'a service’s source by ARN',
      { ArnLike: { 'aws:SourceArn': `arn:aws:sns:*:${A}:*` } },
      { accountIds: [A], services: false },
    ],
    [
      'a service’s source without an account',
      { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::records' } },
      { accountIds: [], services: true },
    ],
    ['a service’s source by another operator', { NumericEquals: { 'aws:SourceArn': '1' } }, null],
    ['a service’s organization', { StringEquals: { 'aws:SourceOrgID': OWN } }, { organizationIds: [OWN] }],
    ['a service by name', { StringEquals: { 'aws:PrincipalServiceName': 'x' } }, { services: true }],
    [
      'a service by one of its names',
      { 'ForAnyValue:StringEquals': { 'aws:PrincipalServiceNamesList': 'x' } },
      { services: true },
    ],
    ['a service, whichever', { Bool: { 'aws:PrincipalIsAWSService': 'True' } }, { services: true }],
    ['no service', { Bool: { 'aws:PrincipalIsAWSService': 'false' } }, null],
    [
      'a service’s name that is there',
      { Null: { 'aws:PrincipalServiceNamesList': ['false', 'FALSE'] } },
      { services: true },
    ],
    [
      'a service’s name that is there or not',
      { Null: { 'aws:PrincipalServiceName': ['false', 'true'] } },
      null,
    ],
    ['a service’s name of which nothing is said', { Null: { 'aws:PrincipalServiceName': [] } }, null],
    ['another key that is there', { Null: { 'aws:SourceIp': 'false' } }, null],
    ['an account by a pattern', { StringLike: { 'aws:PrincipalAccount': `${A}*` } }, { accountIds: [A] }],
    ['an account that is none', { StringEquals: { 'aws:PrincipalAccount': `${A}0` } }, null],
    ['a number, asked for as one', { NumericEquals: { 'aws:PrincipalAccount': A } }, null],
    [
      'an organization by a pattern',
      { StringLike: { 'aws:PrincipalOrgID': `${OWN}*` } },
      { organizationIds: [`${OWN}*`] },
    ],
    [
      'an organization that is called with an asterisk',
      { StringEquals: { 'aws:PrincipalOrgID': `${OWN}*` } },
      null,
    ],
    ['an organization that is none', { StringEquals: { 'aws:PrincipalOrgID': 'vendor' } }, null],
    [
      'a user by the id',
      { StringEquals: { 'aws:userid': 'AIDAEXAMPLEEXAMPLE' } },
      { uniqueIds: ['AIDAEXAMPLEEXAMPLE'] },
    ],
    ['a root user by the id', { StringEquals: { 'aws:userid': A } }, { accountIds: [A], uniqueIds: [] }],
    ['an id with more before it', { StringEquals: { 'aws:userid': 'x-AIDAEXAMPLEEXAMPLE' } }, null],
    [
      'an account and a narrower one',
      {
        StringEquals: { 'aws:PrincipalAccount': [A, B] },
        ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${B}:role/*` },
      },
      { accountIds: [B] },
    ],
    [
      'a role by its id, rather than its account',
      { StringEquals: { 'aws:PrincipalAccount': A }, StringLike: { 'aws:userid': 'AROAEXAMPLEEXAMPLE:*' } },
      { uniqueIds: ['AROAEXAMPLEEXAMPLE'], accountIds: [] },
    ],
    [
      'its own account, rather than one of some',
      { StringEquals: { 'aws:PrincipalAccount': '${aws:ResourceAccount}', 'aws:PrincipalOrgID': OWN } },
      { home: ['account'], organizationIds: [] },
    ],
    [
      'an organization, rather than services',
      { Null: { 'aws:PrincipalServiceName': 'false' }, StringEquals: { 'aws:SourceOrgID': OWN } },
      { organizationIds: [OWN], services: false },
    ],
  ])('%s', (_what, condition, narrowing) => {
    const found = narrowingOf(grantOf(condition));
    if (narrowing === null) expect(found).toBeNull();
    else expect(found).toMatchObject(narrowing);
  });

  it('rests on all the conditions that name somebody', () => {
    const condition = {
      StringEquals: { 'aws:PrincipalAccount': A, 'aws:PrincipalOrgID': OWN, 'sts:ExternalId': 'x' },
      Null: { 'aws:PrincipalServiceName': 'false' },
    };
    const keys = narrowingOf(grantOf(condition))?.conditions.map(({ key }) => key);
    expect(keys?.toSorted()).toEqual([
      'aws:PrincipalAccount',
      'aws:PrincipalOrgID',
      'aws:PrincipalServiceName',
    ]);
  });
});
