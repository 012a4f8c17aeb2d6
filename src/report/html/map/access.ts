import type { GuardStrength } from '../../../model/guard-strength.ts';
import { partyKey } from '../../../model/party.ts';
import type { AuditReport } from '../../../model/report.ts';
import type { RoleInventoryEntry } from '../../../model/role-inventory-entry.ts';
import type {
  PartyDelegation,
  PartyResource,
  PartyShare,
  PartyUser,
  PersonHolds,
  ThirdPartySummary,
} from '../../../model/third-party-summary.ts';
import type { Walks } from '../../walk.ts';
import { guardOf } from '../parties/guards.ts';
import { greaterPower, isGreater, type Power, powerOf } from './power.ts';

/**
 * How a party gets in, the worst first; `roleless` where it has or is offered a share, a resource admits it by its own
 * policy, temporary delegation may let it in, or it receives the bills, and it enters by no role; `closed` where roles name it and none of them is open to it now.
 */
export const WAYS = ['none', 'weak', 'strong', 'roleless', 'closed'] as const;

export type Way = GuardStrength | 'roleless' | 'closed';

/** How one party, or several taken together, may enter one account. */
export interface Access {
  /** Of the least guarded of the open ways. */
  way: Way;
  /** The most that roles which are guarded no better may do. */
  power: Power;
  /** Whether roles which are guarded better may do more. */
  more: boolean;
  /** What shares, resources, delegation and bills let it do besides, where there are some. */
  beside?: Power;
}

/** Of each way into an account the greatest power. */
type Ways = Partial<Record<Way, Power>>;

/** Where a party may go: by account id what it may enter, and the accounts that it gets into from there alone. */
export interface PartyAccess {
  summary: ThirdPartySummary;
  entered: Map<string, Ways>;
  /** Those of them in which it has the keys or the password of a user. */
  asUser: string[];
  /** Those in which somebody of it holds a permission set of IAM Identity Center. */
  asPerson: string[];
  /** Those of which it has or is offered a share. */
  byShare: string[];
  /** Those with resources that admit it by themselves. */
  byResource: string[];
  /** Those whose consent to temporary delegation it has, or may have. */
  byDelegation: string[];
  /** Management accounts of organizations whose bills it receives. */
  byBills: string[];
  onward: string[];
}

/** What each party may enter, in the order of the report. A role is looked at once, a grant too. */
export function partyAccess(
  { thirdParties }: AuditReport,
  walks: Pick<Walks, 'roles' | 'names'>,
): () => PartyAccess[] {
  const all = new Map(
    thirdParties.map((summary) => [
      partyKey(summary.party),
      {
        summary,
        open: new Set(summary.reachable.direct.roles),
        unclear: new Set(summary.reachable.unclear),
        entered: new Map<string, Ways>(),
        asUser: new Set<string>(),
        asPerson: new Set<string>(),
      },
    ]),
  );
  const enter = (entered: Map<string, Ways>, accountId: string, way: Way, power: Power) =>
    void entered.set(accountId, joined(entered.get(accountId) ?? {}, { [way]: power }));
  for (const { summary, entered, asUser } of all.values())
    for (const user of summary.users ?? []) {
      const way = wayOfUser(user);
      enter(entered, user.accountId, way, user.highestAccess ?? 'nothing');
      if (way !== 'closed') asUser.add(user.accountId);
    }
  return walks.roles.gather(
    (role) => {
      for (const [key, guard] of weakestGuards(role)) {
        const party = all.get(key);
        if (party === undefined) continue;
        const way = party.open.has(role.roleArn) ? guard : 'closed';
        enter(party.entered, role.accountId, way, powerOf(role, !party.unclear.has(role.roleArn)));
      }
    },
    () =>
      [...all.values()].map(({ summary, entered, asUser, asPerson }) => {
        for (const { isDisabled, assignments } of summary.people ?? [])
          for (const held of assignments) {
            if (!walks.names().has(held.accountId)) continue;
            enter(entered, held.accountId, isDisabled ? 'closed' : 'weak', powerOfHeld(held));
            if (!isDisabled) asPerson.add(held.accountId);
          }
        const onward = summary.reachable.transitive.accounts.filter((accountId) => !entered.has(accountId));
        // An offer may be taken up at any time.
        const shares = (summary.shares ?? []).filter(({ direction }) => direction === 'given');
        for (const share of shares) enter(entered, share.accountId, 'roleless', powerOfShare(share));
        const { resources = [] } = summary;
        for (const one of resources) enter(entered, one.accountId, 'roleless', powerAt(one));
        // One that waits for somebody here to accept it lets nobody in.
        const delegations = (summary.delegations ?? []).filter(({ standing }) => standing !== 'asks');
        for (const one of delegations) enter(entered, one.accountId, 'roleless', powerAsked(one));
        const bills = (summary.billing ?? [])
          .map((one) => ({ accountId: one.managementAccountId }))
          .filter(({ accountId }) => walks.names().has(accountId));
        // What accounts use and cost is read of the management account, and nothing in it is entered.
        for (const { accountId } of bills) enter(entered, accountId, 'roleless', 'read');
        return {
          ...{ summary, entered, asUser: [...asUser], asPerson: [...asPerson] },
          ...{ byShare: accountsOf(shares), byResource: accountsOf(resources), onward },
          ...{ byDelegation: accountsOf(delegations), byBills: accountsOf(bills) },
        };
      }),
  );
}

function accountsOf(places: ReadonlyArray<{ accountId: string }>): string[] {
  return [...new Set(places.map(({ accountId }) => accountId))];
}

/** What a permission set gives where it is held; more than what is known of it, where not all was read. */
function powerOfHeld({ highestAccess, notKnown }: PersonHolds): Power {
  if (highestAccess === 'admin') return 'admin';
  return highestAccess === undefined || notKnown !== undefined ? 'unknown' : (highestAccess ?? 'nothing');
}

/** What a share of AWS RAM lets its holder do, no listing says. */
function powerOfShare({ service, permission }: PartyShare): Power {
  if (service !== 'wellarchitected') return 'unknown';
  if (permission === undefined || permission === 'READONLY') return 'read';
  return permission === 'CONTRIBUTOR' ? 'write' : 'unknown';
}

/** The same of a delegation, of whose policy it is known where it gives nothing. */
function powerAsked({ highestAccess, notKnown }: PartyDelegation): Power {
  return highestAccess === null && notKnown === undefined
    ? 'nothing'
    : powerAt({ highestAccess, ...(notKnown === undefined ? {} : { notKnown }) });
}

/** What a resource lets a party do; more than what is known of it, where not all was read or understood. */
function powerAt({ highestAccess, notKnown }: Pick<PartyResource, 'highestAccess' | 'notKnown'>): Power {
  if (highestAccess === 'admin') return 'admin';
  return notKnown === undefined ? (highestAccess ?? 'unknown') : 'unknown';
}

/**
 * Whoever has a key or a password is the user, and nothing is asked but MFA, at the console alone. Credentials that were not
 * read are taken for some.
 */
function wayOfUser({ activeKeys, password, mfa }: PartyUser): Way {
  if (activeKeys !== 0) return 'none';
  if (password === false) return 'closed';
  return mfa === true ? 'weak' : 'none';
}

/** Whom a role admits, by key, with the weakest of its guards: one that lets everybody in makes all others idle. */
function weakestGuards({ admits }: RoleInventoryEntry): Map<string, GuardStrength> {
  const guards = new Map<string, GuardStrength>();
  for (const grant of admits) {
    if (grant.party.kind === 'own') continue;
    const key = partyKey(grant.party);
    const known = guards.get(key) ?? 'strong';
    const guard = guardOf(grant);
    guards.set(key, WAYS.indexOf(guard) < WAYS.indexOf(known) ? guard : known);
  }
  return guards;
}

function joined(a: Ways, b: Ways): Ways {
  const all = { ...a };
  for (const way of WAYS) {
    const power = b[way];
    if (power !== undefined) all[way] = greaterPower(all[way] ?? power, power);
  }
  return all;
}

const GUARDS = ['none', 'weak', 'strong'] as const satisfies readonly Way[];

/** The worst of the ways into an account. */
export function worstOf(ways: Ways): Access {
  const way = WAYS.find((one) => ways[one] !== undefined) ?? 'closed';
  const power = ways[way] ?? 'unknown';
  const roles = GUARDS.filter((one) => ways[one] !== undefined);
  const more = way !== 'roleless' && roles.some((one) => isGreater(ways[one] ?? 'nothing', power));
  const beside = way === 'roleless' ? undefined : ways.roleless;
  return { way, power, more, ...(beside === undefined ? {} : { beside }) };
}

/** By account, what a party or several may enter, and the accounts that all of them get into from others alone. */
export interface RowAccess {
  accounts: Map<string, Access>;
  onward: Set<string>;
}

export function together(parties: readonly PartyAccess[]): RowAccess {
  const entered = new Map<string, Ways>();
  for (const party of parties) {
    for (const [accountId, ways] of party.entered)
      entered.set(accountId, joined(entered.get(accountId) ?? {}, ways));
  }
  const isEnteredByRole = (accountId: string) =>
    Object.keys(entered.get(accountId) ?? {}).some((way) => way !== 'roleless');
  const onward = parties.flatMap((party) => party.onward).filter((accountId) => !isEnteredByRole(accountId));
  return {
    accounts: new Map([...entered].map(([accountId, ways]) => [accountId, worstOf(ways)])),
    onward: new Set(onward),
  };
}
