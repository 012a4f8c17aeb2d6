import type { Access } from '../model/review.ts';
import type { PartyBilling, PartyDelegation } from '../model/third-party-summary.ts';

/** What a third party has by an agreement, without role, user, share or resource: bills, and temporary delegation. */
type Agreed = Pick<Access, 'id' | 'accountId' | 'roleArn' | 'roleName' | 'principal' | 'highestAccess'> &
  Partial<Pick<Access, 'billing' | 'delegation' | 'administered'>> & { from: string; findingsOn: string[] };

/**
 * Who receives the bills of an organization, once for each account that does, by however many transfers: one that follows
 * on another is no other access. Reports of earlier versions do not say by which account.
 *
 * @param idOf an id of the access, from what stays the same in every run
 */
export function accessesByBills(
  billing: readonly PartyBilling[],
  idOf: (...parts: string[]) => string,
): Agreed[] {
  const found = new Map<string, Agreed>();
  for (const one of billing) {
    const { organizationId, managementAccountId, targetAccountId: from, startsAt, endsAt, resourceArn } = one;
    if (from === undefined) continue;
    const id = idOf('bills', managementAccountId, from);
    const { billing: before, findingsOn = [] } = found.get(id) ?? {};
    const whose = organizationId ?? `the organization of ${managementAccountId}`;
    found.set(id, {
      ...{ id, accountId: managementAccountId, from, highestAccess: null },
      roleArn: `aws:organizations:global:${managementAccountId}:bills`,
      roleName: `bills of ${whose}`,
      principal: `the management account ${from}, which receives them`,
      billing: before === undefined ? { organizationId, startsAt, endsAt } : joined(before, one),
      findingsOn: [...findingsOn, ...(resourceArn === undefined ? [] : [resourceArn])],
    });
  }
  return [...found.values()];
}

type Bills = NonNullable<Access['billing']>;

/** From the first beginning to the last end; null where one is not told. */
function joined(a: Bills, b: Pick<PartyBilling, 'startsAt' | 'endsAt'>): Bills {
  const both = <T>(one: T | null, other: T | null, pick: (x: T, y: T) => T) =>
    one === null || other === null ? null : pick(one, other);
  return {
    organizationId: a.organizationId,
    startsAt: both(a.startsAt, b.startsAt, (x, y) => (x < y ? x : y)),
    endsAt: both(a.endsAt, b.endsAt, (x, y) => (x > y ? x : y)),
  };
}

/** A request for temporary delegation, as long as it waits or may let in whoever asks. */
export function accessByDelegation(
  { accountId, requestId, requestorId, resourceArn, highestAccess, administers, ...asked }: PartyDelegation,
  idOf: (...parts: string[]) => string,
): Agreed {
  const { standing, state, sessionSeconds, expiresAt, roleBoundaryArns, notKnown, permissions } = asked;
  return {
    ...{ id: idOf('delegation', resourceArn), accountId, roleArn: resourceArn, from: requestorId },
    roleName: requestId,
    principal: `account ${requestorId}, by temporary delegation`,
    highestAccess,
    ...(administers === true ? { administered: 'is' as const } : {}),
    delegation: {
      ...{ standing, state, sessionSeconds, expiresAt, roleBoundaryArns },
      ...(notKnown === undefined ? {} : { notKnown }),
      ...(permissions === undefined ? {} : { permissions }),
    },
    findingsOn: [resourceArn],
  };
}

/** What whoever receives the bills of an organization sees and decides. */
export function billsInWords({ startsAt, endsAt }: Bills): string {
  const when = [
    ...(startsAt === null ? [] : [`from ${startsAt.slice(0, 10)}`]),
    ...(endsAt === null ? [] : [`until ${endsAt.slice(0, 10)}`]),
  ];
  return [
    'see what every account of the organization uses and costs, and set the prices that it sees',
    ...when,
  ].join(', ');
}

/** What a request gives, and whether anybody has agreed to it. */
export function delegationInWords({
  highestAccess,
  administered,
  delegation,
}: Pick<Access, 'highestAccess' | 'administered'> & {
  delegation: NonNullable<Access['delegation']>;
}): string {
  const { standing, state, sessionSeconds, expiresAt, roleBoundaryArns, notKnown } = delegation;
  const power =
    administered === 'is'
      ? 'administer the account'
      : highestAccess === null
        ? notKnown === undefined
          ? 'nothing'
          : 'nothing that is known'
        : `up to ${highestAccess}`;
  const long = sessionSeconds === null ? '' : ` for ${Math.round(sessionSeconds / 60)} minutes`;
  const named = roleBoundaryArns.slice(0, NAMED);
  const rest = roleBoundaryArns.length - named.length;
  return [
    `${power}${long}`,
    ...(notKnown === undefined ? [] : [`not known in full: ${notKnown}`]),
    ...(named.length === 0
      ? []
      : [
          `may leave roles with the permissions boundary ${named.join(' or ')}${rest > 0 ? ` or ${rest} more` : ''}`,
        ]),
    standing === 'not-known' ? `what its state means, ${state}, is not known` : STANDINGS[standing],
    ...(expiresAt === null ? [] : [`ends on ${expiresAt.slice(0, 10)}`]),
  ].join('; ');
}

/** What there is to know of one that is still there though it was to be removed; empty where that is nothing. */
export function goesOnInWords({ billing, delegation }: Pick<Access, 'billing' | 'delegation'>): string {
  if (billing?.endsAt != null) return `: the bills go there until ${billing.endsAt.slice(0, 10)}`;
  return delegation?.standing === 'let-in'
    ? ': its token was sent, and IAM does not say that it is over'
    : '';
}

/** Boundaries that are named; the others are in report.json. */
const NAMED = 3;

const STANDINGS = {
  asks: 'nobody has accepted it yet',
  accepted: 'accepted, its token not sent yet',
  'let-in': 'accepted, its token sent',
} as const;
