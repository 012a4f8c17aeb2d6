import { z } from 'zod';
import { evidenceShape } from './finding.ts';
import { guardStrengthShape } from './guard-strength.ts';
import { accessWordShape, thirdPartyShape } from './party.ts';
import { count, texts } from './shape.ts';

/** SHA-256, lower-case hex, over documents with their keys in order: the way a policy is written is no change of it. */
export const roleDigestsShape = z.object({
  trustPolicy: z.string().describe('The trust policy, the external IDs in it left out.'),
  permissions: z
    .string()
    .describe('Inline policies, attached policies and the permissions boundary, by name and document.'),
  externalIds: z
    .array(
      z.object({
        party: z.string(),
        fingerprints: texts,
        inAnyCase: texts
          .exactOptional()
          .describe(
            'The same with those in lower case that are accepted in any case; absent where there are none.',
          ),
      }),
    )
    .exactOptional()
    .describe(
      'Keyed fingerprints of the external IDs asked of each third party; absent where there is no key.',
    ),
});

export type RoleDigests = z.output<typeof roleDigestsShape>;

const serviceUseShape = z.union([
  z.object({
    since: z.string().describe('The beginning of the period: 90 days before the report that IAM made.'),
    until: z.string(),
    services: z
      .array(
        z.object({
          namespace: z.string().describe('As actions begin.'),
          at: z.string().describe('The last attempt, a refused one too.'),
          region: z.string().nullable(),
        }),
      )
      .describe('Those of the services that IAM tracks.'),
  }),
  z.object({ notKnown: z.string().describe('Why.') }),
]);

/** What a role used, or why that is not known. */
export type RoleServiceUse = z.output<typeof serviceUseShape>;

/** One role as the inventory shows it: every role that someone outside its account may assume. */
export const roleInventoryEntryShape = z.object({
  accountId: z.string(),
  accountName: z.string(),
  roleArn: z.string(),
  roleName: z.string(),
  createdAt: z.string(),
  lastUsedAt: z.string().nullable().describe('Null: not used within the tracked period.'),
  lastUsedRegion: z.string().nullable(),
  servicesUsed: serviceUseShape
    .exactOptional()
    .describe(
      'By whoever came by the role. Absent where it was not asked: where no third party may enter it, where unused-services was not applied, and in reports of earlier versions.',
    ),
  maxSessionDuration: count.nullable().describe('Seconds; null when role settings were not collected.'),
  admits: z
    .array(
      z.object({
        party: z.union([
          thirdPartyShape,
          z.object({ name: z.string(), kind: z.literal('own'), accountId: z.string() }),
        ]),
        principal: z
          .string()
          .describe(
            'As the trust policy names it; of whoever comes with a certificate, the trust anchor that vouches for it.',
          ),
        trustAnchor: z
          .string()
          .exactOptional()
          .describe('Its name. Absent of those who come without a certificate.'),
        sessions: z
          .string()
          .exactOptional()
          .describe(
            'A digest of the session policies of the profiles by which whoever has a certificate comes.',
          ),
        requiredConditions: texts.describe(
          'The guards in words: `external ID`, `source IP`, `MFA`, `organization`…',
        ),
        weakConditions: texts
          .exactOptional()
          .describe('Those of them that are weak: they make it harder for others, and do not shut them out.'),
        guard: guardStrengthShape
          .exactOptional()
          .describe(
            'How well all of them together shut out those who are not meant. Reports of older versions do not say.',
          ),
      }),
    )
    .describe('Who may come in, each once.'),
  stack: z
    .object({
      stackName: z.string(),
      region: z.string(),
      stackId: z.string().exactOptional(),
      stackSet: z
        .object({ name: z.string(), arn: z.string() })
        .exactOptional()
        .describe(
          'The stack set that deploys the stack, by CloudFormation in the account that administers it. Absent where none that was read names the stack.',
        ),
    })
    .nullable()
    .exactOptional()
    .describe('Null: no stack of the Regions read owns it. Absent: ownership was not read.'),
  findings: texts.describe('Fingerprints of the findings on this role.'),
  highestAccess: accessWordShape
    .nullable()
    .exactOptional()
    .describe(
      'What the role may do by its own policies; null where they give nothing, as far as was read. Absent where no third party may enter it, and in reports of earlier versions.',
    ),
  administered: z
    .enum(['is', 'can', 'may'])
    .exactOptional()
    .describe(
      'Whether it administers its account, can make itself do so, or may be able to; absent where it does not.',
    ),
  passes: z
    .array(z.object({ checkId: z.string(), detail: z.string(), evidence: z.array(evidenceShape) }))
    .exactOptional()
    .describe(
      "What another service says of the role's access and every trust check found right, with what it rests on.",
    ),
  digests: roleDigestsShape
    .exactOptional()
    .describe('Tells whether the role is what it was in another run: SHA-256, lower-case hex.'),
  externalIds: z
    .array(z.object({ party: thirdPartyShape, shown: texts }))
    .exactOptional()
    .describe('The external IDs asked of each third party, as the configuration lets them be shown.'),
});

export type RoleInventoryEntry = z.output<typeof roleInventoryEntryShape>;
