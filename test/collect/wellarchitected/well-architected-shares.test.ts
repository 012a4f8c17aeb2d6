import { describe, expect, test } from 'vitest';
import type { CollectContext } from '../../../src/collect/collector.ts';
import { wellArchitectedShares } from '../../../src/collect/wellarchitected/well-architected-shares.ts';
import type { AccountContents } from '../../../src/simulator/world.ts';
import { ACCOUNT, ANSWERS, callerOf } from '../../facts/answers.ts';
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
const here = (name: string) => ({ name, region: REGION });

const CONTENTS: Partial<AccountContents> = {
  wellArchitected: {
    workloads: [
      {
        ...here('web'),
        shares: [
          { sharedWith: VENDOR, permission: 'CONTRIBUTOR' },
          { sharedWith: CALLER, status: 'PENDING' },
          { sharedWith: `arn:aws:iam::${VENDOR}:user/r`, status: 'REVOKED' },
        ],
      },
      ...['a', 'b', 'c'].map(here),
      { name: 'elsewhere', region: 'us-east-1' },
    ],
    lenses: [{ ...here('baseline'), shares: [{ sharedWith: VENDOR }] }],
    profiles: [
      {
        ...here('growth'),
        shares: [{ sharedWith: VENDOR }, { sharedWith: `arn:aws:iam::${VENDOR}:user/r`, status: 'PENDING' }],
      },
      ...['p', 'q', 'r'].map(here),
      { name: 'elsewhere', region: 'us-east-1' },
    ],
    templates: [
      { ...here('reviews'), shares: [{ sharedWith: VENDOR, status: 'EXPIRED' }, { sharedWith: CALLER }] },
      ...['x', 'y'].map(here),
    ],
    received: [
      { ...here('their workload'), kind: 'workload', ownerAccountId: VENDOR },
      { ...here('their lens'), kind: 'lens', ownerAccountId: VENDOR },
      { ...here('their profile'), kind: 'profile', ownerAccountId: VENDOR },
      { ...here('their template'), kind: 'template', ownerAccountId: VENDOR },
    ],
    invitations: [
      { ...here('asked'), kind: 'workload', senderAccountId: VENDOR, permission: 'CONTRIBUTOR' },
      { ...here('asked too'), kind: 'template', senderAccountId: VENDOR },
    ],
  },
};

describe('shares of the AWS Well-Architected Tool', () => {
  test('come with those who have them, own and of others, from every page', async () => {
    const account = await collect(await stage({ world: world(member(CONTENTS)), pageSize: 2 }));
    const {
      offered,
      workloads,
      lenses,
      profiles = [],
      templates = [],
      received,
      invitations,
    } = value(account, 'well-architected-shares', REGION);
    expect(offered).toBe(true);
    expect(workloads.map(({ name }) => name).toSorted()).toEqual(['a', 'b', 'c', 'web']);
    const web = workloads.find(({ name }) => name === 'web');
    expect(web?.arn).toMatch(
      new RegExp(`^arn:aws:wellarchitected:${REGION}:${MEMBER}:workload/[0-9a-f]{32}$`),
    );
    expect(
      web?.shares.map(({ sharedWith, permission, status }) => [sharedWith, permission, status]).toSorted(),
    ).toEqual(
      [
        [VENDOR, 'CONTRIBUTOR', 'ACCEPTED'],
        [CALLER, 'READONLY', 'PENDING'],
        [`arn:aws:iam::${VENDOR}:user/r`, 'READONLY', 'REVOKED'],
      ].toSorted(),
    );
    expect(lenses).toMatchObject([
      { name: 'baseline', shares: [{ sharedWith: VENDOR, permission: null, status: 'ACCEPTED' }] },
    ]);
    expect(
      [...profiles, ...templates].map(({ arn, name }) => [name, arn.split(':')[5]?.split('/')[0]]).toSorted(),
    ).toEqual([
      ['growth', 'profile'],
      ...['p', 'q', 'r'].map((name) => [name, 'profile']),
      ['reviews', 'review-template'],
      ...['x', 'y'].map((name) => [name, 'review-template']),
    ]);
    const sharesOf = (things: typeof profiles, wanted: string) =>
      things
        .find(({ name }) => name === wanted)
        ?.shares.map(({ sharedWith, permission, status }) => [sharedWith, permission, status])
        .toSorted();
    expect(sharesOf(profiles, 'growth')).toEqual([
      [VENDOR, null, 'ACCEPTED'],
      [`arn:aws:iam::${VENDOR}:user/r`, null, 'PENDING'],
    ]);
    expect(sharesOf(templates, 'reviews')).toEqual(
      [
        [VENDOR, null, 'EXPIRED'],
        [CALLER, null, 'ACCEPTED'],
      ].toSorted(),
    );
    expect(received.map(({ name, kind, ownerAccountId }) => [name, kind, ownerAccountId])).toEqual([
      ['their lens', 'lens', VENDOR],
      ['their profile', 'profile', VENDOR],
      ['their template', 'template', VENDOR],
      ['their workload', 'workload', VENDOR],
    ]);
    expect(invitations.map(({ name, kind, permission }) => [name, kind, permission]).toSorted()).toEqual([
      ['asked too', 'TEMPLATE', 'READONLY'],
      ['asked', 'WORKLOAD', 'CONTRIBUTOR'],
    ]);
    expect(value(account, 'well-architected-shares', 'us-east-1').workloads).toMatchObject([
      { name: 'elsewhere', shares: [] },
    ]);
  });

  test('cost six calls a Region where there are none', async () => {
    const account = await collect(await stage({ world: world(member({})) }));
    expect(value(account, 'well-architected-shares', REGION)).toEqual({
      offered: true,
      ...{ workloads: [], lenses: [], profiles: [], templates: [], received: [], invitations: [] },
    });
    const calls = Object.entries(callCounts(account)).filter(([call]) => call.startsWith('wellarchitected:'));
    expect(calls.toSorted()).toEqual([
      ['wellarchitected:ListLenses', 4],
      ['wellarchitected:ListProfiles', 2],
      ['wellarchitected:ListReviewTemplates', 2],
      ['wellarchitected:ListShareInvitations', 2],
      ['wellarchitected:ListWorkloads', 2],
    ]);
  });

  test.each([
    ...['ListWorkloads', 'ListLenses', 'ListShareInvitations', 'ListWorkloadShares', 'ListLensShares'],
    ...['ListProfiles', 'ListProfileShares', 'ListReviewTemplates', 'ListTemplateShares'],
  ])('are a gap where %s is refused, in that Region alone', async (operation) => {
    const fault = {
      kind: 'access-denied',
      operation: `wellarchitected:${operation}`,
      region: REGION,
    } as const;
    const account = await collect(await stage({ world: world(member(CONTENTS)), faults: [fault] }));
    expect(record(account, 'well-architected-shares', REGION)).toMatchObject({
      status: 'NOT_COLLECTED',
      reason: 'ACCESS_DENIED',
      action: `wellarchitected:${operation}`,
    });
    expect(record(account, 'well-architected-shares', 'us-east-1').status).toBe('COLLECTED');
  });

  test('are a gap in a Region that the account has not enabled', async () => {
    const account = await collect(
      await stage({ world: world(member(CONTENTS, { optedOutRegions: [REGION] })) }),
    );
    expect(record(account, 'well-architected-shares', REGION)).toMatchObject({ reason: 'UNSUPPORTED' });
  });
});

describe('an answer of the service', () => {
  const collectFrom = (region: string, answers: object) =>
    wellArchitectedShares.collect({
      caller: callerOf({ ...ANSWERS, ...answers })('well-architected-shares'),
      ...{ region, identity: { accountId: ACCOUNT, callerArn: '' } },
    } as CollectContext);
  const failing = (code: string) => ({
    ListWorkloads: () => {
      throw Object.assign(new Error(code), { code, syscall: 'getaddrinfo', hostname: 'host' });
    },
  });

  test('that has no address is none where AWS does not list the Region, and a gap elsewhere', async () => {
    expect(await collectFrom('af-south-1', failing('ENOTFOUND'))).toMatchObject({
      offered: false,
      workloads: [],
    });
    await expect(collectFrom('eu-west-1', failing('ENOTFOUND'))).rejects.toMatchObject({
      reason: 'UNSUPPORTED',
    });
    await expect(collectFrom('af-south-1', failing('EAI_AGAIN'))).rejects.toMatchObject({ reason: 'FAILED' });
  });

  test('that something is gone since it was listed leaves it without shares', async () => {
    const gone = () => {
      throw Object.assign(new Error('gone'), {
        name: 'ResourceNotFoundException',
        $metadata: { httpStatusCode: 404 },
      });
    };
    expect(
      await collectFrom('eu-west-1', {
        ...{ ListWorkloadShares: gone, ListProfileShares: gone, ListTemplateShares: gone },
      }),
    ).toMatchObject({
      workloads: [{ name: 'web', shares: [] }],
      profiles: [{ name: 'first things', shares: [] }],
      templates: [{ name: 'house reviews', shares: [] }],
    });
  });
});
