import type { Role } from '../../model/facts/authorization-details.ts';
import type { Identity, PlacedStatement } from './effective.ts';
import type { EscalationMethod } from './methods/method.ts';

/** A user that was collected, or one that can be made for the purpose. */
export type LedToUser = Pick<Identity, 'name' | 'arn'> & { isNew: boolean };

/** A method that a role's permissions are enough for. */
export interface OpenMethod {
  method: EscalationMethod;
  /** For each of its actions, the statement that gives it best. */
  by: ReadonlyArray<{ action: string; statement: PlacedStatement }>;
  /** What must hold besides, to follow on "This works where"; empty where the way is certain. */
  doubts: readonly string[];
  /** The role that it leads to, where it is known. */
  leadsTo?: Role;
  /** The user that it leads to, where it is known. */
  leadsToUser?: LedToUser;
}
