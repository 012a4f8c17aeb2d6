import type { WorldRole } from '../../world.ts';

/** A report on what a role used, as it was asked for. */
interface Job {
  role: WorldRole;
  /** The session or user that asked; nobody else is given the report. */
  callerArn: string;
  granularity: string;
  startedAt: Date;
  polls: number;
}

/** Reports by id. Counted in polls rather than in time so that they repeat. */
export type LastAccessedJobs = Map<string, Job>;
