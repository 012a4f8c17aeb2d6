import { z } from 'zod';

/** One side of what was compared: what was declared, or what was found in its place. */
export const comparedSideShape = z.object({
  of: z.string().describe('What is compared, in words; the same on both sides.'),
  side: z.enum(['expected', 'actual']),
});

export type ComparedSide = z.output<typeof comparedSideShape>;
