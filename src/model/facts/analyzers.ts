import { z } from 'zod';
import { declareFact } from './declaration.ts';
import { compared, mapOf, name, ownArn, prose, time, unique, word } from './held.ts';

const archiveRule = z.object({
  name,
  createdAt: time,
  updatedAt: time,
  /** The rule's filter as returned: criterion by property. */
  filter: mapOf(
    z.object({
      eq: z.exactOptional(z.array(compared)),
      neq: z.exactOptional(z.array(compared)),
      contains: z.exactOptional(z.array(compared)),
      exists: z.exactOptional(z.boolean()),
    }),
  ),
});

const analyzer = z.object({
  arn: ownArn,
  name,
  /** `ACCOUNT`, `ORGANIZATION`, `ACCOUNT_UNUSED_ACCESS`, `ORGANIZATION_UNUSED_ACCESS` or one yet to come. */
  type: word,
  /** `ACTIVE`, `CREATING`, `DISABLED`, `FAILED` or one yet to come. */
  status: word,
  statusReason: prose.nullable(),
  createdAt: time,
  lastResourceAnalyzedAt: time.nullable(),
  archiveRules: unique(archiveRule, 'name'),
});

const shape = z.object({ analyzers: unique(analyzer, 'arn') });

export type ArchiveRule = z.infer<typeof archiveRule>;
export type Analyzer = z.infer<typeof analyzer>;
export type Analyzers = z.infer<typeof shape>;

export const analyzers = declareFact({
  title: 'The analyzers of IAM Access Analyzer, with the rules that archive their findings',
  scope: 'regional',
  shape,
  limits: [],
  planning: (value) => ({
    analyzers: value.analyzers.length,
    externalAnalyzers: value.analyzers.filter(
      ({ type, status }) => (type === 'ACCOUNT' || type === 'ORGANIZATION') && status === 'ACTIVE',
    ).length,
  }),
});
