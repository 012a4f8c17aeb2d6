import { z } from 'zod';
import { declareFact } from './declaration.ts';
import { name, prose, unique } from './held.ts';
import { perResource } from './per-resource.ts';

/** What a trail of CloudTrail records, and whether it does. */
const trail = z.object({
  /** A trail of the organization is one of another account, as a rule. */
  arn: name,
  name,
  homeRegion: name,
  isMultiRegion: z.boolean(),
  isOrganization: z.boolean(),
  /** Whether it writes digests by which a change to its log files shows. */
  isValidated: z.boolean(),
  bucket: name.nullable(),
  isLogging: z.boolean(),
  /** Why the last delivery failed; null where it did not. */
  deliveryError: prose.nullable(),
  /** `some`: a selection by more than reading and writing. */
  managementEvents: z.enum(['all', 'write', 'read', 'some', 'none']),
  /** Services whose management events are left out. */
  excluded: z.array(name),
  /** Whether it records data events of anything. */
  dataEvents: z.boolean(),
});

/** By Region: the trails that record there, those of other Regions and of the organization among them. */
const shape = z.object({
  perResource: perResource(z.object({ region: name, trails: unique(trail, 'arn') })),
});

export type Trail = z.infer<typeof trail>;
export type Trails = z.infer<typeof shape>;

export const trails = declareFact({
  title: 'The trails that record what happens in the account',
  scope: 'global',
  shape,
  limits: [],
  planning: ({ perResource: regions }) => ({
    recordedRegions: regions.length,
    trails: new Set(
      regions.flatMap(({ fact }) =>
        fact.status === 'COLLECTED' ? fact.value.trails.map(({ arn }) => arn) : [],
      ),
    ).size,
  }),
});
