import { describe, expect, it } from 'vitest';
import {
  type EffectivePermissions,
  effectivePermissions,
  policiesByArn,
} from '../../../src/policy/permissions/effective.ts';
import { withoutBoundary, withoutPolicies } from '../../../src/policy/permissions/without.ts';
import { allow, deny, document, type Held, managed, roleHolding } from './roles.ts';

function permissionsOf(held: Held, ...more: object[][]): EffectivePermissions {
  const { role, policies } = roleHolding(held);
  const inline = more.map((statements, index) => ({ name: `more-${index}`, document: document(statements) }));
  const holder = { ...role, inlinePolicies: [...role.inlinePolicies, ...inline] };
  return effectivePermissions(holder, policiesByArn(policies));
}

/** The policies whose statements are left, for Allow and for Deny. */
function inWords(permissions: EffectivePermissions | undefined) {
  if (permissions === undefined) return undefined;
  const names = (statements: EffectivePermissions['allows']) => statements.map(({ ref }) => ref.policy.name);
  return [names(permissions.allows), names(permissions.denies)];
}

const BOUNDED: Held = {
  inline: [allow('*'), deny('ec2:*')],
  boundary: managed('b', [allow('s3:*'), deny('s3:Put*')]),
};

describe('permissions without their boundary', () => {
  it('are what the policies say, without what it denies', () => {
    const free = withoutBoundary(permissionsOf(BOUNDED));
    expect(free?.boundary).toBeNull();
    expect(inWords(free)).toEqual([['own'], ['own']]);
  });

  it('are none where there is none', () => {
    expect(withoutBoundary(permissionsOf({ inline: allow('*') }))).toBeUndefined();
  });
});

describe('permissions without policies that deny', () => {
  const D = managed('d', [allow('sqs:*'), deny('ec2:*')]);
  const A = managed('a', allow('s3:*'));
  const held: Held = { inline: [allow('*'), deny('s3:*')], attached: [D, A] };

  it.each<[says: string, goes: (kind: string, name: string) => boolean, left: unknown]>([
    ['lose what these allow, too', (kind) => kind === 'inline', [['more-0', 'd', 'a'], ['d']]],
    [
      'keep a policy that may go and does not deny',
      (kind) => kind === 'attached',
      [['own', 'more-0', 'a'], ['own']],
    ],
    ['lose them by their names', (_, name) => name === 'own', [['more-0', 'd', 'a'], ['d']]],
    ['lose all of them', () => true, [['more-0', 'a'], []]],
    ['stay where none may go', () => false, undefined],
    [
      'stay where only those may go that do not deny',
      (_, name) => name === 'a' || name === 'more-0',
      undefined,
    ],
  ])('%s', (_says, goes, left) => {
    const permissions = permissionsOf(held, [allow('sns:*')]);
    expect(inWords(withoutPolicies(permissions, ({ kind, name }) => goes(kind, name)))).toEqual(left);
  });

  it('tell policies of the same name apart', () => {
    const other = { ...D, arn: D.arn.replace('policy/', 'policy/path/'), document: document(deny('sqs:*')) };
    const permissions = permissionsOf({ attached: [D, other] });
    const left = withoutPolicies(permissions, (policy) => policy.kind !== 'inline' && policy.arn === D.arn);
    expect([left?.allows.length, left?.denies.length]).toEqual([0, 1]);
  });
});
