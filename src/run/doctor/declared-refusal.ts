import { declaring } from '../../evaluate/blind-spots.ts';
import { type BlindSpot, blindSpotInWords } from '../../model/blind-spot.ts';
import type { Symptom } from '../../model/doctor.ts';
import type { CoverageEntry } from '../../model/finding.ts';
import { ok } from './verdicts.ts';

/** What a scan would leave of a refusal. */
export type Refusal = Pick<CoverageEntry, 'accountId' | 'region' | 'reason' | 'action' | 'message'>;

/** Says of a refusal that a blind spot in force declares it, as a scan would; undefined where none does. */
export type SayDeclared = (refusal: Refusal) => Symptom | undefined;

/** The id by which symptoms say that somebody has approved not to look there. */
export const BLIND_SPOT = 'blind-spot';

export function declaredRefusals(spots: readonly BlindSpot[], asOf: string): SayDeclared {
  const find = declaring(spots, asOf);
  return (refusal) => {
    const index = find(refusal);
    const spot = index === undefined ? undefined : spots[index];
    if (spot === undefined) return undefined;
    const { approvedBy, expires, reason } = spot;
    const words = `Refused, and declared a blind spot until ${expires}: ${blindSpotInWords(spot)} (blindSpots[${index}]), approved by ${approvedBy}: ${reason}`;
    return ok(BLIND_SPOT, words);
  };
}
