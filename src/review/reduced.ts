import type { Access, AccessState, KnownDecision } from '../model/review.ts';
import { powerInWords } from './columns.ts';
import { powerOf } from './power.ts';
import { delegatedPower, reducedBills, reducedDelegation } from './reduced-agreements.ts';

/** What a decision asks for, of something that may not be there any more. */
export const TO_BE = { keep: 'decided on again', reduce: 'reduced', remove: 'removed' } as const;

/** Something that was to be done, and is not. */
export function still(isOver: boolean, until: string, what: string): [AccessState, string] {
  return isOver
    ? ['overdue', `${what} The time for it ended on ${until}.`]
    : ['pending', `${what} There is time until ${until}.`];
}

/**
 * What has come of an access that was to be reduced. Less than it was only where its highest access is a lesser word; a policy that
 * changed may give more as well.
 */
export function reducedAccess(
  access: Access,
  { access: before, until }: Pick<KnownDecision, 'access' | 'until'>,
  isOver: boolean,
): [AccessState, string] {
  const [then, today] = [powerInWords(before), powerInWords(access)];
  const change = `It was to be reduced: ${then === today ? 'then and now' : `then ${then}, now`} ${today}.`;
  if (access.share?.service === 'ram') {
    const fewer = access.share.resources < (before.share?.resources ?? 0);
    return fewer
      ? ['changed', `${change} Whether that is less is for a person to say.`]
      : still(isOver, until, change);
  }
  const agreed = { change, still: (what: string) => still(isOver, until, what) };
  if (access.billing !== undefined) return reducedBills(access, before, agreed);
  if (access.delegation !== undefined) return reducedDelegation(access, before, agreed);
  const [was, is] = [powerOf(before), powerOf(access)];
  if (access.person !== undefined) return reducedPerson(access, before, { isOver, until, change });
  if (access.resource !== undefined) return reducedResource(access, before, { isOver, until, change });
  const isSame =
    access.digests !== undefined &&
    access.digests.permissions === before.digests?.permissions &&
    access.digests.sessions === before.digests.sessions &&
    access.digests.trustPolicy === before.digests.trustPolicy;
  if (isSame) return still(isOver, until, `${change} Its policies are what they were.`);
  if (was === undefined || is === undefined)
    return ['not-known', `${change} It is not known in full, so that nobody can tell whether that is less.`];
  if (is < was) return ['done', change];
  if (is > was || access.digests === undefined || before.digests === undefined)
    return still(isOver, until, change);
  return ['changed', `${change} Its policies have changed; whether that is less is for a person to say.`];
}

/** What has come of an access that was kept: undefined where it gives no more than it did, as far as is known of both. */
export function grownAccess(
  access: Access,
  before: KnownDecision['access'],
): [AccessState, string] | undefined {
  const power = access.delegation === undefined ? powerOf : delegatedPower;
  const [was, is] = [power(before), power(access)];
  if (was === undefined || is === undefined || is <= was) return undefined;
  return [
    'changed',
    `It was kept: then ${powerInWords(before)}, now ${powerInWords(access)}. Whether that may stay as well is for a person to say.`,
  ];
}

/** Fewer assignments are less only where what is left gives no more, which a permission set that changed may. */
function reducedPerson(
  access: Access,
  before: KnownDecision['access'],
  { isOver, until, change }: { isOver: boolean; until: string; change: string },
): [AccessState, string] {
  const [then, today] = [heldBy(before), heldBy(access)];
  const isNew = [...today.keys()].some((key) => !then.has(key));
  const [was, is] = [powerOf(before), powerOf(access)];
  const isKnown = [access, before].every(({ person }) =>
    person?.holds.every(({ notKnown }) => notKnown === undefined),
  );
  if (isKnown && !isNew && was !== undefined && is !== undefined && is < was) return ['done', change];
  const hasChanged = [...today].some(
    ([key, digest]) => digest !== undefined && then.get(key) !== undefined && then.get(key) !== digest,
  );
  const isShut = access.person?.isDisabled === true && before.person?.isDisabled !== true;
  if (!isNew && (today.size < then.size || hasChanged || isShut))
    return ['changed', `${change} Whether that is less is for a person to say.`];
  return isKnown || isNew
    ? still(isOver, until, change)
    : ['not-known', `${change} It is not known in full, so that nobody can tell whether that is less.`];
}

/** Ways that changed are less for certain only where they give a lesser word, and all of them were read. */
function reducedResource(
  access: Access,
  before: KnownDecision['access'],
  { isOver, until, change }: { isOver: boolean; until: string; change: string },
): [AccessState, string] {
  const [was, is] = [powerOf(before), powerOf(access)];
  const [then, today] = [before.resource, access.resource];
  const isSame =
    then?.permissions !== undefined &&
    then.permissions === today?.permissions &&
    then.notKnown === today.notKnown;
  if (isSame)
    return still(isOver, until, `${change} The policy, and what beside it admits the party, is what it was.`);
  const isKnown = then?.notKnown === undefined && today?.notKnown === undefined;
  if (!isKnown || was === undefined || is === undefined)
    return ['not-known', `${change} It is not known in full, so that nobody can tell whether that is less.`];
  if (is < was) return ['done', change];
  return is > was || then?.permissions === undefined || today?.permissions === undefined
    ? still(isOver, until, change)
    : [
        'changed',
        `${change} The policy, or what beside it admits the party, has changed; whether that is less is for a person to say.`,
      ];
}

/** By account and permission set, the digest of its policies where it is known. */
function heldBy({ person }: Pick<Access, 'person'>): Map<string, string | undefined> {
  return new Map(
    (person?.holds ?? []).map(({ accountId, permissionSet, permissions }) => [
      `${accountId} ${permissionSet}`,
      permissions,
    ]),
  );
}
