import type { AccountSubject } from '../model/account.ts';
import { GLOBAL } from '../model/fact.ts';
import type { FactIndex } from '../model/fact-index.ts';
import type { AccessWord } from '../model/party.ts';
import type { PartyReach, RolePlace } from '../model/reach.ts';
import type { AccountStudy } from '../model/study.ts';
import type { Reachable, ReachPath, ThirdPartySummary } from '../model/third-party-summary.ts';
import { chainRolesIn } from '../parties/chain-roles.ts';
import type { ChainRole } from '../policy/chains/chain-role.ts';
import { reachOf } from '../policy/chains/reach.ts';
import { MAX_ACCESS } from '../policy/permissions/access.ts';
import { anywhereValues } from './anywhere-read.ts';
import { compareText } from './findings.ts';
import type { Rules } from './rules.ts';

/** The roles of an account that a chain may pass through; null when the account's roles were not read. */
export function chainRolesOf(index: FactIndex, study: AccountStudy): ChainRole[] | null {
  const details = index.get('authorization-details', GLOBAL);
  if (details?.status !== 'COLLECTED') return null;
  return chainRolesIn(details.value, study, anywhereValues(index, study));
}

/** How far each outsider gets over all accounts that were read. */
export function reachOfOutsiders(
  judgements: ReadonlyArray<{ subject: AccountSubject; chainRoles: ChainRole[] | null }>,
  { parties, asOf }: Pick<Rules, 'parties' | 'asOf'>,
): PartyReach[] {
  const read = new Set<string>();
  const roles: ChainRole[] = [];
  const onlyOnce = sharing();
  for (const { subject, chainRoles } of judgements) {
    if (chainRoles === null) continue;
    read.add(subject.accountId);
    for (const role of chainRoles) roles.push(onlyOnce(role));
  }
  const accountIdsWithGaps = parties.ownAccountIds.filter((accountId) => {
    const party = parties.whoIs(accountId);
    return !read.has(accountId) && !(party.kind === 'own' && party.closedState !== undefined);
  });
  return reachOf({
    roles,
    accountIdsWithGaps: [...accountIdsWithGaps].sort(),
    isStrange: (accountId) => parties.whoIs(accountId).kind === 'unknown',
    asOf,
  });
}

/** Has what is the same in many roles once: there may be hundreds of thousands, all at once, and vendors' are alike. */
function sharing(): (role: ChainRole) => ChainRole {
  const known = new Map<string, unknown>();
  const once = <T>(value: T): T => {
    const text = JSON.stringify(value);
    const same = known.get(text);
    if (same !== undefined) return same as T;
    known.set(text, value);
    return value;
  };
  return (role) => ({
    ...role,
    tags: once(role.tags),
    admissions: once(role.admissions),
    entrances: role.entrances.map((entrance) => once(entrance)),
    onward: once(role.onward),
  });
}

/** What the report says of the reach of one party, which may come from several accounts. */
export function reachable(
  reach: readonly PartyReach[],
): Pick<ThirdPartySummary, 'reachable' | 'highestAccess'> {
  const direct = reach.flatMap((one) => one.direct);
  const admitting = new Set(direct.map(({ roleArn }) => roleArn));
  const transitive = reach
    .flatMap(({ chains }) => chains.flatMap((chain) => chain.slice(-1)))
    .filter(({ roleArn }) => !admitting.has(roleArn));
  const unclear = listed(reach.flatMap((one) => one.unclear)).roles;
  return {
    reachable: {
      direct: listed(direct),
      transitive: listed(transitive),
      unclear,
      paths: pathsOf(reach, new Set(transitive.map(({ roleArn }) => roleArn))),
    },
    highestAccess: highestOf([...direct, ...transitive]),
  };
}

/**
 * The last step into each of these roles, one a role and the nearest first, and one step more for each role that
 * admits the party and leads on by none of those.
 */
function pathsOf(reach: readonly PartyReach[], roles: ReadonlySet<string>): ReachPath[] {
  const steps = reach
    .flatMap(({ chains }) => chains)
    .flatMap((chain) => {
      const [from, to] = chain.slice(-2);
      if (from === undefined || to === undefined || !roles.has(to.roleArn)) return [];
      return [{ length: chain.length, from: from.roleArn, to: to.roleArn }];
    })
    .sort((a, b) => a.length - b.length || compareText(a.to, b.to) || compareText(a.from, b.from));
  const nearest = new Map<string, ReachPath>();
  for (const { from, to } of steps) if (!nearest.has(to)) nearest.set(to, { from, to });
  const leading = new Set([...nearest.values()].map(({ from }) => from));
  const others = new Map<string, ReachPath>();
  for (const { from, to } of reach.flatMap(({ leadsOn }) => leadsOn)) {
    if (!leading.has(from) && roles.has(to) && !others.has(from)) others.set(from, { from, to });
  }
  return [...nearest.values(), ...[...others.values()].sort((a, b) => compareText(a.from, b.from))];
}

function listed(places: readonly RolePlace[]): Reachable {
  return {
    accounts: [...new Set(places.map(({ accountId }) => accountId))].sort(),
    roles: [...new Set(places.map(({ roleArn }) => roleArn))].sort(),
  };
}

function highestOf(places: readonly RolePlace[]): AccessWord | null {
  const held = new Set(places.map(({ highestAccess }) => highestAccess));
  return MAX_ACCESS.findLast((access) => held.has(access)) ?? null;
}
