import { z } from 'zod';
import { declareFact } from './declaration.ts';
import { name, ownArn, time, unique, word } from './held.ts';

const stack = z.object({
  stackId: ownArn,
  stackName: name,
  status: word,
  /** `IN_SYNC`, `DRIFTED`, `NOT_CHECKED`, `UNKNOWN` or one yet to come, as of `lastDriftCheckAt`. */
  driftStatus: word,
  lastDriftCheckAt: time.nullable(),
  createdAt: time,
  /** When it was last changed by its template; null for never, absent in evidence from before it was read. */
  updatedAt: z.exactOptional(time.nullable()),
  parentId: name.nullable(),
});

/** Every stack of a Region that is not deleted. */
const shape = z.object({ stacks: unique(stack, 'stackId') });

export type Stack = z.infer<typeof stack>;
export type Stacks = z.infer<typeof shape>;

export const stacks = declareFact({
  title: 'The CloudFormation stacks that are not deleted',
  scope: 'regional',
  shape,
  limits: [],
  planning: (value) => ({ stacks: value.stacks.length }),
});
