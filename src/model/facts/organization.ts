import { z } from 'zod';
import { declareFact } from './declaration.ts';
import { name } from './held.ts';

const shape = z.object({ id: name, arn: name, managementAccountId: name });

export type Organization = z.infer<typeof shape>;

export const organization = declareFact({
  title: 'Which organization it is',
  scope: 'organization',
  shape,
  limits: [],
  planning: () => ({}),
});
