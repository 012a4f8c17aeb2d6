import { expect } from 'vitest';
import type { CheckContext, Outcome } from '../../../src/model/check.ts';
import type { Fact, PerResource } from '../../../src/model/fact.ts';
import type { Role } from '../../../src/model/facts/authorization-details.ts';
import type { ResourceDrift, StackDrift } from '../../../src/model/facts/drift.ts';
import type { StackTemplate } from '../../../src/model/facts/stack-templates.ts';
import type { Stacks } from '../../../src/model/facts/stacks.ts';
import { resolvePointer } from '../../../src/model/json-pointer.ts';
import type { Declared, NoParameters } from '../../../src/model/parameter.ts';
import type { Parties, Party } from '../../../src/model/party.ts';
import { studyOf } from '../../../src/model/study.ts';
import { defaultsOf } from '../../support/defaults.ts';

export const ACCOUNT = '111122223333';
export const OWN_OTHER = '222233334444';
export const REGISTERED = '555566667777';
export const KNOWN_VENDOR = '464622532012';
export const UNKNOWN_ACCOUNT = '999988887777';
export const OWN_ORGANIZATION = 'o-own1234567';
export const REGISTERED_ORGANIZATION = 'o-partner1234';
export const REGION = 'eu-west-1';
export const STACK_ID = `arn:aws:cloudformation:${REGION}:${ACCOUNT}:stack/vendor-access/5f1e0a10-0000-11ef-8000-0123456789ab`;

const REGISTER_ENTRY = {
  name: 'Acme',
  accountIds: [REGISTERED],
  organizationIds: [REGISTERED_ORGANIZATION],
  owner: 'security',
  justification: 'monitoring',
};

const PARTIES: Parties = {
  whoIs(accountId): Party {
    switch (accountId) {
      case ACCOUNT:
      case OWN_OTHER:
        return { kind: 'own', accountId, name: accountId === ACCOUNT ? 'production' : 'shared' };
      case REGISTERED:
        return { kind: 'registered', accountId, name: 'Acme', entry: REGISTER_ENTRY };
      case KNOWN_VENDOR:
        return { kind: 'known-vendor', accountId, name: 'Datadog' };
      default:
        return { kind: 'unknown', accountId, name: accountId };
    }
  },
  registeredOrganization: (id) => (id === REGISTERED_ORGANIZATION ? REGISTER_ENTRY : undefined),
  entriesWithUsers: [],
  entriesWithTrustAnchors: [],
  entriesWithGuests: [],
  ownOrganizationIds: [OWN_ORGANIZATION],
  ownAccountIds: [ACCOUNT, OWN_OTHER],
};

/** The context of a check on 31 July 2026 with the check's default parameters, unless given. */
export function contextFor<V extends object = NoParameters>(
  check: { parameters?: Declared<V>; per: 'account' | 'region' },
  parameters: Partial<V> = {},
  account: Partial<CheckContext['account']> = {},
): CheckContext<V> {
  const about = {
    account: {
      accountId: ACCOUNT,
      name: 'production',
      partition: 'aws',
      tags: {},
      regions: [REGION],
      ...account,
    },
    asOf: '2026-07-31T12:00:00.000Z',
    parties: PARTIES,
  };
  return {
    ...about,
    study: studyOf(about),
    region: check.per === 'account' ? 'global' : REGION,
    parameters: { ...defaultsOf(check), ...parameters },
    showExternalId: () => 'masked',
  };
}

export function trusting(accountId: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${accountId}:root` },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'sts:ExternalId': '2f6b8c1e' } },
      },
    ],
  });
}

/** A role that admits an unknown third party. */
export function role(changes: Partial<Role> = {}): Role {
  const name = changes.name ?? 'vendor';
  return {
    name,
    arn: `arn:aws:iam::${ACCOUNT}:role/${name}`,
    id: 'AROAEXAMPLE1234567890',
    path: '/',
    createdAt: '2024-01-01T00:00:00.000Z',
    trustPolicy: trusting(UNKNOWN_ACCOUNT),
    inlinePolicies: [],
    attachedPolicies: [],
    permissionsBoundaryArn: null,
    tags: [],
    lastUsed: { at: '2026-07-30T00:00:00.000Z', region: REGION },
    ...changes,
  };
}

export function collected<T>(value: T): Fact<T> {
  return { status: 'COLLECTED', value, collectedAt: '2026-07-31T11:00:00.000Z', source: 'test' };
}

export function denied(message = 'Access denied.'): Fact<never> {
  return { status: 'NOT_COLLECTED', reason: 'ACCESS_DENIED', message };
}

export function perResource<T>(...members: Array<[string, Fact<T>]>): PerResource<T> {
  return { perResource: members.map(([resource, fact]) => ({ resource, fact })) };
}

/** `role-stacks` that says that the stack owns the roles, by name; the logical id is `Role`, or the role's name when there are several. */
export function owning(...names: string[]) {
  return perResource(
    ...names.map(
      (
        name,
      ): [
        string,
        Fact<{ stackId: string; stackName: string; logicalId: string; physicalId: string } | null>,
      ] => [
        `arn:aws:iam::${ACCOUNT}:role/${name}`,
        collected({
          stackId: STACK_ID,
          stackName: 'vendor-access',
          logicalId: names.length === 1 ? 'Role' : name,
          physicalId: name,
        }),
      ],
    ),
  );
}

export function resourceDrift(changes: Partial<ResourceDrift> = {}): ResourceDrift {
  return {
    logicalId: 'Role',
    physicalId: 'vendor',
    type: 'AWS::IAM::Role',
    status: 'IN_SYNC',
    checkedAt: '2026-07-31T11:00:00.000Z',
    statusReason: null,
    differences: [],
    expectedProperties: null,
    actualProperties: null,
    ...changes,
  };
}

export function driftOf(
  resources: ResourceDrift[],
  changes: Partial<StackDrift> = {},
): PerResource<StackDrift> {
  return perResource([
    STACK_ID,
    collected<StackDrift>({
      stackName: 'vendor-access',
      mode: 'access-roles',
      detection: 'DETECTION_COMPLETE',
      detectionReason: null,
      stackDriftStatus: 'IN_SYNC',
      resources,
      ...changes,
    }),
  ]);
}

/** The Region's one stack, in a state of its life. */
export function stacksIn(status = 'CREATE_COMPLETE'): Stacks {
  return {
    stacks: [
      {
        stackId: STACK_ID,
        stackName: 'vendor-access',
        status,
        driftStatus: 'NOT_CHECKED',
        lastDriftCheckAt: null,
        createdAt: '2024-01-01T00:00:00.000Z',
        parentId: null,
      },
    ],
  };
}

export function stackTemplate(body: string, changes: Partial<StackTemplate> = {}): StackTemplate {
  return {
    stackName: 'vendor-access',
    body,
    parameters: [],
    resources: [{ logicalId: 'Role', physicalId: 'vendor', type: 'AWS::IAM::Role' }],
    ...changes,
  };
}

export function statuses(outcomes: readonly Outcome[]): string[] {
  return outcomes.map(({ status }) => status);
}

/** Holds every piece of evidence against what stands at its pointer. */
export function expectEvidence(outcomes: readonly Outcome[], facts: Record<string, unknown>): void {
  const evidence = outcomes.flatMap((outcome) => (outcome.status === 'FAIL' ? outcome.evidence : []));
  expect(evidence.length).toBeGreaterThan(0);
  for (const { fact, pointer, region, value } of evidence) {
    const known = facts[fact];
    const read = Array.isArray(known) ? known.find((entry) => entry.region === region)?.value : known;
    expect(value, `${fact} ${pointer}`).not.toBeUndefined();
    expect(resolvePointer(read, pointer), `${fact} ${pointer}`).toEqual(value);
  }
}
