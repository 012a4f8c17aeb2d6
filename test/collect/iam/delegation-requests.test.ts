import { expect, test } from 'vitest';
import type { WorldDelegationRequest } from '../../../src/simulator/world.ts';
import { callCounts, collect, MEMBER, member, record, stage, VENDOR, value, world } from '../support.ts';

const POLICY = { Version: '2012-10-17', Statement: [] };
const BOUNDARY = 'arn:aws:iam::partner:policy/partner/boundary';

function request(description: string, more: Partial<WorldDelegationRequest> = {}): WorldDelegationRequest {
  return {
    description,
    requestorId: VENDOR,
    state: 'PENDING_APPROVAL',
    permissionPolicy: POLICY,
    createdAt: '2025-12-01T00:00:00Z',
    ...more,
  };
}

test('delegation requests are read page by page, with who accepted them and what they give', async () => {
  const approver = `arn:aws:iam::${MEMBER}:role/administration`;
  const delegationRequests = [
    ...Array.from({ length: 5 }, (_, index) => request(`waits ${index}`)),
    request('sets up', {
      ...{ requestorName: 'Partner', state: 'FINALIZED', approver, owner: approver },
      ...{ roleBoundaryArns: [BOUNDARY], updatedAt: '2025-12-02T00:00:00Z', sessionSeconds: 900 },
    }),
  ];
  const account = await collect(await stage({ world: world(member({ delegationRequests })) }));
  const { requests } = value(account, 'delegation-requests');
  expect(requests).toHaveLength(6);
  expect(requests.find(({ state }) => state === 'FINALIZED')).toEqual({
    id: expect.stringMatching(/^[\w-]{36}$/),
    requestorId: VENDOR,
    requestorName: 'Partner',
    description: 'sets up',
    state: 'FINALIZED',
    ownerArn: approver,
    approverArn: approver,
    permissionPolicy: JSON.stringify(POLICY),
    roleBoundaryArns: [BOUNDARY],
    createdAt: '2025-12-01T00:00:00.000Z',
    updatedAt: '2025-12-02T00:00:00.000Z',
    expiresAt: null,
    sessionSeconds: 900,
  });
  expect(requests.find(({ description }) => description === 'waits 0')).toMatchObject({
    requestorName: null,
    approverArn: null,
    roleBoundaryArns: [],
  });
  expect(callCounts(account)['iam:ListDelegationRequests']).toBe(2);
});

test('delegation requests are a gap where the call is refused', async () => {
  const faults = [{ kind: 'access-denied' as const, operation: 'iam:ListDelegationRequests' }];
  const account = await collect(await stage({ world: world(member({})), faults }));
  expect(record(account, 'delegation-requests')).toMatchObject({
    status: 'NOT_COLLECTED',
    reason: 'ACCESS_DENIED',
  });
});
