import type { GuardStrength } from '../../../model/guard-strength.ts';
import { partyKey } from '../../../model/party.ts';
import type { RoleInventoryEntry } from '../../../model/role-inventory-entry.ts';
import type { ThirdPartySummary } from '../../../model/third-party-summary.ts';
import { capital, label, number, quantity } from '../support/format.ts';

/** What is required of a third party, over all roles that admit it. */
export interface GuardsView {
  parts: Array<{ words: string; guarded: boolean }>;
  leftOut: string | null;
}

const SHOWN = 4;

/** The roles of a party that are guarded in the same words. */
export interface Way {
  words: string;
  guarded: boolean;
  roles: number;
  /** The place of the first of them among the roles of the party. */
  first: number;
}

/** The grants of a role that admit this party. */
export function grantsTo(
  role: Pick<RoleInventoryEntry, 'admits'>,
  { party }: Pick<ThirdPartySummary, 'party'>,
): RoleInventoryEntry['admits'] {
  const key = partyKey(party);
  return role.admits.filter(({ party: admitted }) => admitted.kind !== 'own' && partyKey(admitted) === key);
}

type Guarded = Pick<
  RoleInventoryEntry['admits'][number],
  'requiredConditions' | 'weakConditions' | 'guard' | 'trustAnchor'
>;

/** The conditions a grant requires, the weak ones marked, or that it requires none. */
export function guardsInWords({ requiredConditions, weakConditions = [], trustAnchor }: Guarded): string {
  const words = requiredConditions.map((word) => (weakConditions.includes(word) ? `${word} (weak)` : word));
  if (trustAnchor === undefined) return capital(words.join(', ')) || 'Nothing is required';
  const certificate = `certificate by ${label(trustAnchor)}`;
  return words.length === 0 ? `Any ${certificate}` : capital([certificate, ...words].join(', '));
}

/** How well a grant is guarded; reports of versions that did not judge it took every condition for a guard. */
export function guardOf({ guard, requiredConditions }: Guarded): GuardStrength {
  return guard ?? (requiredConditions.length > 0 ? 'strong' : 'none');
}

/** How a role admits a party, by its weakest ways in: one that is not guarded makes all others idle. */
export function wayIn(grants: ReturnType<typeof grantsTo>): { words: string; guarded: boolean } {
  const strengths = grants.map(guardOf);
  const weakest = (['none', 'weak', 'strong'] as const).find((strength) => strengths.includes(strength));
  const ways = grants.filter((grant) => guardOf(grant) === weakest);
  return {
    words: [...new Set(ways.map(guardsInWords))].sort().join('; or: '),
    guarded: weakest === 'strong',
  };
}

/** How a party's roles are guarded, each counted once; ways in that ask for nothing come first, then the most common. */
export function guardsView(ways: readonly Way[]): GuardsView {
  const groups = [...ways].sort(
    (a, b) => Number(a.guarded) - Number(b.guarded) || b.roles - a.roles || a.first - b.first,
  );
  const parts = groups.map(({ words, guarded, roles }) => ({
    words: `${words}: ${groups.length === 1 ? allOf(roles) : quantity(roles, 'role')}`,
    guarded,
  }));
  const left = parts.length - SHOWN;
  return {
    parts: parts.slice(0, SHOWN),
    leftOut: left > 0 ? `and ${quantity(left, 'other combination')}` : null,
  };
}

function allOf(roles: number): string {
  if (roles === 1) return 'its one role';
  return roles === 2 ? 'both roles' : `all ${number(roles)} roles`;
}
