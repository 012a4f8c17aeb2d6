import type { ThirdPartySummary } from '../model/report.ts';

/** Who answers for a third party's access; null where nobody does. The one place that says so for reviews. */
export function ownerOf({ owner }: Pick<ThirdPartySummary, 'owner'>): string | null {
  return owner;
}
