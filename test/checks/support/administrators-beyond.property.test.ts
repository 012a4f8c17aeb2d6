import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { administratorsBeyond, beyondByChains } from '../../../src/checks/support/administrators-beyond.ts';
import type { Role } from '../../../src/model/facts/authorization-details.ts';
import { atLeast, tries } from '../../support/thorough.ts';
import { contextOf, HERE, role, rootOf, STRANGER } from './trust-fixtures.ts';

const NAMES = ['a', 'b', 'c', 'd'] as const;
const arnOf = (name: string) => `arn:aws:iam::${HERE}:role/${name}`;
const admit = (Principal: unknown, Condition?: object) => ({
  Effect: 'Allow',
  Principal,
  Action: 'sts:AssumeRole',
  ...(Condition === undefined ? {} : { Condition }),
});

const TRUST = [
  ...NAMES.flatMap((name) => [
    admit({ AWS: arnOf(name) }),
    admit({ AWS: `arn:aws:sts::${HERE}:assumed-role/${name}/s` }),
    admit('*', { ArnEquals: { 'aws:PrincipalArn': arnOf(name) } }),
  ]),
  admit({ AWS: rootOf(HERE) }),
  admit({ AWS: rootOf(HERE) }, { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }),
  admit({ AWS: rootOf(STRANGER) }),
  admit({ AWS: `arn:aws:iam::${STRANGER}:role/a` }),
  admit({ Service: 'ec2.amazonaws.com' }),
  admit('*', { StringEquals: { 'aws:PrincipalAccount': HERE } }),
  { Effect: 'Allow', NotPrincipal: { AWS: arnOf('a') }, Action: 'sts:AssumeRole' },
  { Effect: 'Allow', Principal: { AWS: arnOf('a') }, Action: 'sts:AssumeRole', Unknown: 1 },
  { Effect: 'Deny', Principal: { AWS: arnOf('b') }, Action: 'sts:AssumeRole' },
];

const MAY = [
  { Effect: 'Allow', Action: '*', Resource: '*' },
  { Effect: 'Allow', Action: 'iam:PutRolePolicy', Resource: '*' },
  { Effect: 'Allow', Action: 'sts:*', Resource: '*' },
  { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: arnOf('c') },
  { Effect: 'Allow', NotAction: 's3:*', Resource: '*' },
  { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' },
  { Effect: 'Deny', Action: 'sts:AssumeRole', Resource: arnOf('b') },
];

const anyRoles: fc.Arbitrary<Role[]> = fc.tuple(
  ...NAMES.map((name) =>
    fc
      .record({
        trust: fc.subarray(TRUST, { minLength: 1, maxLength: 3 }),
        may: fc.subarray(MAY, { maxLength: 2 }),
        attached: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, fc.constant(true)),
      })
      .map(({ trust, may, attached }) =>
        role(trust, {
          name,
          id: `AROA${name.toUpperCase()}`,
          inlinePolicies:
            may.length === 0
              ? []
              : [{ name: 'own', document: JSON.stringify({ Version: '2012-10-17', Statement: may }) }],
          // A policy that was not collected: what it gives is not known.
          attachedPolicies: attached ? [{ name: 'lost', arn: `arn:aws:iam::${HERE}:policy/lost` }] : [],
        }),
      ),
  ),
);

describe('roles that are said to lead nowhere without a look at chains', () => {
  it('lead nowhere where all chains are looked at', () => {
    let [ways, ends] = [0, 0];
    fc.assert(
      fc.property(anyRoles, (roles) => {
        const { study } = contextOf({});
        const details = { roles, policies: [] };
        for (const one of roles) {
          const found = administratorsBeyond(one, details, study);
          expect(found).toEqual(beyondByChains(one, details, study));
          if (found.way === undefined) ends += 1;
          else ways += 1;
        }
      }),
      tries(1_000, 11),
    );
    expect(Math.min(ways, ends)).toBeGreaterThanOrEqual(atLeast(500));
  });
});
