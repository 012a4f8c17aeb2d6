/** Why a fact is missing. Denied never turns into absent: a reader must see which of these it was. */
export const NOT_COLLECTED_REASONS = [
  'ACCESS_DENIED',
  'THROTTLED',
  'TIMED_OUT',
  'UNSUPPORTED',
  'FAILED',
] as const;

export type NotCollectedReason = (typeof NOT_COLLECTED_REASONS)[number];

export interface CollectedFact<T> {
  status: 'COLLECTED';
  value: T;
  /** When the last call behind the value returned, ISO 8601 UTC. */
  collectedAt: string;
  /** The AWS operations the value was read from, for example `iam:ListRoles`. */
  source: string;
  /** The run that read it, where that was an earlier one. */
  carriedFrom?: string;
}

export interface NotCollectedFact {
  status: 'NOT_COLLECTED';
  reason: NotCollectedReason;
  /** One sentence for a person; carries no credential, address or port. */
  message: string;
  /** The IAM action that was refused or failed, where one call is to blame: `iam:ListRoles`. */
  action?: string;
}

/** A thing read from AWS, or the reason why it was not read. There is no third state. */
export type Fact<T> = CollectedFact<T> | NotCollectedFact;

/**
 * The value of a fact that is read resource by resource, where one resource may fail alone.
 * Coverage lists every member that was not collected as a gap of its own.
 */
export interface PerResource<T> {
  perResource: ReadonlyArray<{
    /** The ARN the member is about. */
    resource: string;
    fact: Fact<T>;
  }>;
}

/** A part of a member that was not read, although the member as a whole was. */
export interface MissingPart extends NotCollectedFact {
  /** What lacks it: the member's ARN, or an `aws:…` name of a thing in it. */
  resource: string;
  /** What was asked for: `template`, `parameters`, `resources`, `drift` or `last known drift`. */
  part: string;
}

/**
 * A member that may be read in part, so that one refusal loses one answer. Coverage lists every missing part as a gap
 * of its own.
 */
export interface ReadInPart {
  /** Absent when all of it was read. */
  missing?: readonly MissingPart[];
}

/** The Region name that stands for facts which are not Regional. */
export const GLOBAL = 'global';

/** Facts of the organization itself, of an account, or of one Region of an account. */
export type FactScope = 'organization' | 'global' | 'regional';

/** A fact together with what it is about: one line of `facts.jsonl.gz`. */
export type FactRecord = {
  fact: string;
  region: string;
  /** Of which organization, where a run reads several. The directory says it of a file, and not its lines. */
  organization?: string;
} & Fact<unknown>;
export type CollectedRecord = FactRecord & { status: 'COLLECTED' };

export function isPerResource(value: unknown): value is PerResource<unknown> {
  return typeof value === 'object' && value !== null && 'perResource' in value;
}

/** What a member that was read lacks all the same. */
export function missingParts(value: unknown): readonly MissingPart[] {
  return typeof value === 'object' && value !== null && 'missing' in value && Array.isArray(value.missing)
    ? value.missing
    : [];
}
