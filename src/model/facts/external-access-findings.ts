import { z } from 'zod';
import { declareFact } from './declaration.ts';
import { findingsOfEach } from './findings-of-each.ts';
import { compared, mapOf, name, ownArn, time, unique, word } from './held.ts';

/** A finding of ListFindings (the first version of the API, which carries the access in the page itself). */
const finding = z.object({
  id: name,
  analyzerArn: ownArn,
  /** `ACTIVE` or `ARCHIVED`, or one yet to come; resolved findings are not collected. */
  status: word,
  resource: name.nullable(),
  resourceType: word,
  resourceOwnerAccount: name,
  principal: mapOf(compared),
  action: z.array(word),
  condition: mapOf(compared),
  isPublic: z.boolean().nullable(),
  /** `ACCESS_DENIED` or `INTERNAL_ERROR` when the resource could not be analysed, or one yet to come. */
  error: word.nullable(),
  createdAt: time,
  updatedAt: time,
  analyzedAt: time,
  resourceControlPolicyRestriction: word.nullable(),
});

const shape = z.object({ findings: unique(finding, 'id', 'analyzerArn') });

export type ExternalAccessFinding = z.infer<typeof finding>;

export const externalAccessFindings = declareFact({
  title: 'What analyzers say of access from outside',
  scope: 'regional',
  shape,
  limits: [
    {
      // https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-findings.html
      source: 'access-analyzer: findings',
      limit:
        'A changed policy is usually analyzed again within 30 minutes, and every policy once in 24 hours.',
    },
  ],
  planning: ({ findings }) => ({ externalFindings: findingsOfEach([], findings) }),
});
