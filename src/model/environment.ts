import { z } from 'zod';
import { texts } from './shape.ts';

export const ENVIRONMENTS = ['production', 'sandbox'] as const;

/** What an own account is for, as far as the configuration says it. */
export const environmentShape = z.enum(ENVIRONMENTS);

export type Environment = z.output<typeof environmentShape>;

/** Which accounts belong to an environment: those that meet any of it. */
const environmentEntryShape = z.object({
  accounts: texts,
  organizationalUnits: texts.describe('By id, or by path of names from the root.'),
  tag: z.string().exactOptional().describe('`key` or `key=value`, of an account of the configuration.'),
});

export type EnvironmentEntry = z.output<typeof environmentEntryShape>;

export const environmentsShape = z.object({
  production: environmentEntryShape.exactOptional(),
  sandbox: environmentEntryShape.exactOptional(),
});
