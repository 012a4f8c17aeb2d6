import type { BlindSpot, DeclaredBlindSpot } from '../model/blind-spot.ts';
import type { Check } from '../model/check.ts';
import { GLOBAL } from '../model/fact.ts';
import type { CoverageEntry, Unanswered } from '../model/finding.ts';
import { groupedBy } from '../model/grouped-by.ts';
import type { Rows } from '../model/rows.ts';
import { isOfOrganization } from './coverage.ts';
import { isExpired } from './exceptions.ts';

/**
 * Calls by which an account is entered, and by which its Regions are found out: what they refuse is all of it, or all
 * that is Regional, whatever Region or service a fact is of.
 */
const ENTRY: ReadonlySet<string> = new Set([
  'sts:AssumeRole',
  'sts:GetCallerIdentity',
  'account:ListRegions',
]);

/** How a gap says which policy refused, where AWS says it; see `denier`. */
const DENIER =
  /was refused: (?:no|an?|the) ([a-zA-Z -]{1,40}?(?:policy|boundary)) (?:allows it|denies it|arn:)/;
const OF_THE_ORGANIZATION = /^(?:service|resource) control policy$/i;

type Refusal = Pick<CoverageEntry, 'accountId' | 'region' | 'reason' | 'action' | 'message'>;

/**
 * Whether a gap is one that the blind spot declares. An organization policy refuses, and nothing else: what was
 * throttled, timed out, failed or is not offered may be there tomorrow, and nobody has decided not to look at it. Neither
 * has anybody where AWS names a policy of another kind as the one that refused. Which accounts there are is no blind
 * spot ever, and an account that does not let us in, or does not say which Regions it has, is one only where it is named.
 */
export function isDeclared(spot: BlindSpot, gap: Refusal): boolean {
  return mayBeDeclared(gap) && isNamed(named(spot), gap);
}

function mayBeDeclared(gap: Refusal): boolean {
  if (gap.reason !== 'ACCESS_DENIED' || isOfOrganization(gap)) return false;
  const denier = DENIER.exec(gap.message ?? '')?.[1];
  return denier === undefined || OF_THE_ORGANIZATION.test(denier);
}

type Named = Partial<Record<'regions' | 'services' | 'accounts', ReadonlySet<string>>>;

function named({ regions, services, accounts }: BlindSpot): Named {
  return {
    ...(regions && { regions: new Set(regions) }),
    ...(services && { services: new Set(services) }),
    ...(accounts && { accounts: new Set(accounts) }),
  };
}

function isNamed({ regions, services, accounts }: Named, gap: Refusal): boolean {
  if (regions === undefined && services === undefined && accounts === undefined) return false;
  if (ENTRY.has(gap.action ?? '') && (accounts === undefined || regions !== undefined)) return false;
  return (
    (regions === undefined || (gap.region !== GLOBAL && regions.has(gap.region))) &&
    (services === undefined || services.has(serviceOf(gap))) &&
    (accounts === undefined || accounts.has(gap.accountId))
  );
}

/** Empty where the call is not known; no service is called so. */
function serviceOf({ action }: Refusal): string {
  return action?.split(':')[0] ?? '';
}

/** Answers which blind spots declare a gap, by their places and in order. Each is looked at only for what it names. */
function spotsOf(spots: readonly BlindSpot[]): (gap: Refusal) => number[] {
  const sets = spots.map(named);
  const places = new Map<string, number[]>();
  spots.forEach(({ accounts, regions, services }, index) => {
    const [kind, names] =
      accounts !== undefined
        ? ['account', accounts]
        : regions !== undefined
          ? ['Region', regions]
          : ['service', services ?? []];
    for (const name of new Set(names)) {
      const key = `${kind} ${name}`;
      const known = places.get(key);
      if (known === undefined) places.set(key, [index]);
      else known.push(index);
    }
  });
  return (gap) => {
    if (places.size === 0 || !mayBeDeclared(gap)) return [];
    return [`account ${gap.accountId}`, `Region ${gap.region}`, `service ${serviceOf(gap)}`]
      .flatMap((key) => places.get(key) ?? [])
      .filter((index) => isNamed(sets[index] ?? {}, gap))
      .sort((a, b) => a - b);
  };
}

/** Answers which blind spot in force declares a gap, the first by its place in the configuration. */
export function declaring(spots: readonly BlindSpot[], asOf: string): (gap: Refusal) => number | undefined {
  const live = spots.map((spot) => !isExpired(spot, asOf));
  const all = spotsOf(spots);
  return (gap) => all(gap).find((index) => live[index]);
}

/**
 * The gaps, those that a blind spot in force declares with its place in the configuration; so are those that have no
 * other cause than declared ones.
 */
export function withBlindSpots(
  gaps: Rows<CoverageEntry>,
  spots: readonly BlindSpot[],
  asOf: string,
): Rows<CoverageEntry> {
  const find = declaring(spots, asOf);
  const direct = gaps.map((gap) => {
    const found = find(gap);
    return found === undefined ? gap : { ...gap, blindSpot: found };
  });
  const whole = groupedBy(
    direct.filter(({ resource }) => resource === undefined),
    ({ accountId, fact }) => `${accountId} ${fact}`,
  );
  return direct.map((gap) => {
    const [, needed, region] = BECAUSE_ELSEWHERE.exec(gap.message ?? '') ?? [];
    if (gap.blindSpot !== undefined || gap.reason !== 'ACCESS_DENIED' || needed === undefined) return gap;
    const causes = whole.get(`${gap.accountId} ${needed}`) ?? [];
    const named = causes.find((cause) => cause.region === region);
    if (named?.blindSpot === undefined || causes.some(({ blindSpot }) => blindSpot === undefined)) return gap;
    return { ...gap, blindSpot: named.blindSpot };
  });
}

/**
 * How a fact of the whole account says that it was not asked for, since another was not read in some Region. It names one
 * of them: where the other fact is lacking in any Region that nobody has declared, so is this one for that reason too.
 */
const BECAUSE_ELSEWHERE = /^Needs ([a-z-]{1,60}) in ([a-z0-9-]{1,40}), which (?:was|were) not collected: /;

/**
 * The results, those that have no answer because of declared gaps alone with the first of their blind spots. A check that
 * could not be run lacks whole facts, and all that it lacks must be declared; one that answered UNKNOWN itself must lack
 * nothing of its resource but what is declared. Either must say a declared gap as the reason.
 */
export function unansweredBySpot(
  unanswered: Rows<Unanswered>,
  gaps: Rows<CoverageEntry>,
  checks: ReadonlyArray<Pick<Check, 'id' | 'requires' | 'per' | 'scope'>>,
): Rows<Unanswered> {
  if (gaps.every(({ blindSpot }) => blindSpot === undefined)) return unanswered;
  const byPlace = groupedBy(gaps, ({ accountId, resource = '' }) => `${accountId} ${resource}`);
  const elsewhere = becauseOfOthers(gaps);
  const byId = new Map(checks.map((check) => [check.id, check]));
  return unanswered.map((result) => {
    const check = byId.get(result.checkId);
    if (check === undefined || result.status !== 'UNKNOWN') return result;
    const facts: ReadonlySet<string> = new Set(check.requires);
    const lacking = (byPlace.get(`${result.accountId} ${result.resourceArn}`) ?? []).filter(
      ({ fact, region }) =>
        facts.has(fact) && (check.per === 'account' || region === GLOBAL || region === result.region),
    );
    const [first] = lacking;
    if (first === undefined && check.scope === 'organization') return elsewhere(result, facts);
    if (first?.blindSpot === undefined || lacking.some(({ blindSpot }) => blindSpot === undefined))
      return result;
    const said = lacking.some(({ message }) => message && result.detail.includes(message.replace(/\.$/, '')));
    return said ? { ...result, blindSpot: first.blindSpot } : result;
  });
}

/** How a check of all accounts says that others were not read, whose answer would be this one's. */
const OTHERS_NOT_READ = /\bof ((?:\d{12}(?:, | and )?){1,100}) were not read in ([a-z0-9-]{1,40})\./;

/** A result of a check of all accounts, as of a blind spot where all of the others that it lacks are declared there. */
function becauseOfOthers(
  gaps: Rows<CoverageEntry>,
): (result: Unanswered, facts: ReadonlySet<string>) => Unanswered {
  const byPlace = groupedBy(
    gaps.filter(({ resource }) => resource === undefined),
    ({ accountId, region }) => `${accountId} ${region}`,
  );
  return (result, facts) => {
    const [, ids = '', region = ''] = OTHERS_NOT_READ.exec(result.detail) ?? [];
    const lacking = (ids.match(/\d{12}/g) ?? []).map((id) =>
      (byPlace.get(`${id} ${region}`) ?? []).filter(({ fact }) => facts.has(fact)),
    );
    const isDeclaredAll = lacking.every(
      (own) => own.length > 0 && own.every(({ blindSpot }) => blindSpot !== undefined),
    );
    const first = lacking[0]?.[0]?.blindSpot;
    return first !== undefined && isDeclaredAll ? { ...result, blindSpot: first } : result;
  };
}

/** The blind spots of the configuration with what they cover; absent where it declares none. */
export function declaredBlindSpots(
  spots: readonly BlindSpot[] | undefined,
  gaps: Rows<CoverageEntry>,
  unanswered: Rows<Unanswered>,
  asOf: string,
): { blindSpots?: DeclaredBlindSpot[] } {
  if (spots === undefined) return {};
  const all = spotsOf(spots);
  const covered = tally(gaps.flatMap((gap) => [...new Set([...all(gap), gap.blindSpot])]));
  const lacking = tally(unanswered.map(({ blindSpot }) => blindSpot));
  return {
    blindSpots: spots.map((spot, index) => ({
      ...spot,
      gaps: covered.get(index) ?? 0,
      unanswered: lacking.get(index) ?? 0,
      expired: isExpired(spot, asOf),
    })),
  };
}

function tally(places: Iterable<number | undefined>): Map<number | undefined, number> {
  const counts = new Map<number | undefined, number>();
  for (const place of places) counts.set(place, (counts.get(place) ?? 0) + 1);
  return counts;
}
