import { escapeInvisible } from '../report/visible.ts';

/** The run that this process carries out; null until it has begun. */
let runId: string | null = null;

export function noteRun(id: string): void {
  runId = id;
}

/** A line of the log for machines, with its time and the run that it belongs to. */
export function logLine(
  level: 'info' | 'error',
  message: string,
  data: Record<string, unknown> = {},
  now = new Date(),
): string {
  const line = { level, time: now.toISOString(), runId, message, ...data };
  return escapeInvisible(JSON.stringify(line));
}
