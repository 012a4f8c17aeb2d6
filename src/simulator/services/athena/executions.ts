import type { WorldQuery } from '../../world.ts';

/** A query as it was started. */
export interface Execution {
  accountId: string;
  text: string;
  database: string | undefined;
  workGroup: string;
  outputLocation: string | undefined;
  startedAt: Date;
  /** What the world answers; undefined where it has nothing for the text. */
  query: WorldQuery | undefined;
  asks: number;
  stopped: boolean;
}

/** Queries by id. Counted in questions rather than in time so that they repeat. */
export type Executions = Map<string, Execution>;
