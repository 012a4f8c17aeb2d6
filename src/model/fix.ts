import { z } from 'zod';

/**
 * Something to copy that puts a finding right. What only its reader can know stands in it in angle brackets:
 * `<the external ID agreed with them>`.
 */
export const fixShape = z.object({
  kind: z
    .enum(['policy', 'cli', 'cloudformation', 'configuration'])
    .describe(
      'A whole policy as it should read, commands for a shell with the AWS CLI, a fragment of a CloudFormation template (YAML), or an entry for the configuration of this tool (YAML).',
    ),
  title: z.string().describe('What it is and when it applies; a phrase without a full stop.'),
  text: z.string(),
});

export type Fix = z.output<typeof fixShape>;
export type FixKind = Fix['kind'];

/** Makes the fixes of a finding; they cost more than finding what is wrong, so they are made only to be shown. */
export type MakeFixes = () => Fix[];

/** What stands in a corrected policy for an external ID that is yet to be agreed. */
export const NEW_EXTERNAL_ID = '<a random UUID, for this account alone>';

/** What stands there for one that was agreed and that the policy in force does not tell. */
export const AGREED_EXTERNAL_ID = '<the agreed external ID>';
