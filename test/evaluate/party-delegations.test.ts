import { describe, expect, it } from 'vitest';
import { partyDelegationsOf } from '../../src/evaluate/party-delegations.ts';
import type { FactRecord } from '../../src/model/fact.ts';
import { indexFacts } from '../../src/model/fact-index.ts';
import type { DelegationRequest } from '../../src/model/facts/delegation-requests.ts';
import { contextOf, ENTRY, HERE, OWN, REGISTERED, STRANGER } from '../checks/support/trust-fixtures.ts';

const allowing = (...Action: string[]) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });

function request(more: Partial<DelegationRequest> = {}): DelegationRequest {
  return {
    ...{ id: 'dr-1', requestorId: STRANGER, requestorName: 'Harbourlight', description: 'Sets up' },
    ...{ state: 'FINALIZED', ownerArn: null, approverArn: null, roleBoundaryArns: ['arn:boundary'] },
    ...{ permissionPolicy: allowing('lambda:CreateFunction'), createdAt: null, updatedAt: null },
    ...{ expiresAt: null, sessionSeconds: 3600 },
    ...more,
  };
}

function delegationsOf(...requests: Array<Partial<DelegationRequest>>) {
  const value = { requests: requests.map(request) };
  const record = { fact: 'delegation-requests', region: 'global', status: 'COLLECTED', value };
  const { study } = contextOf({ entry: ENTRY });
  return partyDelegationsOf(indexFacts([record as unknown as FactRecord]), study);
}

describe('the requests of third parties for temporary delegation', () => {
  it('come with who asks, how they stand and what they give', () => {
    expect(delegationsOf({}, { id: 'dr-2', requestorId: REGISTERED, state: 'PENDING_APPROVAL' })).toEqual([
      {
        party: expect.objectContaining({ kind: 'unknown', accountId: STRANGER }),
        delegation: {
          ...{ accountId: HERE, requestId: 'dr-1', requestorId: STRANGER },
          resourceArn: `aws:iam:global:${HERE}:delegation-request/dr-1`,
          ...{ standing: 'let-in', state: 'FINALIZED', sessionSeconds: 3600, expiresAt: null },
          ...{ roleBoundaryArns: ['arn:boundary'], highestAccess: 'write' },
          permissions: expect.stringMatching(/^[0-9a-f]{64}$/),
        },
      },
      expect.objectContaining({ party: expect.objectContaining({ kind: 'registered', name: ENTRY.name }) }),
    ]);
  });

  it.each<[string, Partial<DelegationRequest>, string[]]>([
    ['one that waits', { state: 'UNASSIGNED' }, ['asks']],
    ['one that was accepted', { state: 'ACCEPTED' }, ['accepted']],
    ['one in a state yet to come', { state: 'SUSPENDED' }, ['not-known']],
    ['none that was rejected', { state: 'REJECTED' }, []],
    ['none that is over', { state: 'EXPIRED' }, []],
    ['none of an own account', { requestorId: OWN }, []],
    ['none of which IAM does not say who asks', { requestorId: null }, []],
  ])('hold %s', (_, more, expected) => {
    expect(delegationsOf(more).map(({ delegation }) => delegation.standing)).toEqual(expected);
  });

  it.each<[string, string | null, object]>([
    ['reading', allowing('s3:GetObject'), { highestAccess: 'read' }],
    ['nothing', '{"Version":"2012-10-17","Statement":[]}', { highestAccess: null }],
    ['everything', allowing('*'), { highestAccess: 'admin', administers: true }],
    ['what IAM does not tell', null, { highestAccess: null, notKnown: 'IAM does not tell its policy' }],
    ['what is no policy', '{"Statement":', { notKnown: 'its policy was not understood in full' }],
    [
      'what is published nowhere',
      allowing('s3:GetObject', 'nosuch:Thing'),
      { highestAccess: 'read', notKnown: 'it names actions that are published nowhere' },
    ],
  ])('give %s', (_, permissionPolicy, expected) => {
    const [found] = delegationsOf({ permissionPolicy });
    expect(found?.delegation).toMatchObject(expected);
    expect(found?.delegation.notKnown === undefined).toBe(!('notKnown' in expected));
    expect(found?.delegation.administers === true).toBe('administers' in expected);
  });

  it('are known by the digest of their policies, however these are written', () => {
    const digest = (document: string) =>
      delegationsOf({ permissionPolicy: document })[0]?.delegation.permissions;
    const one = allowing('s3:GetObject');
    expect(digest(` ${one}`)).toBe(digest(one));
    expect(digest(allowing('s3:PutObject'))).not.toBe(digest(one));
  });

  it('are not known where they were not read', () => {
    const { study } = contextOf({});
    const record = { fact: 'delegation-requests', region: 'global', status: 'NOT_COLLECTED' };
    expect(partyDelegationsOf(indexFacts([record as unknown as FactRecord]), study)).toEqual([]);
  });
});
