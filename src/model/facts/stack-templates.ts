import { z } from 'zod';
import { declareFact } from './declaration.ts';
import { holding, name, word } from './held.ts';
import { missing, perResource } from './per-resource.ts';

/** Each of its parts was asked for by itself: one that is named in `missing` is empty here. */
const stackTemplate = holding(
  'template',
  z.object({
    stackName: name,
    /** The processed template, JSON or YAML, as CloudFormation returned it. */
    body: name,
    /** Values in force; `value` is what CloudFormation shows, asterisks for NoEcho parameters. */
    parameters: z.array(z.object({ key: name, value: name, resolvedValue: name.nullable() })),
    /** The stack's resources, to turn a `Ref` into a physical name. */
    resources: z.array(z.object({ logicalId: name, physicalId: name.nullable(), type: word })),
    missing,
  }),
);

/** By stack ARN, for the stacks that own an access role. */
const shape = z.object({ perResource: perResource(stackTemplate) });

export type StackTemplate = z.infer<typeof stackTemplate>;

export const stackTemplates = declareFact({
  title: 'The templates of the stacks that own an access role, with their parameters and resources',
  scope: 'regional',
  shape,
  limits: [],
  planning: ({ perResource: stacks }) => ({ owningStacks: stacks.length }),
});
