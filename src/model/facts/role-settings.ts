import { z } from 'zod';
import { declareFact } from './declaration.ts';
import { ownArn, prose, unique } from './held.ts';
import { EVENTUALLY_CONSISTENT } from './iam-limits.ts';

/** What ListRoles knows of a role and GetAccountAuthorizationDetails leaves out. */
const shape = z.object({
  roles: unique(
    z.object({
      arn: ownArn,
      /** Seconds. */
      maxSessionDuration: z.int().nonnegative(),
      description: prose.nullable(),
    }),
    'arn',
  ),
});

export type RoleSettings = z.infer<typeof shape>;

export const roleSettings = declareFact({
  title: 'The longest session and the description of each role',
  scope: 'global',
  shape,
  limits: [EVENTUALLY_CONSISTENT],
  planning: ({ roles }) => ({ roles: roles.length }),
});
