import { z } from 'zod';
import { severityShape } from './severity-shape.ts';
import { count, texts } from './shape.ts';

/**
 * What stands in a policy of a fix for a text that the report does not hold. IAM refuses a policy with one of them in it:
 * it takes no character beyond U+00FF, which the quotation marks are.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAssumeRolePolicy.html
 */
const inputShape = z.object({
  placeholder: z.string().describe('As it stands in the policies: `‹external ID 1›`.'),
  kind: z
    .enum(['in-force', 'new-external-id', 'agreed-external-id', 'other'])
    .describe(
      '`in-force`: the external ID that the role asks for now, at `at` of its trust policy. All others have to be given: an id that is new, one that was agreed and that no policy tells, or what else only people know.',
    ),
  says: z.string().describe('What belongs there, in words.'),
  at: z.string().exactOptional().describe('JSON Pointer into the trust policy in force.'),
  variable: z.string().exactOptional().describe('The environment variable that the script reads it from.'),
  party: z.string().exactOptional().describe('The third party that is asked for it, in words.'),
});

export type RoleFixInput = z.output<typeof inputShape>;

const changedDocumentShape = z.object({
  before: z.string().nullable().describe('JSON, external IDs as placeholders; null where there is none.'),
  after: z.string().describe('JSON, with placeholders.'),
  digest: z
    .string()
    .nullable()
    .describe(
      'SHA-256 of the one in force, as `jq -cS` writes it with null for each external ID; null where there is none.',
    ),
});

export type ChangedDocument = z.output<typeof changedDocumentShape>;

/**
 * The one fix of a role, good for all of its findings together: one trust policy, one inline policy that denies. It was
 * judged again by every check of an account before it was put down.
 */
export const roleFixShape = z.object({
  accountId: z.string(),
  accountName: z.string(),
  roleArn: z.string(),
  roleName: z.string(),
  stack: z
    .object({ stackName: z.string(), region: z.string(), logicalId: z.string() })
    .nullable()
    .exactOptional()
    .describe(
      'The stack whose template is the place to change; null: none of the Regions read has one. Absent: not known.',
    ),
  trustPolicy: changedDocumentShape.exactOptional(),
  inlinePolicy: changedDocumentShape
    .extend({ policyName: z.string() })
    .exactOptional()
    .describe('Denies what no policy of the role is to give a third party; no other policy is changed.'),
  maxSessionDuration: z.object({ before: count, after: count }).exactOptional().describe('Seconds.'),
  inputs: z.array(inputShape),
  tightening: z
    .array(z.object({ entries: count, refused: count, undecided: count, text: z.string() }))
    .exactOptional()
    .describe(
      'What its trust policy would have meant for the entries that CloudTrail shows, a third party each; absent where they were not read, or another external ID is asked for on account of other accounts.',
    ),
  clears: texts.describe('Fingerprints of the findings that are gone with it.'),
  remains: z
    .array(z.object({ fingerprint: z.string(), checkId: z.string(), why: z.string() }))
    .describe(
      'Findings on the role that it does not put right, and what has to be decided or done for them.',
    ),
  follows: z
    .array(z.object({ checkId: z.string(), severity: severityShape, detail: z.string() }))
    .describe(
      'What a scan after it reports, or may report, in place of what it cleared: something milder is left, or comes to light.',
    ),
});

export type RoleFix = z.output<typeof roleFixShape>;
