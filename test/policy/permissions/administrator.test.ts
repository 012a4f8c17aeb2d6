import { describe, expect, it } from 'vitest';
import { newStudy } from '../../../src/model/study.ts';
import { administrationOf } from '../../../src/policy/permissions/administrator.ts';
import { surroundingsOf } from '../../../src/policy/permissions/role-surroundings.ts';
import { allow, deny, type Held, managed, roleHolding } from './roles.ts';

const IP = { Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } } };
const PUT = 'iam:PutRolePolicy';
const UNREAD = { ...deny('s3:*'), Surprise: 1 };
const UPDATE = 'lambda:UpdateFunctionCode';

describe('a role administers its account', () => {
  it.each<[says: string, held: Held, how: 'is' | 'can' | 'may' | undefined]>([
    ['by its policies', { inline: allow('*') }, 'is'],
    ['perhaps, under conditions', { inline: allow('*', '*', IP) }, 'may'],
    [
      'perhaps, where something that may narrow them was not understood',
      { inline: [allow('*'), UNREAD] },
      'may',
    ],
    [
      'by its policies, whatever may add to them',
      { inline: [allow('*'), { ...allow('s3:*'), Surprise: 1 }], missing: ['gone'] },
      'is',
    ],
    ['once it has written its policies', { inline: allow(PUT) }, 'can'],
    [
      'once it has written its policies, whatever else is perhaps open',
      { inline: allow([PUT, UPDATE]) },
      'can',
    ],
    [
      'under conditions, or once it has written its policies',
      { inline: [allow('*', '*', IP), allow(PUT)] },
      'can',
    ],
    ['perhaps, by a way that hangs on something', { inline: allow(UPDATE) }, 'may'],
    ['not, where it may read', { inline: allow('s3:Get*') }, undefined],
    ['not, within a boundary', { inline: allow('*'), boundary: managed('b', allow('s3:Get*')) }, undefined],
    ['not, without policies', {}, undefined],
  ])('%s', (_says, held, how) => {
    const { role, policies } = roleHolding(held);
    expect(administrationOf(role, surroundingsOf({ roles: [role], policies }, newStudy()))).toBe(how);
  });
});
