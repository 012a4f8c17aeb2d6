import type { AccountCheck, Outcome } from '../../../src/model/check.ts';
import type { NotCollectedFact } from '../../../src/model/fact.ts';
import type {
  PublicAccessBlock,
  ResourcePolicies,
  ResourceWithPolicy,
} from '../../../src/model/facts/resource-policies.ts';
import { resolvePointer } from '../../../src/model/json-pointer.ts';
import type { CheckParameters } from '../../../src/model/parameter.ts';
import { defaultsOf } from '../../support/defaults.ts';
import { contextOf, type Given, HERE } from '../support/trust-fixtures.ts';

const REGION = 'eu-west-1';
const BUCKET = 'arn:aws:s3:::ledger';
const KEY = `arn:aws:kms:${REGION}:${HERE}:key/1`;
const QUEUE = `arn:aws:sqs:${REGION}:${HERE}:orders`;
export const ACCOUNT_BLOCK = `arn:aws:s3:${REGION}:${HERE}:account-public-access-block`;
export const REFUSED: NotCollectedFact = {
  status: 'NOT_COLLECTED',
  reason: 'ACCESS_DENIED',
  message: 'It was refused.',
};

export type Statement = Record<string, unknown>;
type Member = ResourcePolicies['perResource'][number];

export function member(resource: string, value: ResourceWithPolicy): Member {
  const read = { collectedAt: '2026-06-01T12:00:00.000Z', source: 'x' };
  return { resource, fact: { status: 'COLLECTED', value, ...read } };
}

export function policyOf(...statements: Statement[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

export function block(more: Partial<PublicAccessBlock> = {}): PublicAccessBlock {
  return {
    blockPublicAcls: false,
    ignorePublicAcls: false,
    blockPublicPolicy: false,
    restrictPublicBuckets: false,
    ...more,
  };
}

type BucketOfMine = NonNullable<ResourceWithPolicy['bucket']>;

export function bucket(
  statements: Statement[] | string,
  of: Partial<BucketOfMine> = {},
  more: Partial<ResourceWithPolicy> = {},
): Member {
  return member(BUCKET, {
    service: 's3',
    policy:
      typeof statements === 'string' ? statements : statements.length === 0 ? null : policyOf(...statements),
    bucket: { ownerId: 'own', acl: [], block: null, accountBlock: null, ...of },
    ...more,
  });
}

const POINT = `arn:aws:s3:${REGION}:${HERE}:accesspoint/readers`;

/** A bucket that leaves it to the access points of this account who may come, or what else is said. */
export function delegating(more: Statement = {}): Statement {
  return reads('*', { Condition: { StringEquals: { 's3:DataAccessPointAccount': HERE } }, ...more });
}

type PointOfMine = NonNullable<ResourceWithPolicy['accessPoint']>;

/** An access point on the bucket. */
export function point(
  statements: Statement[],
  of: Partial<PointOfMine> = {},
  more: Partial<ResourceWithPolicy> = {},
): Member {
  return member(POINT, {
    service: 's3',
    policy: statements.length === 0 ? null : policyOf(...statements),
    accessPoint: {
      ...{ bucket: 'ledger', bucketAccountId: HERE, vpcId: null, block: null, accountBlock: null },
      ...of,
    },
    ...more,
  });
}

/** An Allow for what reads through the access point. */
export function readsThrough(principal: unknown, more: Statement = {}): Statement {
  return reads(principal, { Resource: [POINT, `${POINT}/object/*`], ...more });
}

export function queue(...statements: Statement[]): Member {
  return member(QUEUE, { service: 'sqs', policy: policyOf(...statements) });
}

export function key(grantee: string): Member {
  const grants = [{ id: '1', grantee, operations: ['Decrypt', 'Encrypt'], constrained: false }];
  return member(KEY, { service: 'kms', policy: policyOf(), grants });
}

/** An Allow for what reads a bucket, and more elements over it. */
export function reads(principal: unknown, more: Statement = {}): Statement {
  return {
    Effect: 'Allow',
    Principal: principal,
    Action: ['s3:GetObject', 's3:ListBucket'],
    Resource: [BUCKET, `${BUCKET}/*`],
    ...more,
  };
}

export function sends(principal: unknown, more: Statement = {}): Statement {
  return { Effect: 'Allow', Principal: principal, Action: 'sqs:SendMessage', Resource: QUEUE, ...more };
}

/** What a check says of these resources; every pointer is resolved, and every mark. */
export function judgeThese(
  // biome-ignore lint/suspicious/noExplicitAny: any check of resource policies.
  check: AccountCheck<any, any, CheckParameters>,
  members: Member[],
  given: Given = {},
): Outcome[] {
  const policies: ResourcePolicies = { services: ['s3', 'kms', 'sqs'], perResource: members };
  const parameters = { ...defaultsOf(check), ...given.parameters };
  const outcomes = check.evaluate(
    { 'resource-policies': policies },
    { ...contextOf({ ...given, parameters }), region: REGION },
  );
  for (const outcome of outcomes) {
    for (const { pointer, value, marks = [] } of outcome.status === 'FAIL' ? outcome.evidence : []) {
      if (JSON.stringify(resolvePointer(policies, pointer)) !== JSON.stringify(value))
        throw new Error(`${pointer} leads elsewhere`);
      for (const mark of marks)
        if (resolvePointer(value, mark) === undefined) throw new Error(`${mark} leads nowhere`);
    }
    if (outcome.status === 'FAIL' && outcome.evidence.length === 0) throw new Error('no evidence');
  }
  return outcomes;
}

/** The status of each outcome, with what tells findings apart and how severe they are where that is said. */
export function brief(outcomes: readonly Outcome[]): string[] {
  return outcomes.map((outcome) =>
    outcome.status === 'FAIL'
      ? ['FAIL', outcome.discriminator, outcome.severity].filter((word) => word !== undefined).join(' ')
      : outcome.status,
  );
}

/** The fixes of the one finding, as title and text. */
export function fixesOf(outcomes: readonly Outcome[]): Array<{ title: string; text: string }> {
  const failed = outcomes.filter((outcome) => outcome.status === 'FAIL');
  return failed.flatMap((outcome) => outcome.fixes?.() ?? []).map(({ title, text }) => ({ title, text }));
}
