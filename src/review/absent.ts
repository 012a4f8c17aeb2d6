import { endOfDay } from '../model/days.ts';
import type { Access, AccessState, KnownDecision } from '../model/review.ts';
import { CREDENTIALS } from './accesses.ts';
import { anchorRegion } from './anchor.ts';
import { guardInWords } from './columns.ts';
import type { Now } from './now.ts';
import { still, TO_BE } from './reduced.ts';

/** A way in that was decided on and is not there any more. The party may come into the same role by another one. */
export function absentAccess(
  decided: Pick<KnownDecision, 'access' | 'decision' | 'until'>,
  onRole: readonly Access[],
  now: Now & { decided: Pick<ReadonlyMap<string, unknown>, 'has'> },
): [AccessState, string] {
  const { access, decision, until } = decided;
  if (!now.wasRead(access)) {
    return [
      'not-known',
      `${placeOf(access)} were not read${[access.resource, access.billing, access.delegation].every((one) => one === undefined) ? '' : ' or understood in full'}, so that nobody can tell whether it is there.`,
    ];
  }
  if (access.principal === CREDENTIALS && !now.wouldList(access))
    return [
      'not-known',
      'No entry of the register means this user by name or path any more, so that nobody can tell whether it is there: name it under users.',
    ];
  if (access.person !== undefined && !now.wouldList(access))
    return [
      'not-known',
      'By what the register has under identityCenter, this person need not be found any more, so that nobody can tell whether anything is assigned to it.',
    ];
  const other = onRole.find((one) => !now.decided.has(one.id) && isSameParty(one.party, access.party));
  if (other !== undefined && decision !== 'keep') {
    const isOver = Date.parse(now.asOf) >= endOfDay(until);
    const who =
      other.party.kind === 'public' ? `anyone who meets what is asked (${guardInWords(other)})` : 'the party';
    const what = `It was to be ${TO_BE[decision]}; this way in is gone, and ${who} ${comesInto(access)} as ${other.principal}.`;
    return still(isOver, until, what);
  }
  if (access.party.accountId !== undefined && now.isOwn(access.party.accountId)) {
    const what = `Account ${access.party.accountId} is one of your own now, and what it may do is no access of a third party.`;
    return decision === 'keep'
      ? ['gone', what]
      : [
          'changed',
          `It was to be ${TO_BE[decision]}. ${what} Whether it still may is for a person to look at.`,
        ];
  }
  const byRegister = saidByRegister(access);
  const theirs = byRegister && onRole.find(({ principal }) => principal === access.principal);
  if (theirs && decision === 'remove' && access.party.kind === 'identity-provider') {
    const isOver = Date.parse(now.asOf) >= endOfDay(until);
    const what = `It was to be removed and is still there; the register gives the ${byRegister} to ${theirs.party.name} now.`;
    return still(isOver, until, what);
  }
  if (theirs)
    return [
      'not-known',
      `The ${byRegister} is still there as a way in of ${theirs.party.name}, and the register does not give it to this party any more, so that nobody can tell whether the party still comes by it.`,
    ];
  const undecided = onRole.filter(({ id }) => !now.decided.has(id));
  if (undecided.some((one) => mayBeRenamed(one, access)))
    return [
      'not-known',
      `A party by another name ${comesInto(access)} as ${access.principal}, so that nobody can tell whether it is the same one.`,
    ];
  const veiled = undecided.find(({ party }) => party.accountId === undefined && VEILED.has(party.kind));
  if (veiled !== undefined && access.party.accountId !== undefined)
    return [
      'not-known',
      `${veiled.party.name} ${comesInto(access)}, and nobody can tell whether account ${access.party.accountId} comes as that.`,
    ];
  const how =
    access.person === undefined
      ? ''
      : ' The person holds nothing, or is not found by the domains and groups of the register.';
  if (decision === 'keep') return ['gone', `It was kept, and is not there any more.${how}`];
  return ['done', `It is not there any more.${how}`];
}

function placeOf({
  share,
  person,
  resource,
  principal,
  ...of
}: Pick<Access, 'share' | 'person' | 'resource' | 'billing' | 'delegation' | 'principal'>): string {
  if (of.billing !== undefined) return 'The transfers of these bills';
  if (of.delegation !== undefined) return 'The requests for temporary delegation of its account';
  if (resource !== undefined) return `The policy, grants and list of this resource in ${resource.region}`;
  if (person !== undefined) return 'People in IAM Identity Center';
  if (share !== undefined) return `The shares in ${share.region}`;
  const region = anchorRegion(principal);
  return region === undefined
    ? 'The roles of its account'
    : `The roles of its account, or the trust anchors in ${region},`;
}

function comesInto({ share, resource, billing }: Pick<Access, 'share' | 'resource' | 'billing'>): string {
  if (billing !== undefined) return 'receives the same bills';
  if (resource !== undefined) return 'may use the same resource';
  return share === undefined ? 'comes into the same role' : 'has the same share';
}

/** Whether one of the first may be the second: whoever may come where anyone may. */
function isSameParty(a: Access['party'], b: Access['party']): boolean {
  return a.kind === 'public' || a.key === b.key || (a.accountId !== undefined && a.accountId === b.accountId);
}

/** What it is where the register alone says of whom a way in is: it may say another tomorrow, and nothing has changed. */
function saidByRegister({ principal }: Pick<Access, 'principal'>): 'user' | 'trust anchor' | undefined {
  if (principal === CREDENTIALS) return 'user';
  return anchorRegion(principal) === undefined ? undefined : 'trust anchor';
}

/** Parties behind which an account may be: an organization, and a canonical user or another principal without an account. */
const VEILED: ReadonlySet<string> = new Set(['organization', 'unknown']);

type WayIn = Pick<Access, 'principal' | 'party' | 'resource'>;

/**
 * A party without an account of its own, such as an organization, is known by its name alone, which the register may change.
 * Whom a resource admits is known by what no register changes.
 */
function mayBeRenamed(now: WayIn, before: WayIn): boolean {
  return (
    now.resource === undefined &&
    now.principal === before.principal &&
    now.party.accountId === undefined &&
    before.party.accountId === undefined
  );
}
