import type { OutcomeEvidence } from '../../model/check.ts';
import { type Activity, type ActivityEntry, REFUSALS, type WayIn } from '../../model/facts/activity.ts';
import { jsonPointer } from '../../model/json-pointer.ts';
import type { RegisteredThirdParty, ThirdPartyRef } from '../../model/party.ts';
import type { AccountStudy } from '../../model/study.ts';
import { federatedParty } from '../../parties/federated-party.ts';
import { standingOfProvider } from '../../parties/outside-providers.ts';
import { partyName } from '../../parties/party-name.ts';
import { accountRef } from '../../parties/third-party.ts';
import { listed } from './wording.ts';

/** An outsider of whom CloudTrail has something. */
export interface Outsider {
  /** The account or the issuer that they come by. */
  key: string;
  party: ThirdPartyRef;
  /** The register's entry; undefined where the party is not registered. */
  entry?: RegisteredThirdParty;
}

/** An entry of an outsider, and its place in the fact. */
export interface CameIn {
  entry: ActivityEntry;
  index: number;
}

/** An outsider who came into a role. */
export interface Visitor extends Outsider {
  came: readonly CameIn[];
}

const DAY_MS = 86_400_000;

/** More of a kind than these are counted, and not named or shown. */
export const MOST_SHOWN = 5;

/**
 * Who came, by account or by issuer; undefined for own accounts and own identity providers, and where nobody knows whose
 * the provider is. CloudTrail does not tell SAML providers by name, and those of an account are its own staff's as a rule.
 */
export function outsiderOf(
  { accountId, provider }: Pick<WayIn, 'accountId' | 'provider'>,
  { account, parties }: AccountStudy,
): Outsider | undefined {
  if (provider !== null) {
    const issuer = provider.replace(/^arn:[^/]*:oidc-provider\//, '');
    if (issuer.startsWith('arn:') || !/[./]/.test(issuer) || standingOfProvider(issuer) !== 'outside')
      return undefined;
    const party = federatedParty({ kind: 'web-identity', value: provider, provider: issuer });
    return party === null ? undefined : { key: issuer, party };
  }
  if (accountId === null || accountId === account.accountId) return undefined;
  const who = parties.whoIs(accountId);
  if (who.kind === 'own') return undefined;
  const outsider = { key: accountId, party: accountRef(who) };
  return who.kind === 'registered' ? { ...outsider, entry: who.entry } : outsider;
}

/** The outsiders who came into each role, by its ARN. */
export function visitorsByRole(
  activity: Activity,
  study: AccountStudy,
): ReadonlyMap<string, readonly Visitor[]> {
  return study.once(visitorsIn, activity);
}

function visitorsIn({ entries }: Activity, study: AccountStudy): Map<string, Visitor[]> {
  const roles = new Map<string, Map<string, Outsider & { came: CameIn[] }>>();
  for (const [index, entry] of entries.entries()) {
    const outsider = outsiderOf(entry, study);
    if (outsider === undefined) continue;
    const visitors = roles.get(entry.role) ?? new Map();
    roles.set(entry.role, visitors);
    const known = visitors.get(outsider.key);
    if (known === undefined) visitors.set(outsider.key, { ...outsider, came: [{ entry, index }] });
    else known.came.push({ entry, index });
  }
  return new Map([...roles].map(([role, visitors]) => [role, [...visitors.values()]]));
}

/**
 * What of the record of a role was not read, in a sentence; undefined where all of it was. Where refusals have no room
 * only what is said of refusals is not known.
 */
export function unreadOf(
  { perResource }: Activity,
  roleArn: string,
  { refusals = false }: { refusals?: boolean } = {},
): string | undefined {
  const missing = perResource.find(
    ({ resource, fact }) =>
      fact.status === 'NOT_COLLECTED' && isAbout(resource, roleArn) && (refusals || !isOfRefusals(resource)),
  );
  return missing?.fact.status === 'NOT_COLLECTED'
    ? `Not all of what CloudTrail has was read: ${missing.fact.message}`
    : undefined;
}

function isAbout(resource: string, roleArn: string): boolean {
  const [, of = resource] = resource.split(`:${REFUSALS}`);
  return !of.startsWith('arn:') || of === roleArn;
}

function isOfRefusals(resource: string): boolean {
  return resource.includes(`:${REFUSALS}`);
}

/** Entries as they stand in the fact, the first few of them. */
export function entryEvidence(came: readonly CameIn[], marks: string[] = []): OutcomeEvidence[] {
  return came.slice(0, MOST_SHOWN).map(({ entry, index }) => ({
    fact: 'activity',
    region: 'global',
    pointer: jsonPointer('entries', index),
    value: entry,
    ...(marks.length === 0 ? {} : { marks }),
  }));
}

export function timesOf(came: ReadonlyArray<Pick<CameIn, 'entry'>>): number {
  return came.reduce((sum, { entry }) => sum + entry.count, 0);
}

/** The last of them. */
export function lastOf(came: ReadonlyArray<Pick<CameIn, 'entry'>>): string {
  return came.map(({ entry }) => entry.lastAt).reduce((a, b) => (a > b ? a : b), '');
}

/** `the 90 days up to 2026-11-01`: the time that was looked at, of log files and of Athena the one of which they hold records. */
export function periodOf(activity: Pick<Activity, 'from' | 'to' | 'files' | 'athena'>): string {
  const { from, to } = spanOf(activity);
  const days = Math.max(1, Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS));
  return days === 1 ? `the day up to ${day(to)}` : `the ${days} days up to ${day(to)}`;
}

/** How many days were looked at. */
export function daysOf(activity: Pick<Activity, 'from' | 'to' | 'files' | 'athena'>): number {
  const { from, to } = spanOf(activity);
  return (Date.parse(to) - Date.parse(from)) / DAY_MS;
}

/**
 * What need not be on record of a period at its ends. Of an account that nobody uses it has what the scan of the day before
 * called, and no two scans are a day apart to the minute.
 */
const NOT_YET_MS = 1.5 * DAY_MS;

/** Records need not begin and end with the period to the minute, but a day without any is one that is not there. */
export function spanOf({ from, to, files, athena }: Pick<Activity, 'from' | 'to' | 'files' | 'athena'>): {
  from: string;
  to: string;
} {
  const first = (files ?? athena)?.firstAt ?? from;
  const last = (files ?? athena)?.lastAt ?? to;
  return {
    from: Date.parse(first) - Date.parse(from) > NOT_YET_MS ? first : from,
    to: Date.parse(to) - Date.parse(last) > NOT_YET_MS ? last : to,
  };
}

export function inTimes(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}

export function day(time: string): string {
  return time.slice(0, 10);
}

export function nameOf(outsider: Outsider): string {
  return partyName(outsider);
}

/** The first of several things by name, and how many there are besides. */
export function firstFew(items: readonly string[]): string {
  return items.length > MOST_SHOWN
    ? `${items.slice(0, MOST_SHOWN).join(', ')} and ${items.length - MOST_SHOWN} more`
    : listed(items);
}

/** What is said in every check of this area of what the record does not tell. */
export const RECORD_CANNOT_KNOW =
  'The event history of CloudTrail has management events of 90 days, in the Regions that are read and the home Region; log files and a table of Athena tell what was put there. A day or a Region of which they hold nothing of any account is noticed, and a trail without reading calls; other holes are not.';
