import { z } from 'zod';
import { CONTROL_STATUSES } from './control.ts';
import { documentReader, longDocumentReader } from './document.ts';
import { findingShape } from './finding.ts';
import { thirdPartyShape } from './party.ts';
import { trendPointShape } from './report.ts';
import { roleDigestsShape } from './role-inventory-entry.ts';
import { rowsOf } from './rows.ts';
import { count, instant, texts } from './shape.ts';

/** The newest shape of `baseline.json`. */
export const BASELINE_SCHEMA_VERSION = 1;

const knownFindingShape = z.object({
  finding: findingShape.describe('Without evidence: that stands in the run that saw it.'),
  readIn: texts.describe('The accounts whose facts it rested on.'),
});

export type KnownFinding = z.output<typeof knownFindingShape>;

const knownRoleShape = z.object({
  accountId: z.string(),
  roleArn: z.string(),
  digests: roleDigestsShape.exactOptional(),
  parties: z.array(thirdPartyShape).describe('The third parties it admitted.'),
});

export type KnownRole = z.output<typeof knownRoleShape>;

/**
 * What was known before a run, kept in the run as `baseline.json`: the report of the run before, and for all that it
 * did not read, what earlier runs knew. With it a run is compared again, years later, without the run before.
 */
export const baselineShape = z.object({
  schemaVersion: count,
  run: z.object({ runId: z.string(), startedAt: instant }).describe('The run before.'),
  externalIdKey: z
    .string()
    .nullable()
    .describe('Names the key of its external-ID fingerprints; null when there was none.'),
  accountIds: texts.describe('The accounts whose roles the run before, or one earlier, has read.'),
  findings: rowsOf(knownFindingShape).describe('Findings not known to be gone.'),
  resolved: z
    .array(
      z.object({
        fingerprint: z.string(),
        firstSeen: instant,
        resolvedIn: z.string().describe('The run that no longer saw it.'),
      }),
    )
    .describe(
      'Findings of earlier runs that were gone by the run before, so that one that comes back is told from a new one.',
    ),
  roles: rowsOf(knownRoleShape).describe('Roles open to outsiders.'),
  controls: z
    .array(z.object({ id: z.string(), status: z.enum(CONTROL_STATUSES) }))
    .exactOptional()
    .describe('What the run before found of each control; absent in runs from before it was kept.'),
  history: z
    .array(trendPointShape)
    .exactOptional()
    .describe(
      'The run before and those before it, the oldest first; absent in runs from before it was kept.',
    ),
});

export type Baseline = z.output<typeof baselineShape>;

export const parseBaseline = documentReader(baselineShape, BASELINE_SCHEMA_VERSION);

export const longBaseline = longDocumentReader(baselineShape, BASELINE_SCHEMA_VERSION, ['findings', 'roles']);
