import { z } from 'zod';
import { SEVERITIES } from './severity.ts';
import { count } from './shape.ts';

export const severityShape = z.enum(SEVERITIES);

export const countBySeverity = z.object({
  critical: count,
  high: count,
  medium: count,
  low: count,
  info: count,
});
