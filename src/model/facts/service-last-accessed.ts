import { z } from 'zod';
import { declareFact } from './declaration.ts';
import { name, time, unique } from './held.ts';
import { perResource } from './per-resource.ts';

/** An action whose last use IAM tracks; null when it was not used within the tracked period. */
const action = z.object({ name, lastAccessedAt: time.nullable() });

/** A service that the permission policies of the role let it use, boundaries and policies of the organization left out. */
const service = z.object({
  /** As actions begin: `s3`. */
  namespace: name,
  /** In AWS's words: `Amazon S3`. Several services may share a namespace. */
  name,
  /** The last attempt, a refused one too; null where there was none within the tracked period. */
  lastAccessedAt: time.nullable(),
  /** Where that was. */
  region: name.nullable(),
  /** Of some services IAM tracks management actions too. What it does not name may have been used or not. */
  actions: unique(action, 'name'),
});

const report = z.object({
  /** When IAM had put the report together. */
  completedAt: time,
  services: unique(service, 'namespace', 'name'),
});

/** By role ARN: the roles that outsiders may assume, by who was known when they were read. */
const shape = z.object({ perResource: perResource(report) });

export type ServiceLastAccess = z.infer<typeof service>;
export type LastAccessReport = z.infer<typeof report>;
export type ServiceLastAccessed = z.infer<typeof shape>;

/** IAM answers with so many services at most. */
export const SERVICES_A_PAGE = 1000;

export const serviceLastAccessed = declareFact({
  title: 'Which services each role that outsiders may assume has used',
  scope: 'global',
  shape,
  limits: [
    {
      // https://docs.aws.amazon.com/IAM/latest/APIReference/API_GenerateServiceLastAccessedDetails.html
      source: 'iam: service last accessed',
      limit:
        'Tracked for at least 400 days, or less in Regions that came later; activity usually shows within four hours. Refused attempts count as accesses.',
    },
  ],
  planning: ({ perResource: roles }) => ({
    lastAccessReports: roles.map(({ fact }) =>
      fact.status === 'COLLECTED' ? Math.max(1, Math.ceil(fact.value.services.length / SERVICES_A_PAGE)) : 1,
    ),
  }),
});
