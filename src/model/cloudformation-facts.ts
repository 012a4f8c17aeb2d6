import type { PerResource, ReadInPart } from './fact.ts';

export interface Stack {
  stackId: string;
  stackName: string;
  status: string;
  /** `IN_SYNC`, `DRIFTED`, `NOT_CHECKED` or `UNKNOWN`, as of `lastDriftCheckAt`. */
  driftStatus: string;
  lastDriftCheckAt: string | null;
  createdAt: string;
  parentId: string | null;
}

/** Every stack of a Region that is not deleted. */
export interface Stacks {
  stacks: Stack[];
}

/** The stack that owns a role (or a managed policy of one), and its place in it. */
export interface RoleStack {
  stackId: string;
  stackName: string;
  logicalId: string;
  physicalId: string;
}

/**
 * By role ARN: the owning stack in this Region, or null when no stack of this Region owns the role. Beside them, by
 * policy ARN, the account's own managed policies on the roles that are owned.
 */
export type RoleStacks = PerResource<RoleStack | null>;

/** Each of its parts was asked for by itself: one that is named in `missing` is empty here. */
export interface StackTemplate extends ReadInPart {
  stackName: string;
  /** The processed template, JSON or YAML, as CloudFormation returned it. */
  body: string;
  /** Values in force; `value` is what CloudFormation shows, asterisks for NoEcho parameters. */
  parameters: Array<{ key: string; value: string; resolvedValue: string | null }>;
  /** The stack's resources, to turn a `Ref` into a physical name. */
  resources: Array<{ logicalId: string; physicalId: string | null; type: string }>;
}

/** By stack ARN, for the stacks that own an access role. */
export type StackTemplates = PerResource<StackTemplate>;

export interface PropertyDifference {
  propertyPath: string;
  expected: string;
  actual: string;
  /** `ADD`, `REMOVE` or `NOT_EQUAL`. */
  differenceType: string;
}

export interface ResourceDrift {
  logicalId: string;
  physicalId: string | null;
  type: string;
  /** `IN_SYNC`, `MODIFIED`, `DELETED`, `NOT_CHECKED`, `UNKNOWN` or `UNSUPPORTED`. */
  status: string;
  /** When CloudFormation compared, ISO 8601 UTC; null when it never did. */
  checkedAt: string | null;
  /** Why there is no answer, where CloudFormation or the tool knows. */
  statusReason: string | null;
  differences: PropertyDifference[];
  /** The JSON text of the properties that the template expects and that were found. */
  expectedProperties: string | null;
  actualProperties: string | null;
}

/** Resources whose comparison was refused are `NOT_CHECKED`, and `missing` says why. */
export interface StackDrift extends ReadInPart {
  stackName: string;
  /** Which question was asked: whole stack, the access-granting resources only, or nothing (last known). */
  mode: 'all-stacks' | 'access-roles' | 'last-known';
  /** `DETECTION_COMPLETE`, `DETECTION_FAILED` or `NOT_STARTED`, with the reason when it is not complete. */
  detection: string;
  detectionReason: string | null;
  /** The stack's drift status after the reading: `IN_SYNC`, `DRIFTED`, `NOT_CHECKED` or `UNKNOWN`. */
  stackDriftStatus: string;
  /** All resources of the stack, those without an answer included. */
  resources: ResourceDrift[];
}

/** By stack ARN: the stacks that own an access role or have lost a role, or every stack in `all-stacks` mode. */
export interface Drift extends PerResource<StackDrift> {
  /** The stacks that were looked through for roles that IAM no longer lists. */
  searched?: readonly string[];
}
