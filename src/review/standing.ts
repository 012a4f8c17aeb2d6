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
import { absentAccess } from './absent.ts';
import { goesOnInWords } from './agreements.ts';
import { reviewCalendar } from './calendar.ts';
import type { Now } from './now.ts';
import { type PartyReviewed, partiesReviewed } from './parties.ts';
import { grownAccess, reducedAccess, still, TO_BE } from './reduced.ts';

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
      .map((decision) => {
        const onRole = ways.get(decision.access.roleArn) ?? [];
        return standing(decision.access, ...absentAccess(decision, onRole, { ...now, decided }), decision);
      }),
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
  const unknown = isToBeDone(state) ? notKnownOf(access) : undefined;
  if (unknown !== undefined)
    return standing(access, 'not-known', `It was to be ${TO_BE[decision]}. ${unknown}`, decided);
  return standing(access, state, detail, decided);
}

/** Why nobody can tell whether an access that is listed gives anything, in a sentence; undefined where it is known. */
function notKnownOf({ credentialsRead, resource, highestAccess, delegation }: Access): string | undefined {
  if (credentialsRead === false)
    return 'Whether the user has a key or a password was not read, so that nobody can tell whether it is there.';
  if (resource?.notKnown !== undefined && highestAccess === null)
    return `What it may do there is not known: ${resource.notKnown}.`;
  if (delegation?.standing === 'not-known')
    return `Whether it is over is not known: nobody here knows its state, ${delegation.state}.`;
  return undefined;
}

/** Whether a state says that something is there which should not be, or not so. */
function isToBeDone(state: AccessState): boolean {
  return state === 'lapsed' || state === 'pending' || state === 'overdue' || state === 'changed';
}

function keptAccess(until: string, isOver: boolean): [AccessState, string] {
  return isOver
    ? ['lapsed', `It was kept until ${until}, which has passed, and is still there.`]
    : ['kept', `It may stay until ${until}.`];
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
