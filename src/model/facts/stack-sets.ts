import { z } from 'zod';
import { declareFact } from './declaration.ts';
import { accountId, name, time, unique, word } from './held.ts';

/** A stack of the set, in an account that may be any. */
const instance = z.object({
  accountId,
  region: name,
  /** Null where none was made. */
  stackId: name.nullable(),
  /** `IN_SYNC`, `DRIFTED`, `NOT_CHECKED`, `UNKNOWN` or one yet to come. */
  driftStatus: word,
});

const stackSet = z.object({
  name,
  /** Of the account that administers it: for who asks as a delegated administrator, the management account. */
  arn: name,
  /** `SELF_MANAGED`, `SERVICE_MANAGED` or one yet to come. */
  permissionModel: word,
  /** The types of IAM resources that its template names. */
  iamTypes: z.array(word),
  /** Types in its template by which other templates or code make resources. */
  makers: z.exactOptional(z.array(word)),
  /** What it was agreed to that its template does: `CAPABILITY_IAM`, `CAPABILITY_NAMED_IAM`, `CAPABILITY_AUTO_EXPAND`. */
  capabilities: z.array(word),
  /** `IN_SYNC`, `DRIFTED`, `NOT_CHECKED` or one yet to come, as of `lastDriftCheckAt`. */
  driftStatus: word,
  /** How the last detection ended: `COMPLETED`, `FAILED`, `PARTIAL_SUCCESS`…; null for none. */
  detection: word.nullable(),
  lastDriftCheckAt: time.nullable(),
  /** Its stacks; null where its template names no role, so that nobody asked. */
  instances: unique(instance, 'accountId', 'region').nullable(),
});

const shape = z.object({
  /** As whom it was asked: stack sets of the organization are a delegated administrator's only when it says that it is one. */
  askedAs: z.array(z.enum(['SELF', 'DELEGATED_ADMIN'])),
  stackSets: unique(stackSet, 'arn'),
});

export type StackSet = z.infer<typeof stackSet>;
export type StackSets = z.infer<typeof shape>;

export const stackSets = declareFact({
  title: 'The stack sets that are administered from the account, with their last known drift',
  scope: 'regional',
  shape,
  limits: [
    {
      // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-drift.html
      source: 'cloudformation: drift of stack sets',
      limit:
        'True of the moment of the last detection, which somebody else has to start: this tool starts none.',
    },
  ],
  planning: ({ askedAs, stackSets: sets }) => ({
    stackSetListings: askedAs.length,
    stackSets: sets.length,
    stackInstances: sets.flatMap(({ instances }) => (instances === null ? [] : [instances.length])),
  }),
});
