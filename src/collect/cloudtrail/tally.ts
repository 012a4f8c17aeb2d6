import type {
  Activity,
  ActivityCall,
  ActivityEntry,
  ActivityRefusal,
  WayIn,
} from '../../model/facts/activity.ts';
import { sortedBy } from '../values.ts';
import type { TrailEvent } from './trail-event.ts';

/** Of one role so many ways in, refusals and calls are kept apart; nobody reads more, and an attacker may make any number. */
const MOST_APART = 2000;
/** Entries of an account that are told apart by their ids, so that none is counted twice that two trails have brought. */
const MOST_IDS = 500_000;

/** A session that an outsider began. */
export interface BegunSession {
  roleArn: string;
  key: string;
  at: string;
  party: Pick<ActivityCall, 'accountId' | 'provider'>;
}

/** Counts events as they come, in any order, and keeps none of them. */
export interface Tally {
  /** Whether it counts as an entry, or as a refused one. */
  add(event: TrailEvent): boolean;
  /** The last that were begun, the newest first. */
  newestSessions(most: number): BegunSession[];
  result(lookedInto: (session: BegunSession) => boolean): Counts;
}

export interface Counts extends Pick<Activity, 'entries' | 'refusals' | 'calls' | 'sessions'> {
  /** Roles of which not everything is counted, since there was too much of it. */
  overfull: string[];
}

export interface TallySetting {
  accountId: string;
  /** The roles that outsiders may assume, by ARN. */
  roles: ReadonlySet<string>;
  from: string;
  to: string;
}

export function createTally({ accountId, roles, from, to }: TallySetting): Tally {
  const seen = new Set<string>();
  const entries = new Map<string, ActivityEntry>();
  const refusals = new Map<string, ActivityRefusal>();
  /** By role, session and call, until it is known whose sessions they were. */
  const calls = new Map<string, Omit<ActivityCall, 'accountId' | 'provider'> & { key: string }>();
  const sessions = new Map<string, BegunSession>();
  /** Keys of sessions that AWS services or the account's own people began in such a role. */
  const insiders = new Set<string>();
  const apart = new Map<string, number>();
  const overfull = new Set<string>();

  /** Whether one more may be kept apart of a role. */
  function hasRoom(role: string, kind: string): boolean {
    const place = `${kind} ${role}`;
    const kept = apart.get(place) ?? 0;
    if (kept >= MOST_APART) overfull.add(role);
    else apart.set(place, kept + 1);
    return kept < MOST_APART;
  }

  function addEntry(role: string, way: WayIn, event: TrailEvent): void {
    if (seen.has(event.id)) return;
    if (seen.size >= MOST_IDS) {
      overfull.add(role);
      return;
    }
    seen.add(event.id);
    const key = JSON.stringify([role, way]);
    let entry = entries.get(key);
    if (entry === undefined) {
      if (!hasRoom(role, 'entries')) return;
      entry = { role, ...way, count: 0, firstAt: event.at, lastAt: event.at, days: [] };
      entries.set(key, entry);
    }
    count(entry, event);
    addDay(entry, event);
    const { accountId: of, provider } = way;
    if (event.issuedKey !== null)
      sessions.set(event.issuedKey, {
        roleArn: role,
        key: event.issuedKey,
        at: event.at,
        party: { accountId: of, provider },
      });
  }

  function addRefusal(role: string | null, way: WayIn, errorCode: string, event: TrailEvent): void {
    const { at, tellsRequest } = event;
    const key = JSON.stringify([role, way, tellsRequest, errorCode]);
    let refusal = refusals.get(key);
    if (refusal === undefined) {
      if (!hasRoom(role ?? 'refusals', 'refusals')) return;
      refusal = { role, ...way, tellsRequest, errorCode, count: 0, firstAt: at, lastAt: at };
      refusals.set(key, refusal);
    }
    count(refusal, event);
  }

  function addCall({ roleArn: role, key: of }: NonNullable<TrailEvent['session']>, event: TrailEvent): void {
    const { service, name, errorCode } = event;
    const key = JSON.stringify([role, of, service, name, errorCode]);
    let call = calls.get(key);
    if (call === undefined) {
      if (!hasRoom(role, 'calls')) return;
      call = { key: of, role, service, name, errorCode, count: 0, firstAt: event.at, lastAt: event.at };
      calls.set(key, call);
    }
    count(call, event);
  }

  return {
    add(event) {
      if (event.at < from || event.at > to) return false;
      if (event.recipient !== null && event.recipient !== accountId) return false;
      const { roleArn, way, errorCode, session, issuedKey, isEntry } = event;
      const isOutsider = way !== null && way.accountId !== accountId;
      if (session !== null && roles.has(session.roleArn)) addCall(session, event);
      if (!isEntry) return false;
      if (isOutsider && errorCode !== null) {
        addRefusal(roleArn, way, errorCode, event);
        return true;
      }
      if (errorCode !== null || roleArn === null || !roles.has(roleArn)) return false;
      if (isOutsider) addEntry(roleArn, way, event);
      else if (issuedKey !== null && insiders.size < MOST_IDS) insiders.add(issuedKey);
      return isOutsider;
    },

    newestSessions(most) {
      return [...sessions.values()]
        .sort((a, b) => (a.at === b.at ? (a.key < b.key ? -1 : 1) : a.at > b.at ? -1 : 1))
        .slice(0, most);
    },

    result(lookedInto) {
      return {
        entries: inOrder([...entries.values()].map(withDaysInOrder)),
        refusals: inOrder([...refusals.values()]),
        calls: inOrder(
          joined(
            [...calls.values()].filter(({ key }) => !insiders.has(key)),
            sessions,
          ),
        ),
        sessions: counted([...sessions.values()], lookedInto),
        overfull: [...overfull].sort(),
      };
    },
  };
}

function count(kept: { count: number; firstAt: string; lastAt: string }, { at }: TrailEvent): void {
  kept.count += 1;
  if (at < kept.firstAt) kept.firstAt = at;
  if (at > kept.lastAt) kept.lastAt = at;
}

function addDay(entry: ActivityEntry, { at }: TrailEvent): void {
  const name = at.slice(0, 10);
  const quarter = Number(at.slice(11, 13)) * 4 + Math.floor(Number(at.slice(14, 16)) / 15);
  // Events come in some order of time, so that it is one of the last days as a rule.
  let day = entry.days.findLast((one) => one.day === name);
  if (day === undefined) {
    day = { day: name, count: 0, quarters: [] };
    entry.days.push(day);
  }
  day.count += 1;
  if (!day.quarters.includes(quarter)) day.quarters.push(quarter);
}

function withDaysInOrder(entry: ActivityEntry): ActivityEntry {
  const days = entry.days.map(({ quarters, ...day }) => ({
    ...day,
    quarters: quarters.toSorted((a, b) => a - b),
  }));
  return { ...entry, days: sortedBy(days, ({ day }) => day) };
}

/** The calls of all sessions of one party together: the keys of sessions are not kept. */
function joined(
  calls: ReadonlyArray<Omit<ActivityCall, 'accountId' | 'provider'> & { key: string }>,
  sessions: ReadonlyMap<string, BegunSession>,
): ActivityCall[] {
  const byParty = new Map<string, ActivityCall>();
  for (const { key: of, count: times, ...call } of calls) {
    const { accountId, provider } = sessions.get(of)?.party ?? { accountId: null, provider: null };
    const key = JSON.stringify([call.role, accountId, provider, call.service, call.name, call.errorCode]);
    const known = byParty.get(key);
    if (known === undefined) {
      const { role, ...rest } = call;
      byParty.set(key, { role, accountId, provider, ...rest, count: times });
      continue;
    }
    known.count += times;
    if (call.firstAt < known.firstAt) known.firstAt = call.firstAt;
    if (call.lastAt > known.lastAt) known.lastAt = call.lastAt;
  }
  return [...byParty.values()];
}

function counted(
  sessions: readonly BegunSession[],
  lookedInto: (session: BegunSession) => boolean,
): Activity['sessions'] {
  const byRole = new Map<string, { role: string; begun: number; lookedInto: number }>();
  for (const session of sessions) {
    const role = byRole.get(session.roleArn) ?? { role: session.roleArn, begun: 0, lookedInto: 0 };
    role.begun += 1;
    if (lookedInto(session)) role.lookedInto += 1;
    byRole.set(session.roleArn, role);
  }
  return sortedBy([...byRole.values()], ({ role }) => role);
}

/** By all that tells one from another, in the order of its members. */
function inOrder<T extends object>(things: readonly T[]): T[] {
  return sortedBy(things, (thing) => JSON.stringify(thing));
}
