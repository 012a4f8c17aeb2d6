import type { CheckContext } from '../../model/check.ts';
import type { ResourceDrift } from '../../model/facts/drift.ts';
import type { Declared } from '../../model/parameter.ts';
import { weighDifferences } from './property-differences.ts';

/** What CloudFormation's answer about one resource comes to. */
export type ResourceVerdict =
  /** `note`: how it differs in writing only. */
  | { kind: 'in-sync'; note: string | null }
  /** No answer that counts, and why, in words. `unsupported`: there never will be one. */
  | { kind: 'unknown'; reason: string; unsupported: boolean }
  | { kind: 'deleted' }
  /** The top-level properties that differ, and the indexes of their differences. */
  | { kind: 'modified'; properties: string[]; differences: number[] };

/** Parameters of the checks that judge drift results. */
export type DriftParameters = { maxAgeHours: number };

export type DriftContext = CheckContext<DriftParameters>;

export const DRIFT_PARAMETERS: Declared<DriftParameters> = {
  maxAgeHours: {
    default: 24,
    description:
      'Hours after which a drift result counts as unknown. `drift.maxAge` in the config sets it for all drift checks.',
  },
};

const HOUR = 3_600_000;

/**
 * Judges one resource of a stack. Only a fresh answer counts, and IN_SYNC alone is a clean one.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_StackResourceDrift.html
 */
export function verdictOf(resource: ResourceDrift, context: DriftContext): ResourceVerdict {
  const { status } = resource;
  if (status !== 'IN_SYNC' && status !== 'MODIFIED' && status !== 'DELETED') return unanswered(resource);
  const stale = staleness(resource.checkedAt, context);
  if (stale !== null) return { kind: 'unknown', reason: stale, unsupported: false };
  if (status === 'DELETED') return { kind: 'deleted' };
  if (status === 'IN_SYNC') return { kind: 'in-sync', note: null };
  const { real, properties, sameMeaning } = weighDifferences(resource);
  if (real.length > 0 || resource.differences.length === 0) {
    return { kind: 'modified', properties, differences: real };
  }
  return {
    kind: 'in-sync',
    note: `CloudFormation reports ${sameMeaning.join(', ')} as modified, but both sides mean the same and differ in writing only.`,
  };
}

function unanswered({ status, statusReason, type }: ResourceDrift): ResourceVerdict {
  const because = statusReason === null ? '' : ` (${statusReason})`;
  switch (status) {
    case 'UNSUPPORTED':
      return {
        kind: 'unknown',
        reason: `CloudFormation does not detect drift of ${type}`,
        unsupported: true,
      };
    case 'NOT_CHECKED':
      return {
        kind: 'unknown',
        reason: `CloudFormation has not compared it with its template${because}`,
        unsupported: false,
      };
    default:
      return { kind: 'unknown', reason: `CloudFormation could not compare it${because}`, unsupported: false };
  }
}

/** Why a result is too old to count, in words; null when it is fresh. */
export function staleness(checkedAt: string | null, { asOf, parameters }: DriftContext): string | null {
  if (checkedAt === null) return 'CloudFormation does not say when it compared it';
  const hours = (Date.parse(asOf) - Date.parse(checkedAt)) / HOUR;
  return hours <= parameters.maxAgeHours
    ? null
    : `CloudFormation last compared it at ${checkedAt}, more than ${parameters.maxAgeHours} hours before this audit`;
}
