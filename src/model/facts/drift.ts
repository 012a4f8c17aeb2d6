import { z } from 'zod';
import { declareFact } from './declaration.ts';
import { holding, name, properties, prose, time, word } from './held.ts';
import { missing, perResource } from './per-resource.ts';

const propertyDifference = holding(
  'difference',
  z.object({
    propertyPath: name,
    expected: name,
    actual: name,
    /** `ADD`, `REMOVE`, `NOT_EQUAL` or one yet to come. */
    differenceType: word,
  }),
);

const resourceDrift = z.object({
  logicalId: name,
  physicalId: name.nullable(),
  type: word,
  /** `IN_SYNC`, `MODIFIED`, `DELETED`, `NOT_CHECKED`, `UNKNOWN`, `UNSUPPORTED` or one yet to come. */
  status: word,
  /** When CloudFormation compared, ISO 8601 UTC; null when it never did. */
  checkedAt: time.nullable(),
  /** Why there is no answer, where CloudFormation or the tool knows. */
  statusReason: prose.nullable(),
  differences: z.array(propertyDifference),
  /** The JSON text of the properties that the template expects and that were found. */
  expectedProperties: properties.nullable(),
  actualProperties: properties.nullable(),
});

/** Resources whose comparison was refused are `NOT_CHECKED`, and `missing` says why. */
const stackDrift = z.object({
  stackName: name,
  /** Which question was asked: whole stack, the access-granting resources only, or nothing (last known). */
  mode: z.enum(['all-stacks', 'access-roles', 'last-known']),
  /** `DETECTION_COMPLETE`, `DETECTION_FAILED`, `NOT_STARTED` or one yet to come, with the reason when not complete. */
  detection: word,
  detectionReason: prose.nullable(),
  /** The stack's drift status after the reading: `IN_SYNC`, `DRIFTED`, `NOT_CHECKED`, `UNKNOWN` or one yet to come. */
  stackDriftStatus: word,
  /** The oldest of the comparisons that were not made for this run, since they were younger than `drift.maxAge`. */
  reusedSince: z.exactOptional(time),
  /** All resources of the stack, those without an answer included. */
  resources: z.array(resourceDrift),
  missing,
});

/** By stack ARN: the stacks that own an access role or have lost a role, or every stack in `all-stacks` mode. */
const shape = z.object({
  perResource: perResource(stackDrift),
  /** The stacks that were looked through for roles that IAM no longer lists. */
  searched: z.exactOptional(z.array(name)),
});

export type PropertyDifference = z.infer<typeof propertyDifference>;
export type ResourceDrift = z.infer<typeof resourceDrift>;
export type StackDrift = z.infer<typeof stackDrift>;
export type Drift = z.infer<typeof shape>;

export const drift = declareFact({
  title: 'How far stacks have drifted from their templates',
  scope: 'regional',
  shape,
  limits: [
    {
      // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-drift.html
      source: 'cloudformation: drift',
      limit: 'True of the moment of the last detection, which the facts name for each stack and resource.',
    },
  ],
  planning: ({ searched = [] }) => ({ searchedStacks: searched.length }),
});
