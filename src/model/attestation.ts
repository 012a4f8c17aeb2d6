import { z } from 'zod';
import { statementBaseShape, statementSourceShape } from './statement.ts';

/** What a countersignature says. */
export const attestationShape = statementBaseShape.extend({
  decision: z.enum(['accept', 'reject']),
  note: z.string().max(4000),
});

export type Attestation = z.output<typeof attestationShape>;

/** A countersignature of a run as readers see it. */
export const countersignatureShape = statementSourceShape.extend({
  by: z.string(),
  at: z.string(),
  decision: z.enum(['accept', 'reject']),
  note: z.string(),
  supersededBy: z
    .string()
    .exactOptional()
    .describe('The file of a later one by the same person and key: that one counts.'),
});

export type Countersignature = z.output<typeof countersignatureShape>;

/** The countersignatures of one run. */
export const countersignedRunShape = z.object({
  runId: z.string(),
  manifestSha256: z.string(),
  signatures: z.array(countersignatureShape),
});

export type CountersignedRun = z.output<typeof countersignedRunShape>;
