import { z } from 'zod';
import { declareFact } from './declaration.ts';
import { name, unique, word } from './held.ts';
import { perResource } from './per-resource.ts';

const recorder = z.object({
  name,
  isRecording: z.boolean(),
  /** How the last delivery ended, in AWS's word; null where it does not say. */
  lastStatus: word.nullable(),
  /** Whether it records every type of resource that there is. */
  isForAllTypes: z.boolean(),
});

/** By Region: the recorders of AWS Config, and for how many days it keeps what they record. */
const shape = z.object({
  perResource: perResource(
    z.object({ region: name, recorders: unique(recorder, 'name'), retentionDays: z.int() }),
  ),
});

export type ConfigRecorders = z.infer<typeof shape>;

export const configRecorders = declareFact({
  title: 'The recorders of AWS Config',
  scope: 'global',
  shape,
  limits: [],
  planning: ({ perResource: regions }) => ({ recordedRegions: regions.length }),
});
