import type { Failed } from '../../../src/model/check.ts';
import type { Role } from '../../../src/model/facts/authorization-details.ts';

/** What of the statements that a finding shows is marked, by the number of each. */
export function marksOf({ evidence }: Pick<Failed, 'evidence'>): Record<string, string[]> {
  return Object.fromEntries(evidence.map(({ pointer, marks = [] }) => [pointer.split('/').at(-1), marks]));
}

/** The statements of the role's trust policy as the finding would have them; undefined where it cannot say. */
export function correctedBy({ corrects }: Pick<Failed, 'corrects'>, { trustPolicy }: Role): unknown {
  return corrects?.trust?.(JSON.parse(trustPolicy))?.Statement;
}
