import { z } from 'zod';
import { findingShape } from './finding.ts';
import { thirdPartyShape } from './party.ts';
import { count, instant, texts } from './shape.ts';

const findingChange = z.enum(['severity', 'status', 'analyzer finding', 'drift']);
const roleChange = z.enum(['trust policy', 'external ID', 'permissions']);

export type FindingChange = z.output<typeof findingChange>;
export type RoleChange = z.output<typeof roleChange>;

/** What is different from what was known before the run. */
export const reportChangesShape = z.object({
  since: z.object({ runId: z.string(), startedAt: instant }).describe('The run before.'),
  externalIdsCompared: z
    .boolean()
    .describe('False when external IDs could not be compared: one of the runs had no key, or another one.'),
  findings: z.object({
    new: texts.describe('Fingerprints of findings that no earlier run knew.'),
    reopened: texts.describe('Fingerprints of findings that were gone in an earlier run.'),
    changed: z.array(z.object({ fingerprint: z.string(), what: z.array(findingChange) })),
    unchanged: count.describe('The number of findings that are as they were.'),
    notKnown: z
      .array(z.object({ finding: findingShape, reason: z.string() }))
      .describe(
        'Findings of which this run cannot tell whether they are gone, and why. They count neither as open nor as resolved.',
      ),
  }),
  roles: z
    .object({
      appeared: texts,
      vanished: texts.describe('Gone, or no longer open to outsiders.'),
      changed: z.array(z.object({ roleArn: z.string(), what: z.array(roleChange) })),
      notKnown: texts.describe('Not read this time.'),
    })
    .describe('ARNs of roles open to outsiders.'),
  thirdParties: z.object({
    appeared: z.array(thirdPartyShape),
    vanished: z.array(thirdPartyShape),
    notKnown: z
      .array(thirdPartyShape)
      .describe('Admitted earlier by roles that were not read this time, and by none that was.'),
  }),
});

export type ReportChanges = z.output<typeof reportChangesShape>;
