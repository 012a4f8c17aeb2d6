import { type ResourceService, serviceOf } from '../../model/resource-services.ts';
import type { TrustDocument } from './trust-policy.ts';

interface Quota {
  bytes: number;
  statements?: number;
  conditions?: number;
}

const KIB = 1024;

/**
 * What services take for the policy of a resource at most, as far as they say so.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html
 * https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-language-api-permissions-reference.html#sns-policy-quotas
 */
const QUOTAS: Readonly<Partial<Record<ResourceService, Quota>>> = {
  s3: { bytes: 20 * KIB },
  kms: { bytes: 32 * KIB },
  sns: { bytes: 30 * KIB, statements: 100 },
  sqs: { bytes: 8 * KIB, statements: 20, conditions: 10 },
  secretsmanager: { bytes: 20 * KIB },
  ecr: { bytes: 10 * KIB },
};

/** Whether a service takes this policy, as far as it goes by how much it took before. */
export function isWithinQuota(arn: string, after: TrustDocument, before: TrustDocument): boolean {
  const quota = QUOTAS[serviceOf(arn) ?? 'events'];
  if (quota === undefined) return true;
  const [now, then] = [sizeOf(after), sizeOf(before)];
  const fits = (what: keyof Quota) =>
    now[what] <= Math.max(quota[what] ?? Number.POSITIVE_INFINITY, then[what]);
  return fits('bytes') && fits('statements') && fits('conditions');
}

function sizeOf(document: TrustDocument): Required<Quota> {
  const statements = [document.Statement].flat() as Array<{ Condition?: Record<string, object> } | null>;
  const blocks = statements.flatMap((statement) => Object.values(statement?.Condition ?? {}));
  return {
    bytes: new TextEncoder().encode(JSON.stringify(document)).length,
    statements: statements.length,
    conditions: blocks.reduce((sum, block) => sum + Object.keys(block ?? {}).length, 0),
  };
}
