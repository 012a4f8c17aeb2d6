import type { Access, AccessState, KnownDecision } from '../model/review.ts';
import { powerOf } from './power.ts';

interface Change {
  /** What was to be done, and what there was then and is now. */
  change: string;
  /** What follows where it is as it was. */
  still(what: string): [AccessState, string];
}

/** Bills go or do not: less than before is an end alone, and whether that is soon enough a person says. */
export function reducedBills(
  access: Access,
  before: KnownDecision['access'],
  { change, still }: Change,
): [AccessState, string] {
  const [then, today] = [before.billing?.endsAt ?? null, access.billing?.endsAt ?? null];
  const endsSooner = today !== null && (then === null || today < then);
  return endsSooner ? ['changed', `${change} Whether that is less is for a person to say.`] : still(change);
}

/** A request whose policy changed is less for certain only where it gives a lesser word, and both are known in full. */
export function reducedDelegation(
  access: Access,
  before: KnownDecision['access'],
  { change, still }: Change,
): [AccessState, string] {
  const [then, today] = [before.delegation, access.delegation];
  if (then?.permissions !== undefined && then.permissions === today?.permissions)
    return still(`${change} Its policy is what it was.`);
  if (then?.notKnown !== undefined || today?.notKnown !== undefined)
    return ['not-known', `${change} It is not known in full, so that nobody can tell whether that is less.`];
  const [was = NOTHING, is = NOTHING] = [delegatedPower(before), delegatedPower(access)];
  if (is < was) return ['done', change];
  return is > was
    ? still(change)
    : ['changed', `${change} Its policy has changed; whether that is less is for a person to say.`];
}

/** How much a request gives, the more, the higher; undefined where that is not known. */
export function delegatedPower(
  access: Pick<Access, 'highestAccess' | 'administered' | 'delegation'>,
): number | undefined {
  const power = powerOf(access);
  return power === undefined && access.delegation?.notKnown === undefined ? NOTHING : power;
}

/** Below all that a policy may give: where all of it is known, no word says that it gives nothing. */
const NOTHING = -1;
