import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesWildcard } from '../../../src/policy/wildcard.ts';
import { atLeast, tries } from '../../support/thorough.ts';
import { evaluateRequest } from '../support/request-evaluator.ts';
import {
  A,
  AS_OF,
  admit,
  arn,
  assume,
  B,
  C,
  type LiteralRole,
  ORGANIZATION,
  reachIn,
  rootOf,
  VENDOR,
} from './world.ts';

const ACCOUNTS = [A, B, C];
const NAMES = ['deploy-a', 'deploy-b', 'read', 'x'];
const ARNS = ACCOUNTS.flatMap((account) => NAMES.map((name) => arn(account, name)));
const PATTERNS = [
  '*',
  'arn:aws:iam::*:role/*',
  'arn:aws:iam::*:role/deploy-*',
  'arn:aws:iam::*:role/?ead',
  `arn:aws:iam::${A}:role/*`,
  `arn:aws:iam::${B}:role/deploy-?`,
  `arn:aws:iam::*2:role/*a*`,
];

const anyPattern = fc.constantFrom(...PATTERNS, ...ARNS);
const everyone = (condition: object) => admit('*', { StringEquals: condition });
const trustStatement = fc.oneof(
  fc.constantFrom(...ARNS).map((principal) => admit(principal)),
  fc.constantFrom(...ACCOUNTS).map((account) => admit(rootOf(account))),
  fc.constantFrom(...ACCOUNTS).map((account) => everyone({ 'aws:PrincipalAccount': account })),
  fc.constant(everyone({ 'aws:PrincipalOrgID': ORGANIZATION })),
  fc.tuple(fc.constantFrom(...ACCOUNTS), anyPattern).map(([account, pattern]) =>
    admit(rootOf(account), {
      ArnLike: { 'aws:PrincipalArn': pattern === '*' ? 'arn:*:*:*:*:*' : pattern },
    }),
  ),
  fc.constantFrom(...ARNS).map((principal) => ({ ...admit(principal), Effect: 'Deny' })),
);
const permission = fc.oneof(
  { weight: 4, arbitrary: anyPattern.map((pattern) => assume(pattern)) },
  { weight: 1, arbitrary: anyPattern.map((pattern) => assume(pattern, { Effect: 'Deny' })) },
);
const world = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...ACCOUNTS), fc.constantFrom(...NAMES)), {
    selector: ([account, name]) => arn(account, name),
    minLength: 2,
    maxLength: 9,
  })
  .chain((places) =>
    fc.tuple(
      ...places.map(([account, name]) =>
        fc.record({
          account: fc.constant(account),
          name: fc.constant(name),
          trust: fc
            .tuple(fc.boolean(), fc.array(trustStatement, { maxLength: 3 }))
            .map(([vendor, others]) => [...(vendor ? [admit(rootOf(VENDOR))] : []), ...others])
            .filter((statements) => statements.length > 0),
          may: fc.array(permission, { maxLength: 3 }),
        }),
      ),
    ),
  );

interface Statement {
  Effect: string;
  Resource: string;
  Principal: { AWS: string };
}

/** Whether a session of one role may assume another, request by request, by code that the graph does not share. */
function mayAssume(from: LiteralRole, to: LiteralRole): boolean {
  const target = arn(to.account, to.name);
  const own = from.may as Statement[];
  const speaks = (effect: string) =>
    own.some(({ Effect, Resource }) => Effect === effect && matchesWildcard(Resource, target));
  if (speaks('Deny')) return false;
  const roleArn = arn(from.account, from.name);
  const asks = (statements: object[]) =>
    statements.length > 0 &&
    evaluateRequest(JSON.stringify({ Statement: statements }), {
      action: 'sts:AssumeRole',
      caller: {
        kind: 'aws',
        arn: `arn:aws:sts::${from.account}:assumed-role/${from.name}/session`,
        accountId: from.account,
        roleArn,
      },
      context: { 'aws:PrincipalOrgID': ORGANIZATION, 'aws:CurrentTime': AS_OF },
    }) === 'ALLOW';
  const trust = to.trust as Statement[];
  if (!asks(trust)) return false;
  const naming = trust.filter(({ Principal }) => !Principal.AWS.endsWith(':root'));
  return speaks('Allow') || (from.account === to.account && asks(naming));
}

/** All roles that the vendor gets into, by walking every pair; with the length of the shortest way. */
function closure(roles: LiteralRole[]): Map<string, number> {
  const steps = new Map<LiteralRole, number>();
  let frontier = roles.filter(({ trust }) =>
    (trust as Statement[]).some(({ Principal }) => Principal.AWS === rootOf(VENDOR)),
  );
  for (let step = 1; frontier.length > 0; step += 1) {
    for (const role of frontier) steps.set(role, step);
    frontier = roles.filter(
      (role) => !steps.has(role) && frontier.some((from) => from !== role && mayAssume(from, role)),
    );
  }
  return new Map([...steps].map(([role, step]) => [arn(role.account, role.name), step]));
}

describe('the reach of an outsider', () => {
  it('is what asking pair by pair comes to, by ways as short', () => {
    let chained = 0;
    fc.assert(
      fc.property(world, (roles) => {
        const reach = reachIn({ roles }).find(({ key }) => key === VENDOR);
        const found = [
          ...(reach?.direct ?? []).map(({ roleArn }) => [roleArn, 1] as const),
          ...(reach?.chains ?? []).map((chain) => [chain.at(-1)?.roleArn, chain.length] as const),
        ];
        expect(new Map(found)).toEqual(closure(roles));
        expect(found).toHaveLength(new Set(found.map(([roleArn]) => roleArn)).size);
        chained += reach?.chains.length ?? 0;
      }),
      tries(1000, 7),
    );
    // The worlds are such that there is something to find.
    expect(chained).toBeGreaterThanOrEqual(atLeast(300));
  });

  it('is closed for a role exactly where it leads to none that does not admit the vendor', () => {
    fc.assert(
      fc.property(world, (roles) => {
        const reach = reachIn({ roles }).find(({ key }) => key === VENDOR);
        const direct = new Set(reach?.direct.map(({ roleArn }) => roleArn));
        const closed = roles.filter((role) => {
          if (!direct.has(arn(role.account, role.name))) return false;
          return !roles.some(
            (to) => to !== role && !direct.has(arn(to.account, to.name)) && mayAssume(role, to),
          );
        });
        expect(reach?.closed.map(({ roleArn }) => roleArn) ?? []).toEqual(
          closed.map((role) => arn(role.account, role.name)).sort(),
        );
      }),
      tries(400, 8),
    );
  });
});
