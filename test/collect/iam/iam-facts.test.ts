import { describe, expect, test } from 'vitest';
import { policyDocument } from '../../../src/collect/iam/authorization-details.ts';
import {
  callCounts,
  collect,
  MEMBER,
  member,
  stage,
  trust,
  VENDOR,
  value,
  vendorRole,
  world,
} from '../support.ts';

describe('authorization details', () => {
  test('hold each role as IAM knows it, whatever the order of pages', async () => {
    const role = vendorRole('zeta', {
      path: '/vendors/',
      createdAt: '2025-03-01T10:00:00Z',
      inlinePolicies: { write: { Version: '2012-10-17', Statement: [] }, read: 'not JSON % at all' },
      attachedPolicies: ['arn:aws:iam::aws:policy/SecurityAudit'],
      permissionsBoundary: `arn:aws:iam::${MEMBER}:policy/edge`,
      tags: { owner: 'security', 'a b': '<script>' },
      lastUsed: { at: '2025-12-24T00:00:00Z', region: 'eu-west-1' },
    });
    const at = await stage({
      pageSize: 1,
      world: world(
        member({
          roles: [role, vendorRole('alpha')],
          policies: [{ name: 'edge', document: { Version: '2012-10-17', Statement: [] } }],
        }),
      ),
    });
    const { roles, policies } = value(await collect(at), 'authorization-details');
    expect(roles.map(({ name }) => name)).toEqual(['CountersignAuditor', 'alpha', 'zeta']);
    const zeta = roles[2];
    expect(zeta).toMatchObject({
      arn: `arn:aws:iam::${MEMBER}:role/vendors/zeta`,
      path: '/vendors/',
      createdAt: '2025-03-01T10:00:00.000Z',
      permissionsBoundaryArn: `arn:aws:iam::${MEMBER}:policy/edge`,
      attachedPolicies: [{ name: 'SecurityAudit', arn: 'arn:aws:iam::aws:policy/SecurityAudit' }],
      lastUsed: { at: '2025-12-24T00:00:00.000Z', region: 'eu-west-1' },
    });
    expect(zeta?.tags).toEqual([
      { key: 'a b', value: '<script>' },
      { key: 'owner', value: 'security' },
    ]);
    expect(zeta?.inlinePolicies.map(({ name }) => name)).toEqual(['read', 'write']);
    expect(zeta?.inlinePolicies[0]?.document).toBe('not JSON % at all');
    expect(JSON.parse(zeta?.trustPolicy ?? '')).toMatchObject({
      Statement: [{ Principal: { AWS: `arn:aws:iam::${VENDOR}:root` } }],
    });
    expect(roles[1]?.lastUsed).toBeNull();
    expect(policies.map(({ name }) => name).toSorted()).toContain('edge');
  });

  test('hold users and groups with the policies that they carry, and what groups and boundary say of a user', async () => {
    const administrator = 'arn:aws:iam::aws:policy/AdministratorAccess';
    const at = await stage({
      pageSize: 1,
      world: world(
        member({
          roles: [],
          users: [
            { name: 'zoe', path: '/staff/', attachedPolicies: [administrator] },
            {
              name: 'ada',
              inlinePolicies: { own: { Version: '2012-10-17', Statement: [] } },
              groups: ['staff', 'admins'],
              permissionsBoundary: administrator,
              tags: { vendor: 'acme', a: '1' },
            },
          ],
          groups: [{ name: 'admins', attachedPolicies: [administrator] }, { name: 'staff' }],
        }),
      ),
    });
    const { users, groups, policies } = value(await collect(at), 'authorization-details');
    expect(users).toEqual(
      [
        {
          name: 'zoe',
          arn: `arn:aws:iam::${MEMBER}:user/staff/zoe`,
          inlinePolicies: [],
          attachedPolicies: [{ name: 'AdministratorAccess', arn: administrator }],
          groups: [],
          permissionsBoundaryArn: null,
          tags: [],
        },
        {
          name: 'ada',
          arn: `arn:aws:iam::${MEMBER}:user/ada`,
          inlinePolicies: [{ name: 'own', document: '{"Version":"2012-10-17","Statement":[]}' }],
          attachedPolicies: [],
          groups: ['admins', 'staff'],
          permissionsBoundaryArn: administrator,
          tags: [
            { key: 'a', value: '1' },
            { key: 'vendor', value: 'acme' },
          ],
        },
      ].toSorted((a, b) => (a.arn < b.arn ? -1 : 1)),
    );
    expect(groups?.map(({ name, attachedPolicies }) => [name, attachedPolicies.length])).toEqual([
      ['admins', 1],
      ['staff', 0],
    ]);
    expect(policies.map(({ arn }) => arn)).toContain(administrator);
  });

  test('of 1,000 roles take at most 25 calls to IAM, at the page sizes of AWS', async () => {
    const trustPolicy = trust(`arn:aws:iam::${MEMBER}:root`);
    const roles = Array.from({ length: 1000 }, (_, index) => ({ name: `workload-${index}`, trustPolicy }));
    const at = await stage({ pageSize: 'aws', world: world(member({ roles })) });
    const account = await collect(at);
    expect(value(account, 'authorization-details').roles).toHaveLength(1001);
    const calls = Object.entries(callCounts(account)).filter(([name]) => name.startsWith('iam:'));
    expect(calls.reduce((sum, [, count]) => sum + count, 0)).toBeLessThanOrEqual(25);
  });
});

describe('a policy document', () => {
  test.each([
    ['%7B%22Statement%22%3A%20%5B%5D%7D', '{"Statement": []}'],
    ['{"Statement":[],"Id":"100%25"}', '{"Statement":[],"Id":"100%25"}'],
    ['%E0%A4%A', '%E0%A4%A'],
    ['plain', 'plain'],
    ['not%20JSON', 'not JSON'],
  ])('%s is read as %s', (given, read) => {
    expect(policyDocument(given)).toBe(read);
  });

  test('that is missing is not taken for an empty one', () => {
    expect(() => policyDocument(undefined)).toThrow('a policy document');
  });
});

describe('role settings', () => {
  test('hold the longest session and the description of every role', async () => {
    const at = await stage({
      pageSize: 1,
      world: world(
        member({
          roles: [vendorRole('b', { maxSessionDuration: 43_200, description: 'theirs' }), vendorRole('a')],
        }),
      ),
    });
    const { roles } = value(await collect(at), 'role-settings');
    expect(roles.slice(1)).toEqual([
      { arn: `arn:aws:iam::${MEMBER}:role/a`, maxSessionDuration: 3600, description: null },
      { arn: `arn:aws:iam::${MEMBER}:role/b`, maxSessionDuration: 43_200, description: 'theirs' },
    ]);
  });
});
