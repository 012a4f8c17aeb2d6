import { describe, expect, test } from 'vitest';
import { auditorActions } from '../../src/collect/actions.ts';
import { collectorsFor } from '../../src/collect/collectors.ts';
import type { DriftMode } from '../../src/model/config.ts';
import { isRegional } from '../../src/model/fact-values.ts';
import type { PlanningPopulation } from '../../src/model/planning-population.ts';
import type { AccountContents } from '../../src/simulator/world.ts';
import { bucketResource, roleResource, stackOf } from './cloudformation/stacks.ts';
import { callCounts, collect, member, stage, target, trust, VENDOR, vendorRole, world } from './support.ts';

const MODES: DriftMode[] = ['access-roles', 'all-stacks', 'last-known', 'off'];

/** An account with something of every kind in us-east-1, more than a page of findings, and nothing in eu-west-1. */
const CONTENTS: AccountContents = {
  roles: [
    vendorRole('partner'),
    vendorRole('other'),
    { name: 'service', trustPolicy: trust('arn:aws:iam::900000000002:root') },
  ],
  policies: [{ name: 'edge', document: { Version: '2012-10-17', Statement: [] } }],
  analyzers: [
    {
      name: 'external',
      region: 'us-east-1',
      type: 'ACCOUNT',
      findings: Array.from({ length: 150 }, (_, index) => ({
        resource: `arn:aws:s3:::bucket-${index}`,
        resourceType: 'AWS::S3::Bucket',
        principal: { AWS: VENDOR },
      })),
    },
    { name: 'unused', region: 'us-east-1', type: 'ACCOUNT_UNUSED_ACCESS', findings: [] },
  ],
  stackSets: [
    { name: 'buckets', region: 'us-east-1', template: '{"Resources":{}}', instances: [] },
    {
      ...{ name: 'roles', region: 'us-east-1', template: '{"Resources":{"R":{"Type":"AWS::IAM::Role"}}}' },
      instances: [{ accountId: '900000000002', region: 'us-east-1', stackName: 'access' }],
    },
  ],
  rolesAnywhere: {
    trustAnchors: Array.from({ length: 51 }, (_, index) => ({
      ...{ name: `anchor-${index}`, region: 'us-east-1' },
      privateCaArn: 'arn:aws:acm-pca:us-east-1:900000000002:certificate-authority/one',
    })),
    profiles: [{ name: 'machines', region: 'us-east-1', roleArns: [] }],
  },
  wellArchitected: {
    workloads: Array.from({ length: 30 }, (_, index) => ({
      ...{ name: `workload-${index}`, region: 'us-east-1' },
      shares:
        index === 0 ? Array.from({ length: 51 }, (_, one) => ({ sharedWith: `90000000010${one}` })) : [],
    })),
    lenses: [{ name: 'lens', region: 'us-east-1', shares: [{ sharedWith: VENDOR }] }],
    profiles: Array.from({ length: 30 }, (_, index) => ({
      ...{ name: `profile-${index}`, region: 'us-east-1' },
      shares: index === 0 ? [{ sharedWith: VENDOR }] : [],
    })),
    templates: [
      {
        ...{ name: 'reviews', region: 'us-east-1' },
        shares: Array.from({ length: 51 }, (_, one) => ({ sharedWith: `90000000010${one}` })),
      },
    ],
    received: [
      ...Array.from({ length: 21 }, (_, index) => ({
        ...{
          name: `theirs-${index}`,
          region: 'us-east-1',
          kind: 'workload' as const,
          ownerAccountId: VENDOR,
        },
      })),
      { name: 'their-lens', region: 'us-east-1', kind: 'lens', ownerAccountId: VENDOR },
      ...Array.from({ length: 21 }, (_, index) => ({
        ...{ name: `their-profile-${index}`, region: 'us-east-1' },
        ...{ kind: 'profile' as const, ownerAccountId: VENDOR },
      })),
      { name: 'their-template', region: 'us-east-1', kind: 'template', ownerAccountId: VENDOR },
    ],
    invitations: [{ name: 'asked', region: 'us-east-1', kind: 'profile', senderAccountId: VENDOR }],
  },
  trails: [{ name: 'all', region: 'us-east-1', multiRegion: true }],
  stacks: [
    stackOf('access', [
      roleResource('partner'),
      { logicalId: 'Edge', physicalId: 'edge', type: 'AWS::IAM::ManagedPolicy', declared: {} },
      bucketResource('logs'),
    ]),
    stackOf('unrelated', [bucketResource('other-bucket')]),
  ],
  shares: [
    {
      ...{ name: 'network', region: 'us-east-1' },
      principals: [{ entity: VENDOR }, { entity: '900000000001' }],
      resources: Array.from({ length: 501 }, (_, index) => ({
        entity: `arn:aws:ec2:us-east-1:900000000002:subnet/subnet-${index}`,
      })),
    },
  ],
  receivedShares: [
    {
      ...{ name: 'prefixes', region: 'us-east-1', owningAccountId: VENDOR },
      resources: [{ arn: `arn:aws:ec2:us-east-1:${VENDOR}:prefix-list/pl-1`, type: 'ec2:PrefixList' }],
    },
  ],
};

const GLOBAL: PlanningPopulation = {
  roles: 4,
  usersAndGroups: 0,
  policies: 1,
  accessRoles: 2,
  lastAccessReports: [1, 1],
  identityCenter: null,
  delegationRequests: 0,
  eventPages: 8,
  recordedRegions: 2,
  trails: 1,
  analyzers: 2,
  externalAnalyzers: 1,
  externalFindings: [150],
  unusedFindings: [0],
  homeRegionBesides: false,
  trustAnchors: 51,
  profiles: 1,
  revocationLists: 0,
  stackSetListings: 1,
  stackSets: 2,
  stackInstances: [1],
  stacks: 2,
  owningStacks: 1,
  searchedStacks: 0,
  askedPolicies: 0,
  ownShares: 1,
  sharePrincipals: 2,
  shareResources: 501,
  receivedShares: 1,
  receivedResources: 1,
  shareInvitations: 0,
  listedWorkloads: 51,
  workloadShares: [51, ...Array<number>(29).fill(0)],
  lensShares: [1],
  receivedLenses: 1,
  listedProfiles: 51,
  profileShares: [1, ...Array<number>(29).fill(0)],
  listedTemplates: 2,
  templateShares: [51],
  toolInvitations: 1,
  accessResources: 2,
  resources: {},
};

const EMPTY_REGION: PlanningPopulation = {
  ...GLOBAL,
  ...{ listedWorkloads: 0, workloadShares: [], lensShares: [], receivedLenses: 0, toolInvitations: 0 },
  ...{ listedProfiles: 0, profileShares: [], listedTemplates: 0, templateShares: [] },
  analyzers: 0,
  externalAnalyzers: 0,
  externalFindings: [],
  unusedFindings: [],
  trustAnchors: 0,
  profiles: 0,
  stackSets: 0,
  stackInstances: [],
  stacks: 0,
  owningStacks: 0,
  ownShares: 0,
  sharePrincipals: 0,
  shareResources: 0,
  receivedShares: 0,
  receivedResources: 0,
  accessResources: 0,
};

function planned(driftMode: DriftMode): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const collector of collectorsFor(driftMode)) {
    const populations = isRegional(collector.fact) ? [GLOBAL, EMPTY_REGION] : [GLOBAL];
    for (const { service, operation, calls } of populations.flatMap((p) => collector.plan(p, driftMode))) {
      const name = `${service}:${operation}`;
      if (calls > 0) counts[name] = (counts[name] ?? 0) + calls;
    }
  }
  return counts;
}

/** Polling takes as many calls as the detection takes time: only that it is asked for is foreseen. */
const POLLING = 'cloudformation:DescribeStackDriftDetectionStatus';

describe('the collectors', () => {
  test.each(MODES)('plan exactly the calls that they make (%s)', async (mode) => {
    const clock = { now: () => new Date(), sleep: async () => {}, alarm: () => () => {} };
    const at = await stage({ pageSize: 'aws', world: world(member(CONTENTS)) }, { clock });
    const account = await collect(at, target(), mode);
    const { 'sts:AssumeRole': _opening, [POLLING]: polls = 0, ...made } = callCounts(account);
    const { [POLLING]: plannedPolls = 0, ...plan } = planned(mode);
    expect(made).toEqual(plan);
    expect(polls).toBeGreaterThanOrEqual(plannedPolls);
    expect(polls > 0).toBe(plannedPolls > 0);
  });

  test.each(MODES)('call nothing that their actions do not name (%s)', async (mode) => {
    const clock = { now: () => new Date(), sleep: async () => {}, alarm: () => () => {} };
    const at = await stage({ world: world(member(CONTENTS)) }, { clock });
    const account = await collect(at, target(), mode);
    const { called } = auditorActions(mode, false);
    for (const { service, operation } of account.calls) {
      if (operation === 'AssumeRole') continue;
      expect(called).toContain(`${service}:${operation === 'ListFindingsV2' ? 'ListFindings' : operation}`);
    }
  });

  test('require only what another of them collects', () => {
    const collectors = collectorsFor('access-roles');
    const known = new Set(collectors.map(({ fact }) => fact));
    for (const required of collectors.flatMap(({ requires }) => requires)) expect(known).toContain(required);
  });
});

describe('the actions of the auditor role', () => {
  test('start a detection only in the modes that detect', () => {
    const detecting = (mode: DriftMode) => {
      const { called, onBehalf } = auditorActions(mode, false);
      return [...called, ...onBehalf].filter((action) => action.includes(':Detect'));
    };
    expect(detecting('access-roles')).toEqual(['cloudformation:DetectStackResourceDrift']);
    expect(detecting('all-stacks')).toEqual([
      'cloudformation:DetectStackDrift',
      'cloudformation:DetectStackResourceDrift',
    ]);
    expect(detecting('last-known')).toEqual([]);
    expect(detecting('off')).toEqual([]);
  });

  test('include listing Regions only where the enabled ones are asked for', () => {
    expect(auditorActions('off', true).called).toContain('account:ListRegions');
    expect(auditorActions('off', false).called).not.toContain('account:ListRegions');
  });
});
