import { z } from 'zod';

/** How well something shuts out those who are not meant. */
export const guardStrengthShape = z.enum(['strong', 'weak', 'none']);

export type GuardStrength = z.output<typeof guardStrengthShape>;
