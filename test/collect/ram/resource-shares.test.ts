import { describe, expect, test } from 'vitest';
import type { AccountContents } from '../../../src/simulator/world.ts';
import {
  CALLER,
  callCounts,
  collect,
  MEMBER,
  member,
  record,
  stage,
  VENDOR,
  value,
  world,
} from '../support.ts';

const REGION = 'eu-west-1';
const subnet = (index: number) => `arn:aws:ec2:${REGION}:${MEMBER}:subnet/subnet-${index}`;

const CONTENTS: Partial<AccountContents> = {
  shares: [
    {
      ...{ name: 'network', region: REGION, createdAt: '2025-03-01T00:00:00Z' },
      principals: [
        { entity: VENDOR },
        { entity: CALLER, status: 'ASSOCIATING', since: '2025-12-31T00:00:00Z' },
      ],
      resources: Array.from({ length: 7 }, (_, index) => ({ entity: subnet(index) })),
    },
    { name: 'gone', region: REGION, status: 'DELETED', allowExternalPrincipals: false },
    { name: 'elsewhere', region: 'us-east-1', featureSet: 'CREATED_FROM_POLICY' },
  ],
  receivedShares: [
    {
      ...{ name: 'prefixes', region: REGION, owningAccountId: VENDOR, createdAt: '2025-02-01T00:00:00Z' },
      resources: [{ arn: `arn:aws:ec2:${REGION}:${VENDOR}:prefix-list/pl-1`, type: 'ec2:PrefixList' }],
    },
  ],
  shareInvitations: [
    { shareName: 'catalogue', region: REGION, senderAccountId: VENDOR, sentAt: '2025-12-31T12:00:00Z' },
  ],
};

describe('resource shares', () => {
  test('come with those who have them and what they hold, from every page', async () => {
    const account = await collect(await stage({ world: world(member(CONTENTS)), pageSize: 2 }));
    const { own, received, invitations } = value(account, 'resource-shares', REGION);
    expect(
      own.map(({ name, status, allowExternalPrincipals }) => [name, status, allowExternalPrincipals]),
    ).toEqual(
      expect.arrayContaining([
        ['network', 'ACTIVE', true],
        ['gone', 'DELETED', false],
      ]),
    );
    const network = own.find(({ name }) => name === 'network');
    expect(network).toMatchObject({
      arn: expect.stringMatching(`^arn:aws:ram:${REGION}:${MEMBER}:resource-share/`),
      createdAt: '2025-03-01T00:00:00.000Z',
      principals: [
        { entity: VENDOR, status: 'ASSOCIATED', since: '2025-03-01T00:00:00.000Z' },
        { entity: CALLER, status: 'ASSOCIATING', since: '2025-12-31T00:00:00.000Z' },
      ],
    });
    expect(network?.resources.map(({ entity }) => entity)).toEqual([0, 1, 2, 3, 4, 5, 6].map(subnet));
    expect(received).toMatchObject([
      { name: 'prefixes', owningAccountId: VENDOR, resources: [{ type: 'ec2:PrefixList' }] },
    ]);
    expect(invitations).toMatchObject([
      {
        shareName: 'catalogue',
        senderAccountId: VENDOR,
        status: 'PENDING',
        sentAt: '2025-12-31T12:00:00.000Z',
      },
    ]);
    expect(value(account, 'resource-shares', 'us-east-1')).toMatchObject({
      own: [{ name: 'elsewhere', featureSet: 'CREATED_FROM_POLICY', principals: [], resources: [] }],
      received: [],
    });
  });

  test('cost three calls a Region where there are none', async () => {
    const account = await collect(await stage({ world: world(member({})) }));
    expect(value(account, 'resource-shares', REGION)).toEqual({ own: [], received: [], invitations: [] });
    const calls = callCounts(account);
    expect(calls).toMatchObject({ 'ram:GetResourceShares': 4, 'ram:GetResourceShareInvitations': 2 });
    expect(calls).not.toHaveProperty(['ram:GetResourceShareAssociations']);
    expect(calls).not.toHaveProperty(['ram:ListResources']);
  });

  test.each([
    'GetResourceShares',
    'GetResourceShareAssociations',
    'GetResourceShareInvitations',
    'ListResources',
  ])('are a gap where %s is refused, in that Region alone', async (operation) => {
    const fault = { kind: 'access-denied', operation: `ram:${operation}`, region: REGION } as const;
    const account = await collect(await stage({ world: world(member(CONTENTS)), faults: [fault] }));
    expect(record(account, 'resource-shares', REGION)).toMatchObject({
      status: 'NOT_COLLECTED',
      reason: 'ACCESS_DENIED',
      action: `ram:${operation}`,
    });
    expect(record(account, 'resource-shares', 'us-east-1').status).toBe('COLLECTED');
  });

  test('are unsupported in a Region that the account has not enabled', async () => {
    const account = await collect(
      await stage({ world: world(member(CONTENTS, { optedOutRegions: [REGION] })) }),
    );
    expect(record(account, 'resource-shares', REGION)).toMatchObject({ reason: 'UNSUPPORTED' });
  });
});
