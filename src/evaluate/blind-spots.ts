import type { BlindSpot, DeclaredBlindSpot } from '../model/blind-spot.ts';
import type { Check } from '../model/check.ts';
import { GLOBAL } from '../model/fact.ts';
import type { CoverageEntry, Unanswered } from '../model/finding.ts';
import { groupedBy } from '../model/grouped-by.ts';
import { isOfOrganization } from './coverage.ts';
import { isExpired } from './exceptions.ts';

/** Calls by which an account is entered: what they refuse is all of it, whatever Region a fact is of. */
const ENTRY = new Set(['sts:AssumeRole', 'sts:GetCallerIdentity']);

/** How a gap says which policy refused, where AWS says it; see `denier`. */
const DENIER = /was refused: (?:no|an?|the) ([a-zA-Z -]{1,40}?(?:policy|boundary))\b/;
const OF_THE_ORGANIZATION = /^(?:service|resource) control policy$/i;

/**
 * Whether a gap is one that the blind spot declares. An organization policy refuses, and nothing else: what was
 * throttled, timed out, failed or is not offered may be there tomorrow, and nobody has decided not to look at it. Neither
 * has anybody where AWS names a policy of another kind as the one that refused. Which accounts there are is no blind
 * spot ever, and an account that does not let us in is one only where it is named.
 */
export function isDeclared(spot: BlindSpot, gap: CoverageEntry): boolean {
  if (gap.reason !== 'ACCESS_DENIED' || isOfOrganization(gap)) return false;
  const denier = DENIER.exec(gap.message ?? '')?.[1];
  if (denier !== undefined && !OF_THE_ORGANIZATION.test(denier)) return false;
  const { regions, services, accounts } = spot;
  if (regions === undefined && services === undefined && accounts === undefined) return false;
  if (ENTRY.has(gap.action ?? '') && (accounts === undefined || regions !== undefined)) return false;
  const service = gap.action?.split(':')[0];
  return (
    (regions === undefined || (gap.region !== GLOBAL && regions.includes(gap.region))) &&
    (services === undefined || (service !== undefined && services.includes(service))) &&
    (accounts === undefined || accounts.includes(gap.accountId))
  );
}

/**
 * The gaps, those that a blind spot in force declares with its place in the configuration; so are those that have no
 * other cause than declared ones.
 */
export function withBlindSpots(
  gaps: readonly CoverageEntry[],
  spots: readonly BlindSpot[],
  asOf: string,
): CoverageEntry[] {
  const live = spots.flatMap((spot, index) => (isExpired(spot, asOf) ? [] : [{ spot, index }]));
  if (live.length === 0) return [...gaps];
  const direct = gaps.map((gap) => {
    const found = live.find(({ spot }) => isDeclared(spot, gap));
    return found === undefined ? gap : { ...gap, blindSpot: found.index };
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
 * could not be run lacks whole facts, and all that it lacks must be declared; one that answered UNKNOWN itself must say
 * the declared gap of its resource as the reason.
 */
export function unansweredBySpot(
  unanswered: readonly Unanswered[],
  gaps: readonly CoverageEntry[],
  checks: ReadonlyArray<Pick<Check, 'id' | 'requires' | 'per'>>,
): Unanswered[] {
  if (gaps.every(({ blindSpot }) => blindSpot === undefined)) return [...unanswered];
  const byAccount = groupedBy(gaps, ({ accountId }) => accountId);
  const byId = new Map(checks.map((check) => [check.id, check]));
  return unanswered.map((result) => {
    const check = byId.get(result.checkId);
    if (check === undefined || result.status !== 'UNKNOWN') return result;
    const facts: ReadonlySet<string> = new Set(check.requires);
    const lacking = (byAccount.get(result.accountId) ?? []).filter(
      ({ fact, region, resource }) =>
        facts.has(fact) &&
        (check.per === 'account' || region === GLOBAL || region === result.region) &&
        (result.resourceArn === '' ? resource === undefined : resource === result.resourceArn),
    );
    const [first] = lacking;
    if (first?.blindSpot === undefined || lacking.some(({ blindSpot }) => blindSpot === undefined))
      return result;
    const said = lacking.some(({ message }) => message && result.detail.includes(message.replace(/\.$/, '')));
    return result.resourceArn === '' || said ? { ...result, blindSpot: first.blindSpot } : result;
  });
}

/** The blind spots of the configuration with what they cover; absent where it declares none. */
export function declaredBlindSpots(
  spots: readonly BlindSpot[] | undefined,
  gaps: readonly CoverageEntry[],
  unanswered: readonly Unanswered[],
  asOf: string,
): { blindSpots?: DeclaredBlindSpot[] } {
  if (spots === undefined) return {};
  return {
    blindSpots: spots.map((spot, index) => ({
      ...spot,
      gaps: gaps.filter((gap) => gap.blindSpot === index || isDeclared(spot, gap)).length,
      unanswered: unanswered.filter(({ blindSpot }) => blindSpot === index).length,
      expired: isExpired(spot, asOf),
    })),
  };
}
