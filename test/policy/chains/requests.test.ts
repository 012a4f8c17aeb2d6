import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atLeast, tries } from '../../support/thorough.ts';
import { type LiteralStatement, mayAssume, mayEnter, uniqueIdOf } from './requests.ts';
import { A, arn, B, C, type LiteralRole, ORGANIZATION, reachIn, rootOf, VENDOR } from './world.ts';

const RUNS = tries(300, 20_260_611);
const ACCOUNTS = [A, B, C];
const NAMES = ['deploy-a', 'deploy-b', 'read'];
const PLACES = ACCOUNTS.flatMap((account) => NAMES.map((name) => ({ account, name })));
const ARNS = PLACES.map(({ account, name }) => arn(account, name));
const PATTERNS = [
  'arn:aws:iam::*:role/*',
  'arn:aws:iam::*:role/deploy-*',
  `arn:aws:iam::${A}:role/*`,
  ...ARNS,
];

function one(operators: string[], key: string, values: string[]) {
  return fc
    .tuple(fc.constantFrom(...operators), fc.constantFrom('', '', 'IfExists'), fc.constantFrom(...values))
    .map(([operator, ifExists, value]) => ({
      [operator === 'Null' ? operator : operator + ifExists]: { [key]: value },
    }));
}

const IGNORING_CASE = ['StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase'];
const EQUALS = ['StringEquals', 'StringNotEquals', 'StringLike', 'StringNotLike'];
const condition = fc.oneof(
  one(EQUALS, 'aws:PrincipalOrgID', [ORGANIZATION, 'o-theirs12345', 'o-*']),
  one([...EQUALS, 'ForAllValues:StringEquals', 'ForAnyValue:StringNotEquals'], 'aws:PrincipalTag/team', [
    'x',
    'y',
  ]),
  one(EQUALS, 'sts:ExternalId', ['x', 'y', '*']),
  one(['Null'], 'sts:ExternalId', ['true', 'false']),
  one(EQUALS, 'sts:RoleSessionName', ['s', 't', '?']),
  one(['IpAddress', 'NotIpAddress'], 'aws:SourceIp', ['192.0.2.0/24', '0.0.0.0/0']),
  one(['Bool', 'Null'], 'aws:MultiFactorAuthPresent', ['true', 'false']),
  one(['Bool'], 'aws:PrincipalIsAWSService', ['true', 'false']),
  one(['ArnEquals', 'ArnLike', 'ArnNotLike'], 'aws:PrincipalArn', PATTERNS),
  one(EQUALS, 'aws:PrincipalAccount', ACCOUNTS),
  one(EQUALS, 'aws:ResourceAccount', ACCOUNTS),
  one([...EQUALS, ...IGNORING_CASE], 'aws:userid', [
    'AROA*',
    'AIDA*',
    '*:t',
    ...PLACES.flatMap((place) => [`${uniqueIdOf(place)}:*`, `${uniqueIdOf(place)}:s`, uniqueIdOf(place)]),
  ]),
  one(
    [...EQUALS, ...['ForAnyValue', 'ForAllValues'].flatMap((set) => EQUALS.map((one) => `${set}:${one}`))],
    'aws:PrincipalOrgPaths',
    [`${ORGANIZATION}/*`, `${ORGANIZATION}/r-1/ou-1/*`, `${ORGANIZATION}/r-1/`, 'o-theirs12345/*', 'o-*'],
  ),
  one(['Null'], 'aws:userid', ['true', 'false']),
  one(['Null'], 'aws:PrincipalOrgPaths', ['true', 'false']),
  one(['StringEquals', 'StringNotEquals'], 'aws:PrincipalAccount', ['$' + '{aws:ResourceAccount}']),
  one(['DateLessThan', 'DateGreaterThan'], 'aws:CurrentTime', [
    '2026-01-01T00:00:00Z',
    '2027-01-01T00:00:00Z',
  ]),
);
const conditions = fc.oneof(
  { weight: 6, arbitrary: fc.constant(undefined) },
  { weight: 2, arbitrary: condition },
  { weight: 3, arbitrary: fc.tuple(condition, condition).map((both) => merged(...both)) },
);

/** Both conditions; of two on the same operator and key, one. */
function merged(first: object, second: object): LiteralStatement['Condition'] {
  const all: Record<string, Record<string, string>> = { ...first };
  for (const [operator, block] of Object.entries(second)) all[operator] = { ...all[operator], ...block };
  return all;
}

const narrowing = fc.oneof(
  fc.constant({ StringEquals: { 'aws:PrincipalOrgID': ORGANIZATION } }),
  fc.constantFrom(...ACCOUNTS).map((account) => ({ StringEquals: { 'aws:PrincipalAccount': account } })),
);

type Place = Pick<LiteralRole, 'account' | 'name'>;

/** Whom statements name: the roles of the world, as roles, sessions, unique ids or by their accounts. */
function someoneOf(places: readonly Place[]) {
  const named = fc
    .constantFrom(...places)
    .chain((place) =>
      fc.constantFrom(
        arn(place.account, place.name),
        rootOf(place.account),
        place.account,
        uniqueIdOf(place),
        `arn:aws:sts::${place.account}:assumed-role/${place.name}/s`,
      ),
    );
  return fc.oneof(named, fc.array(named, { minLength: 1, maxLength: 2 })).map((AWS) => ({ AWS }));
}

function trustOf(places: readonly Place[]) {
  const someone = someoneOf(places);
  const everyone = fc.tuple(narrowing, fc.option(condition), fc.option(someone));
  const allow = fc.oneof(
    { weight: 3, arbitrary: fc.record({ Principal: someone, Condition: conditions }) },
    {
      weight: 1,
      arbitrary: everyone.map(([first, second, but]) => ({
        ...(but === null ? { Principal: { AWS: '*' } } : { NotPrincipal: but }),
        Condition: merged(second ?? {}, first),
      })),
    },
  );
  const deny = fc.oneof(
    { weight: 2, arbitrary: fc.record({ Principal: fc.constant({ AWS: '*' }), Condition: conditions }) },
    { weight: 1, arbitrary: fc.record({ Principal: someone, Condition: conditions }) },
    { weight: 1, arbitrary: fc.record({ NotPrincipal: someone, Condition: conditions }) },
  );
  return fc.tuple(
    fc.array(
      allow.map((more) => statement('Allow', more)),
      { minLength: 1, maxLength: 2 },
    ),
    fc.array(
      deny.map((more) => statement('Deny', more)),
      { maxLength: 2 },
    ),
  );
}

function statement(Effect: 'Allow' | 'Deny', more: Partial<LiteralStatement>): LiteralStatement {
  return { Effect, Action: 'sts:AssumeRole', ...more };
}

const vendor = fc.tuple(conditions, fc.boolean()).map(([Condition, tags]) =>
  statement('Allow', {
    Principal: { AWS: rootOf(VENDOR) },
    Condition,
    ...(tags ? { Action: ['sts:AssumeRole', 'sts:TagSession'] } : {}),
  }),
);
const everyRole = fc.constantFrom('*', '*', '*', '*', '*', '*', ...PATTERNS);
const permission = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .record({ Resource: everyRole, Condition: conditions })
      .map((more) => statement('Allow', more)),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('Resource', 'NotResource'), everyRole, conditions)
      .map(([element, pattern, Condition]) => statement('Deny', { [element]: pattern, Condition })),
  },
);
const policy = fc
  .tuple(fc.constantFrom(true, true, false), fc.array(permission, { maxLength: 1 }))
  .map(([all, more]) => [...(all ? [statement('Allow', { Resource: '*' })] : []), ...more]);

/** Of the roles the first admits the vendor, whatever its Deny statements say. */
const world = fc.uniqueArray(fc.constantFrom(...PLACES), { minLength: 2, maxLength: 3 }).chain((places) =>
  fc.tuple(
    ...places.map((place, index) =>
      fc
        .record(
          {
            trust: trustOf(places),
            outside: index === 0 ? vendor : fc.option(vendor, { freq: 4 }),
            may: policy,
            boundary: fc.option(policy, { freq: 1, nil: [statement('Allow', { Resource: '*' })] }),
            tags: fc.constantFrom({}, { team: 'x' }, { team: 'y' }),
          },
          { requiredKeys: ['trust', 'outside', 'may', 'tags'] },
        )
        .map(({ trust: [allows, denies], outside, ...rest }) => ({
          ...place,
          ...rest,
          trust: [...(outside === null ? [] : [outside]), ...allows, ...denies],
        })),
    ),
  ),
);

const of = (roles: readonly LiteralRole[], wanted: string | undefined) =>
  roles.find(({ account, name }) => arn(account, name) === wanted) as LiteralRole;

describe('chains against single requests', () => {
  it('reach whatever some request of the vendor, now or later, comes to', () => {
    let behind = 0;
    fc.assert(
      fc.property(world, fc.boolean(), (roles, inOrganization) => {
        const reach = reachIn({ roles, inOrganization }).find(({ key }) => key === VENDOR);
        const ends = reach?.chains.map((chain) => chain.at(-1)?.roleArn) ?? [];
        const found = new Set([...(reach?.direct.map(({ roleArn }) => roleArn) ?? []), ...ends]);
        const inside = roles.filter((role) => mayEnter(role).ever());
        for (const from of inside) {
          for (const to of roles) {
            if (inside.includes(to) || !mayAssume(from, to, { inOrganization }).ever()) continue;
            inside.push(to);
            behind += 1;
          }
        }
        expect([...found]).toEqual(
          expect.arrayContaining(inside.map(({ account, name }) => arn(account, name))),
        );
      }),
      RUNS,
    );
    expect(behind).toBeGreaterThanOrEqual(atLeast(30));
  });

  it('that name no condition are open to the vendor now, whatever the circumstances', () => {
    let certain = 0;
    fc.assert(
      fc.property(world, fc.boolean(), (roles, inOrganization) => {
        for (const chain of reachIn({ roles, inOrganization }).flatMap(({ chains }) => chains)) {
          chain.slice(1).forEach(({ roleArn, conditions: named }, place) => {
            if (named.length > 0) return;
            const [from, to] = [of(roles, chain[place]?.roleArn), of(roles, roleArn)];
            certain += 1;
            expect(mayAssume(from, to, { inOrganization }).surely()).toBe(true);
          });
        }
      }),
      tries(300, 20_260_612),
    );
    expect(certain).toBeGreaterThanOrEqual(atLeast(15));
  });
});
