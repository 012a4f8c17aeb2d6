import type { RoleInventoryEntry } from '../../../model/role-inventory-entry.ts';
import type { ThirdPartySummary } from '../../../model/third-party-summary.ts';
import { Foremost, type Walks } from '../../walk.ts';
import { type ToldFinding, told } from '../findings/finding.ts';
import { LIMITS } from '../support/limits.ts';
import { grantsTo, type Way, wayIn } from './guards.ts';

/** What is kept of the long lists for the card of one third party. */
export interface PartyRows {
  summary: ThirdPartySummary;
  /** How its roles are guarded, by words. */
  ways: Map<string, Way>;
  /** By ARN, the roles that the card names. */
  roles: Map<string, NamedRole>;
  /** In the order of the party's own findings. */
  findings: Foremost<{ finding: ToldFinding; place: number }>;
  /** What its findings name besides the roles that the party may enter or get into. */
  elsewhere: { resources: Set<string>; accounts: Set<string> };
}

export type NamedRole = Pick<RoleInventoryEntry, 'roleName' | 'accountName' | 'lastUsedAt'> &
  ReturnType<typeof wayIn>;

/** What the cards of these third parties tell of the long lists, and the names of roles that their ARN does not say. */
export function rowsOfParties(
  summaries: readonly ThirdPartySummary[],
  walks: Pick<Walks, 'findings' | 'roles'>,
): () => { parties: PartyRows[]; names: ReadonlyMap<string, string> } {
  const parties = summaries.map(
    (summary): PartyRows => ({
      summary,
      ways: new Map(),
      roles: new Map(),
      findings: new Foremost(LIMITS.findingsPerCard, (a, b) => a.place - b.place),
      elsewhere: { resources: new Set(), accounts: new Set() },
    }),
  );
  const roles = rolesOf(parties, walks);
  const findings = findingsOf(parties, walks);
  return () => {
    findings();
    return { parties, names: roles() };
  };
}

function rolesOf(
  parties: readonly PartyRows[],
  walks: Pick<Walks, 'roles'>,
): () => ReadonlyMap<string, string> {
  const places = placesOf(parties, ({ roles }) => roles);
  return walks.roles.into(new Map<string, string>(), (names, role) => {
    const { roleArn, roleName, accountName, lastUsedAt } = role;
    if (roleName !== lastPart(roleArn)) names.set(roleArn, roleName);
    for (const { party, place } of places.get(roleArn) ?? []) {
      const grants = grantsTo(role, party.summary);
      const { words, guarded } = wayIn(grants);
      if (place < LIMITS.rolesPerCard)
        party.roles.set(roleArn, { roleName, accountName, lastUsedAt, words, guarded });
      if (grants.length === 0) continue;
      const way = party.ways.get(words) ?? { words, guarded, roles: 0, first: place };
      party.ways.set(words, way);
      way.roles += 1;
      if (place < way.first) Object.assign(way, { first: place, guarded });
    }
  });
}

function findingsOf(parties: readonly PartyRows[], walks: Pick<Walks, 'findings'>): () => unknown {
  const places = placesOf(parties, ({ findings }) => findings);
  const known = new Map(
    parties.map(({ summary }) => {
      const { direct, transitive } = summary.reachable;
      return [summary, new Set([...summary.roles, ...direct.roles, ...transitive.roles])] as const;
    }),
  );
  return walks.findings.into(known, (_, finding) => {
    const { fingerprint, resourceArn, accountId, roleArns = [] } = finding;
    for (const { party, place } of places.get(fingerprint) ?? []) {
      party.findings.add(() => ({ finding: told(finding), place }));
      if ([resourceArn, ...roleArns].some((arn) => known.get(party.summary)?.has(arn))) continue;
      party.elsewhere.resources.add(resourceArn);
      party.elsewhere.accounts.add(accountId);
    }
  });
}

/** Of which of the parties each of these is, and at what place of theirs. */
function placesOf(
  parties: readonly PartyRows[],
  listOf: (summary: ThirdPartySummary) => readonly string[],
): Map<string, Array<{ party: PartyRows; place: number }>> {
  const places = new Map<string, Array<{ party: PartyRows; place: number }>>();
  for (const party of parties) {
    for (const [place, one] of listOf(party.summary).entries()) {
      const known = places.get(one);
      if (known === undefined) places.set(one, [{ party, place }]);
      else known.push({ party, place });
    }
  }
  return places;
}

export function lastPart(arn: string): string {
  return arn.split('/').at(-1) ?? arn;
}
