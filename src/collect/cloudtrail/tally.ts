import type {
  Activity,
  ActivityCall,
  ActivityEntry,
  ActivityRefusal,
  WayIn,
} from '../../model/facts/activity.ts';
import { sortedBy } from '../values.ts';
import type { TrailEvent } from './trail-event.ts';

/** Of one role so many ways in and refusals are kept apart; nobody reads more, and an attacker may make any number. */
const MOST_APART = 2000;
/** So many kinds of calls of one role: AWS has more actions, and a call that does harm is not to be hidden behind others. */
const MOST_CALLS = 20_000;
/** Calls of sessions whose beginning was not read yet. */
const MOST_WAITING = 100_000;
/** Events of an account that are told apart by their ids, so that none is counted twice that two trails have brought. */
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
  /** The same for refusals: roles, `other` for those that are not among them, and `unknown` where none is told. */
  overfullRefusals: string[];
}

export interface TallySetting {
  accountId: string;
  /** The roles that outsiders may assume, by ARN. */
  roles: ReadonlySet<string>;
  from: string;
  to: string;
}

export function createTally({ accountId, roles, from, to }: TallySetting): Tally {
  const seen = { entries: new Set<string>(), refusals: new Set<string>(), calls: new Set<string>() };
  const entries = new Map<string, ActivityEntry>();
  const refusals = new Map<string, ActivityRefusal>();
  /** Of sessions that are known, by role, party and call. */
  const calls = new Map<string, ActivityCall>();
  /** Of sessions whose beginning was not read yet, by their keys: files and Regions come in any order. */
  const waiting = new Map<string, Map<string, WaitingCall>>();
  const sessions = new Map<string, BegunSession>();
  /** Keys of sessions that AWS services or the account's own people began in such a role. */
  const insiders = new Set<string>();
  const apart = new Map<string, number>();
  const overfull = new Set<string>();
  const overfullRefusals = new Set<string>();
  let waits = 0;
  /** What is on record of a switch in the console is without the path of the role; names are unique in an account. */
  const byName = new Map([...roles].map((arn) => [arn.replace(/:role\/.*\//, ':role/'), arn]));

  /** Whether one more may be kept apart. */
  function hasRoom(place: string, most: number): boolean {
    const kept = apart.get(place) ?? 0;
    if (kept < most) apart.set(place, kept + 1);
    return kept < most;
  }

  /** Whether an event came before. Where there is no room to tell, the count of its role is not believed. */
  function isKnown(ids: Set<string>, { id }: TrailEvent, tooMany: () => void): boolean {
    if (ids.has(id)) return true;
    if (ids.size < MOST_IDS) ids.add(id);
    else tooMany();
    return ids.size >= MOST_IDS && !ids.has(id);
  }

  function addEntry(role: string, way: WayIn, event: TrailEvent): void {
    if (isKnown(seen.entries, event, () => overfull.add(role))) return;
    begin(role, way, event);
    const key = JSON.stringify([role, way]);
    let entry = entries.get(key);
    if (entry === undefined) {
      if (!hasRoom(`entries ${role}`, MOST_APART)) {
        overfull.add(role);
        return;
      }
      entry = { role, ...way, count: 0, firstAt: event.at, lastAt: event.at, days: [] };
      entries.set(key, entry);
    }
    count(entry, event);
    addDay(entry, event);
  }

  function begin(roleArn: string, { accountId: of, provider }: WayIn, { issuedKey: key, at }: TrailEvent) {
    if (key === null) return;
    const session = { roleArn, key, at, party: { accountId: of, provider } };
    sessions.set(key, session);
    settle(key, session.party);
  }

  /** What a session called before its beginning was read. */
  function settle(key: string, party: BegunSession['party']): void {
    const found = waiting.get(key);
    if (found === undefined) return;
    waiting.delete(key);
    waits -= found.size;
    for (const call of found.values()) join(party, call);
  }

  function join(
    party: BegunSession['party'],
    { role, service, name, errorCode, ...times }: WaitingCall,
  ): void {
    const { accountId: of, provider } = party;
    const key = JSON.stringify([role, of, provider, service, name, errorCode]);
    const known = calls.get(key);
    if (known !== undefined) {
      known.count += times.count;
      if (times.firstAt < known.firstAt) known.firstAt = times.firstAt;
      if (times.lastAt > known.lastAt) known.lastAt = times.lastAt;
    } else if (hasRoom(`calls ${role}`, MOST_CALLS)) {
      calls.set(key, { role, accountId: of, provider, service, name, errorCode, ...times });
    } else overfull.add(role);
  }

  function addRefusal(asked: string | null, way: WayIn, errorCode: string, event: TrailEvent): void {
    // Anybody may ask for roles of any name: what is not there takes one place for all.
    const place = asked === null ? 'unknown' : roles.has(asked) ? asked : 'other';
    if (isKnown(seen.refusals, event, () => overfullRefusals.add(place))) return;
    const { at, tellsRequest } = event;
    const key = JSON.stringify([asked, way, tellsRequest, errorCode]);
    let refusal = refusals.get(key);
    if (refusal === undefined) {
      if (!hasRoom(`refusals ${place}`, MOST_APART)) {
        overfullRefusals.add(place);
        return;
      }
      refusal = { role: asked, ...way, tellsRequest, errorCode, count: 0, firstAt: at, lastAt: at };
      refusals.set(key, refusal);
    }
    count(refusal, event);
  }

  function addCall({ roleArn: role, key }: NonNullable<TrailEvent['session']>, event: TrailEvent): void {
    if (insiders.has(key) || isKnown(seen.calls, event, () => overfull.add(role))) return;
    const { service, name, errorCode, at } = event;
    const call = { role, service, name, errorCode, count: 1, firstAt: at, lastAt: at };
    const session = sessions.get(key);
    if (session !== undefined) {
      join(session.party, call);
      return;
    }
    const found = waiting.get(key) ?? new Map<string, WaitingCall>();
    const kind = JSON.stringify([role, service, name, errorCode]);
    const known = found.get(kind);
    if (known !== undefined) {
      count(known, event);
      return;
    }
    if (waits >= MOST_WAITING) {
      overfull.add(role);
      return;
    }
    waits += 1;
    waiting.set(key, found.set(kind, call));
  }

  return {
    add(event) {
      if (event.at < from || event.at > to) return false;
      if (event.recipient !== null && event.recipient !== accountId) return false;
      const { way, errorCode, session, issuedKey, isEntry, name } = event;
      const asked = event.roleArn ?? '';
      const roleArn = (name === 'SwitchRole' && byName.get(asked)) || event.roleArn;
      const isOutsider = way !== null && way.accountId !== accountId;
      if (session !== null && roles.has(session.roleArn)) addCall(session, event);
      if (!isEntry) return false;
      if (isOutsider && errorCode !== null) {
        addRefusal(roleArn, way, errorCode, event);
        return true;
      }
      if (errorCode !== null || roleArn === null || !roles.has(roleArn)) return false;
      if (isOutsider) addEntry(roleArn, way, event);
      else if (issuedKey !== null && insiders.size < MOST_IDS) {
        insiders.add(issuedKey);
        waits -= waiting.get(issuedKey)?.size ?? 0;
        waiting.delete(issuedKey);
      }
      return isOutsider;
    },

    newestSessions(most) {
      return [...sessions.values()]
        .sort((a, b) => (a.at === b.at ? (a.key < b.key ? -1 : 1) : a.at > b.at ? -1 : 1))
        .slice(0, most);
    },

    result(lookedInto) {
      for (const key of [...waiting.keys()]) settle(key, { accountId: null, provider: null });
      return {
        entries: inOrder([...entries.values()].map(withDaysInOrder)),
        refusals: inOrder([...refusals.values()]),
        calls: inOrder([...calls.values()]),
        sessions: counted([...sessions.values()], lookedInto),
        overfull: [...overfull].sort(),
        overfullRefusals: [...overfullRefusals].sort(),
      };
    },
  };
}

/** A call of a session of which it is not known yet whose it is. */
type WaitingCall = Omit<ActivityCall, 'accountId' | 'provider'>;

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
