import { endOfDay } from '../model/days.ts';
import {
  ACCESS_STATES,
  type Access,
  type AccessStanding,
  type AccessState,
  type KnownDecision,
  type KnownDecisions,
  type KnownReview,
  type ReviewStanding,
} from '../model/review.ts';
import { CREDENTIALS } from './accesses.ts';
import { goesOnInWords } from './agreements.ts';
import { anchorRegion } from './anchor.ts';
import { reviewCalendar } from './calendar.ts';
import { guardInWords } from './columns.ts';
import { type PartyReviewed, partiesReviewed } from './parties.ts';
import { grownAccess, reducedAccess, still } from './reduced.ts';

/** What decisions are held against. */
export interface Now {
  accesses: readonly Access[];
  /** Whether the place where an access was was read, so that what is not there is gone. */
  wasRead(
    access: Pick<
      Access,
      'accountId' | 'roleArn' | 'share' | 'person' | 'resource' | 'billing' | 'delegation' | 'principal'
    >,
  ): boolean;
  /** Whether an account is one of the own ones, so that whoever comes from it is no third party. */
  isOwn(accountId: string): boolean;
  /**
   * Whether a user or a person of the party would be among the accesses if it was there and had a key or a password, or
   * held what it held.
   */
  wouldList(access: Pick<Access, 'party' | 'roleArn' | 'person'>): boolean;
  /** ISO 8601 UTC. */
  asOf: string;
  /** The day that the register gives as the last review of a party, by its key. */
  typed: ReadonlyMap<string, string>;
  /** When the first run was that is known of. */
  since: string;
}

/** A decision that counts, and where it was sealed. */
interface Decided extends KnownDecision {
  by: string;
  at: string;
  file: string;
}

/**
 * What the sealed reviews of earlier runs come to now: which access is open, which decision is carried out, which is late.
 * Pure; the order in which reviews are given does not matter.
 */
export function reviewStanding(known: KnownDecisions, now: Now): ReviewStanding {
  const counting = known.reviews.filter(({ counts }) => counts);
  const decided = lastDecisions(counting);
  const present = new Map(now.accesses.map((access) => [access.id, access]));
  const ways = byRole(now.accesses);
  const standings = [
    ...now.accesses.map((access) => standingOf(access, decided.get(access.id), now)),
    ...[...decided.values()]
      .filter(({ access }) => !present.has(access.id))
      .map((decision) =>
        standingOfAbsent(decision, ways.get(decision.access.roleArn) ?? [], { ...now, decided }),
      ),
  ];
  const rank = (state: AccessState) => ACCESS_STATES.indexOf(state);
  const accesses = standings.sort((a, b) => rank(a.state) - rank(b.state) || compare(a, b));
  return {
    readAt: known.readAt,
    reviews: known.reviews.map(({ decisions, parties: _, ...review }) => ({
      ...review,
      decided: decisions.length,
    })),
    problems: known.problems,
    summary: tally(accesses),
    accesses,
    parties: partiesReviewed(counting).map((party) => ({
      ...party,
      typed: now.typed.get(party.key) ?? null,
    })),
    calendar: reviewCalendar(counting, now),
  };
}

/** When third parties were last reviewed, by what counts of the reviews that are known. */
export function reviewedParties(known: KnownDecisions | undefined): PartyReviewed[] {
  return partiesReviewed((known?.reviews ?? []).filter(({ counts }) => counts));
}

/** The last decision on each access. */
function lastDecisions(reviews: readonly KnownReview[]): Map<string, Decided> {
  const last = new Map<string, Decided>();
  for (const { by, at, file, decisions } of [...reviews].sort(compareReviews))
    for (const decision of decisions) last.set(decision.access.id, { ...decision, by, at, file });
  return last;
}

function compareReviews(a: KnownReview, b: KnownReview): number {
  return a.at === b.at ? (a.file < b.file ? -1 : 1) : a.at < b.at ? -1 : 1;
}

function byRole(accesses: readonly Access[]): Map<string, Access[]> {
  const roles = new Map<string, Access[]>();
  for (const access of accesses) {
    const known = roles.get(access.roleArn);
    if (known === undefined) roles.set(access.roleArn, [access]);
    else known.push(access);
  }
  return roles;
}

function standingOf(access: Access, decided: Decided | undefined, now: Now): AccessStanding {
  if (decided === undefined)
    return standing(access, 'open', 'Nobody has decided on it in a review that counts.', null);
  const { decision, until } = decided;
  const isOver = Date.parse(now.asOf) >= endOfDay(until);
  const [state, detail] =
    decision === 'keep'
      ? ((isOver ? undefined : grownAccess(access, decided.access)) ?? keptAccess(until, isOver))
      : decision === 'remove'
        ? still(
            isOver,
            until,
            `It was to be removed and is still there${access.person?.isDisabled === true ? ': disabled, with all that is assigned' : goesOnInWords(access)}.`,
          )
        : reducedAccess(access, decided, isOver);
  if (access.credentialsRead === false && isToBeDone(state))
    return standing(
      access,
      'not-known',
      `It was to be ${TO_BE[decision]}. Whether the user has a key or a password was not read, so that nobody can tell whether it is there.`,
      decided,
    );
  if (access.resource?.notKnown !== undefined && access.highestAccess === null && isToBeDone(state))
    return standing(
      access,
      'not-known',
      `It was to be ${TO_BE[decision]}. What it may do there is not known: ${access.resource.notKnown}.`,
      decided,
    );
  if (access.delegation?.standing === 'not-known' && isToBeDone(state))
    return standing(
      access,
      'not-known',
      `It was to be ${TO_BE[decision]}. Whether it is over is not known: nobody here knows its state, ${access.delegation.state}.`,
      decided,
    );
  return standing(access, state, detail, decided);
}

/** What a decision asks for, of something that may not be there any more. */
const TO_BE = { keep: 'decided on again', reduce: 'reduced', remove: 'removed' } as const;

/** Whether a state says that something is there which should not be, or not so. */
function isToBeDone(state: AccessState): boolean {
  return state === 'lapsed' || state === 'pending' || state === 'overdue' || state === 'changed';
}

function keptAccess(until: string, isOver: boolean): [AccessState, string] {
  return isOver
    ? ['lapsed', `It was kept until ${until}, which has passed, and is still there.`]
    : ['kept', `It may stay until ${until}.`];
}

/** A way in that was decided on and is not there any more. The party may come into the same role by another one. */
function standingOfAbsent(
  decided: Decided,
  onRole: readonly Access[],
  now: Now & { decided: ReadonlyMap<string, Decided> },
): AccessStanding {
  const { access, decision, until } = decided;
  if (!now.wasRead(access)) {
    return standing(
      access,
      'not-known',
      `${placeOf(access)} were not read${[access.resource, access.billing, access.delegation].every((one) => one === undefined) ? '' : ' or understood in full'}, so that nobody can tell whether it is there.`,
      decided,
    );
  }
  if (access.principal === CREDENTIALS && !now.wouldList(access))
    return standing(
      access,
      'not-known',
      'No entry of the register means this user by name or path any more, so that nobody can tell whether it is there: name it under users.',
      decided,
    );
  if (access.person !== undefined && !now.wouldList(access))
    return standing(
      access,
      'not-known',
      'By what the register has under identityCenter, this person need not be found any more, so that nobody can tell whether anything is assigned to it.',
      decided,
    );
  const other = onRole.find((one) => !now.decided.has(one.id) && isSameParty(one.party, access.party));
  if (other !== undefined && decision !== 'keep') {
    const isOver = Date.parse(now.asOf) >= endOfDay(until);
    const who =
      other.party.kind === 'public' ? `anyone who meets what is asked (${guardInWords(other)})` : 'the party';
    const what = `It was to be ${decision === 'remove' ? 'removed' : 'reduced'}; this way in is gone, and ${who} ${comesInto(access)} as ${other.principal}.`;
    return standing(access, ...still(isOver, until, what), decided);
  }
  if (access.party.accountId !== undefined && now.isOwn(access.party.accountId)) {
    const what = `Account ${access.party.accountId} is one of your own now, and what it may do is no access of a third party.`;
    return decision === 'keep'
      ? standing(access, 'gone', what, decided)
      : standing(
          access,
          'changed',
          `It was to be ${TO_BE[decision]}. ${what} Whether it still may is for a person to look at.`,
          decided,
        );
  }
  const byRegister = saidByRegister(access);
  const theirs = byRegister && onRole.find(({ principal }) => principal === access.principal);
  if (theirs && decision === 'remove' && access.party.kind === 'identity-provider') {
    const isOver = Date.parse(now.asOf) >= endOfDay(until);
    const what = `It was to be removed and is still there; the register gives the ${byRegister} to ${theirs.party.name} now.`;
    return standing(access, ...still(isOver, until, what), decided);
  }
  if (theirs)
    return standing(
      access,
      'not-known',
      `The ${byRegister} is still there as a way in of ${theirs.party.name}, and the register does not give it to this party any more, so that nobody can tell whether the party still comes by it.`,
      decided,
    );
  const undecided = onRole.filter(({ id }) => !now.decided.has(id));
  if (undecided.some((one) => mayBeRenamed(one, access)))
    return standing(
      access,
      'not-known',
      `A party by another name ${comesInto(access)} as ${access.principal}, so that nobody can tell whether it is the same one.`,
      decided,
    );
  const veiled = undecided.find(({ party }) => party.accountId === undefined && VEILED.has(party.kind));
  if (veiled !== undefined && access.party.accountId !== undefined)
    return standing(
      access,
      'not-known',
      `${veiled.party.name} ${comesInto(access)}, and nobody can tell whether account ${access.party.accountId} comes as that.`,
      decided,
    );
  const how =
    access.person === undefined
      ? ''
      : ' The person holds nothing, or is not found by the domains and groups of the register.';
  if (decision === 'keep')
    return standing(access, 'gone', `It was kept, and is not there any more.${how}`, decided);
  return standing(access, 'done', `It is not there any more.${how}`, decided);
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

function standing(
  access: Pick<
    Access,
    'id' | 'party' | 'accountId' | 'accountName' | 'roleArn' | 'roleName' | 'principal' | 'person'
  >,
  state: AccessState,
  detail: string,
  decided: Decided | null,
): AccessStanding {
  const { id, party, accountId, accountName, roleArn, roleName, principal, person } = access;
  return {
    ...{
      id,
      party: party.name,
      partyKey: party.key,
      accountId,
      accountName,
      roleArn,
      principal,
      state,
      detail,
    },
    ...(person === undefined ? {} : { name: roleName }),
    decided:
      decided === null
        ? null
        : {
            ...{ decision: decided.decision, until: decided.until, reason: decided.reason },
            ...{ by: decided.by, at: decided.at, file: decided.file },
          },
  };
}

function compare(a: AccessStanding, b: AccessStanding): number {
  const key = ({ party, accountId, roleArn, principal, id }: AccessStanding) =>
    [party, accountId, roleArn, principal, id].join('\n');
  return key(a) < key(b) ? -1 : 1;
}

function tally(accesses: readonly AccessStanding[]): ReviewStanding['summary'] {
  const counts = Object.fromEntries(ACCESS_STATES.map((state) => [state, 0])) as ReviewStanding['summary'];
  for (const { state } of accesses) counts[state] += 1;
  return counts;
}
