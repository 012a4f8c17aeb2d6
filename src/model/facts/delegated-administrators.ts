import { z } from 'zod';
import { declareFact } from './declaration.ts';
import { accountId } from './held.ts';

const shape = z.object({
  /** Who may administer Access Analyzer for the organization besides the management account. */
  accessAnalyzer: z.array(accountId),
  /** The same of stack sets; absent in evidence from before it was read. */
  stackSets: z.exactOptional(z.array(accountId)),
});

export type DelegatedAdministrators = z.infer<typeof shape>;

export const delegatedAdministrators = declareFact({
  title: 'The accounts that administer services for the organization',
  scope: 'organization',
  shape,
  limits: [],
  planning: () => ({}),
});
