import { describe, expect, it } from 'vitest';
import { type Admission, admissionsOf } from '../../../src/policy/chains/admission.ts';
import { readStatements } from '../../../src/policy/statement.ts';
import { grantsIn } from '../../../src/policy/trust.ts';
import { A, admit, arn, B, ORGANIZATION, rootOf, VENDOR } from './world.ts';

const OWN: ReadonlySet<string> = new Set([A, B, ORGANIZATION]);

/** Whom the trust policy of a role in account A admits of one's own. */
function admitted(trust: object[], organizationId: string | null = ORGANIZATION): Admission[] {
  const statements = readStatements(JSON.stringify({ Version: '2012-10-17', Statement: trust }), () => {});
  return admissionsOf(
    statements,
    { grants: grantsIn(statements) },
    {
      accountId: A,
      ...(organizationId === null ? {} : { organizationId }),
      isOwn: (id) => OWN.has(id),
    },
  );
}

/** `role arn:…, by itself within its boundary`: a role that is admitted by itself needs no permission in its account. */
function inWords({ admits, value, sessionName, direct, bounded }: Admission): string {
  const by = direct ? (bounded ? ', by itself within its boundary' : ', by itself') : '';
  return `${admits} ${value}${sessionName === undefined ? '' : ` as ${sessionName}`}${by}`;
}

const equals = (key: string, value: string | string[]) => ({ StringEquals: { [key]: value } });
const variable = (name: string) => `$`.concat('{', name, '}');
const session = (account: string, rest: string) => `arn:aws:sts::${account}:${rest}`;
const deny = (principal: object, action = 'sts:AssumeRole') => ({
  Effect: 'Deny',
  Action: action,
  ...principal,
});

const NAMED: Array<[says: string, principal: string | string[], admitted: string[]]> = [
  ['a role', arn(B, 'x'), [`role ${arn(B, 'x')}, by itself within its boundary`]],
  ['an account', rootOf(B), [`account ${B}`]],
  ['an account by its number', B, [`account ${B}`]],
  ['a session', session(B, 'assumed-role/x/deploy'), [`session ${B}/x as deploy, by itself`]],
  ['no federated user', session(B, 'federated-user/x'), []],
  [
    'a role by its id',
    'AROAEXAMPLEEXAMPLE123',
    ['unique-id AROAEXAMPLEEXAMPLE123, by itself within its boundary'],
  ],
  ['no user', `arn:aws:iam::${B}:user/x`, []],
  ['no role of others', arn(VENDOR, 'x'), []],
  ['no account of others', rootOf(VENDOR), []],
  ['no session of others', session(VENDOR, 'assumed-role/x/deploy'), []],
  ['each of several', [rootOf(A), rootOf(VENDOR), rootOf(B)], [`account ${A}`, `account ${B}`]],
  ['not everybody', '*', []],
];

describe('a trust policy admits by name', () => {
  it.each(NAMED)('%s', (_says, principal, expected) => {
    expect(admitted([admit(principal)]).map(inWords)).toEqual(expected);
  });

  it.each([
    ['a service', { Service: 'ec2.amazonaws.com' }],
    ['a provider', { Federated: `arn:aws:iam::${A}:saml-provider/x` }],
  ])('not %s', (_says, Principal) => {
    expect(admitted([{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }])).toEqual([]);
  });

  it('only where it speaks of sts:AssumeRole', () => {
    const tagging = { Effect: 'Allow', Principal: { AWS: rootOf(B) }, Action: 'sts:TagSession' };
    expect(admitted([tagging])).toEqual([]);
    expect(admitted([{ ...tagging, Action: 'sts:*' }]).map(inWords)).toEqual([`account ${B}`]);
  });
});

const EVERYBODY: Array<[says: string, condition: object, admitted: string[]]> = [
  ['an account', equals('aws:PrincipalAccount', B), [`account ${B}, by itself`]],
  ['several', equals('aws:PrincipalAccount', [A, B]), [`account ${A}, by itself`, `account ${B}, by itself`]],
  ['an account of others', equals('aws:PrincipalAccount', VENDOR), []],
  ['one of others and one', equals('aws:PrincipalAccount', [VENDOR, B]), [`account ${B}, by itself`]],
  ['roles of an account', { ArnLike: { 'aws:PrincipalArn': arn(B, '*') } }, [`account ${B}, by itself`]],
  [
    'the account of the role by variable',
    equals('aws:PrincipalAccount', variable('aws:ResourceAccount')),
    [`account ${A}, by itself`],
  ],
  [
    'the organization',
    equals('aws:PrincipalOrgID', ORGANIZATION),
    [`organization ${ORGANIZATION}, by itself`],
  ],
  ['an organization of others', equals('aws:PrincipalOrgID', 'o-theirs12345'), []],
  [
    'the organization by its units',
    { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': `${ORGANIZATION}/*` } },
    [`organization ${ORGANIZATION}, by itself`],
  ],
  [
    'the organization by a pattern',
    { StringLike: { 'aws:PrincipalOrgID': 'o-ours12345?' } },
    [`organization ${ORGANIZATION}, by itself`],
  ],
  [
    'the organization by variable',
    equals('aws:PrincipalOrgID', variable('aws:ResourceOrgID')),
    [`organization ${ORGANIZATION}, by itself`],
  ],
  [
    'the organization by variable and by its id, once',
    equals('aws:PrincipalOrgID', [variable('aws:ResourceOrgID'), ORGANIZATION]),
    [`organization ${ORGANIZATION}, by itself`],
  ],
  [
    'sessions of a role by its id',
    { StringLike: { 'aws:userid': 'AROAEXAMPLEEXAMPLE123:*' } },
    ['unique-id AROAEXAMPLEEXAMPLE123, by itself'],
  ],
  ['nobody in particular', equals('sts:ExternalId', 'x'), []],
];

describe('a trust policy for everybody is narrowed to', () => {
  it.each(EVERYBODY)('%s', (_says, condition, expected) => {
    expect(admitted([admit('*', condition)]).map(inWords)).toEqual(expected);
  });

  it('an organization by variable, only where it is known which', () => {
    const own = equals('aws:PrincipalOrgID', variable('aws:ResourceOrgID'));
    expect(admitted([admit('*', own)], null)).toEqual([]);
    expect(admitted([admit('*', equals('aws:PrincipalOrgID', ORGANIZATION))], null).map(inWords)).toEqual([
      `organization ${ORGANIZATION}, by itself`,
    ]);
  });

  it('those whom its Deny statements spare', () => {
    const spare = (principal: string) => deny({ NotPrincipal: { AWS: principal } });
    expect(admitted([admit('*'), spare(rootOf(B))]).map(inWords)).toEqual([`account ${B}, by itself`]);
    expect(admitted([admit('*'), spare(arn(B, 'x'))]).map(inWords)).toEqual([
      `role ${arn(B, 'x')}, by itself`,
    ]);
    expect(admitted([admit('*'), spare(rootOf(VENDOR))])).toEqual([]);
  });

  it('them besides those whom it names', () => {
    const both = admit(['*', arn(B, 'x')], equals('aws:PrincipalAccount', B));
    expect(admitted([both]).map(inWords)).toContain(`role ${arn(B, 'x')}, by itself within its boundary`);
    expect(admitted([both]).map(inWords)).toContain(`account ${B}, by itself`);
  });

  it('them by the statement that speaks of them, and by no other', () => {
    const found = admitted([
      admit('*', equals('aws:PrincipalAccount', A)),
      admit('*', equals('aws:PrincipalAccount', B)),
    ]);
    expect(found.map(({ value, statement }) => [value, statement])).toEqual([
      [A, 0],
      [B, 1],
    ]);
  });

  it('none who may only take a token there', () => {
    const statement = { ...admit('*', equals('aws:PrincipalAccount', B)), Action: 'sts:AssumeRoleWithSAML' };
    expect(admitted([statement])).toEqual([]);
  });
});

describe('an admission', () => {
  it('keeps its conditions, whom it leaves out, and every Deny of sts:AssumeRole', () => {
    const trust = [
      deny({ Principal: { AWS: arn(A, 'x') } }),
      admit(rootOf(B), equals('aws:PrincipalTag/team', 'x')),
      deny({ Principal: { AWS: arn(A, 'y') } }, 'sts:TagSession'),
      {
        Effect: 'Allow',
        NotPrincipal: { AWS: arn(B, 'z') },
        Action: 'sts:AssumeRole',
        Condition: equals('aws:PrincipalAccount', B),
      },
      deny({ Principal: { AWS: arn(A, 'z') } }),
    ];
    const found = admitted(trust).map(({ statement, conditions, except, refusals }) => ({
      statement,
      keys: conditions.map(({ key }) => key),
      except,
      refusals: refusals.map((refusal) => refusal.statement),
    }));
    expect(found).toEqual([
      { statement: 1, keys: ['aws:PrincipalTag/team'], except: [], refusals: [0, 4] },
      { statement: 3, keys: ['aws:PrincipalAccount'], except: [arn(B, 'z')], refusals: [0, 4] },
    ]);
  });
});
