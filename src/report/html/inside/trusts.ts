import type { Environment } from '../../../model/environment.ts';
import { groupedBy } from '../../../model/grouped-by.ts';
import type { GuardStrength } from '../../../model/guard-strength.ts';
import type { AuditReport } from '../../../model/report.ts';
import type { RoleInventoryEntry } from '../../../model/role-inventory-entry.ts';
import { once, type Walks } from '../../walk.ts';
import { guardOf, wayIn } from '../parties/guards.ts';
import { label } from '../support/format.ts';
import { LIMITS } from '../support/limits.ts';

/** Where somebody of one's own comes from. */
export interface Source {
  /** The number of an account, or the id of an organization of which every account is meant. */
  id: string;
  name: string;
}

/** The roles of one own account that admit another, or a whole own organization. */
export interface Trust {
  from: Source;
  to: string;
  roles: number;
  /** Of the least guarded of them. */
  way: GuardStrength;
  /** The first few. */
  named: Array<{ role: string; required: string }>;
}

/** All trust among own accounts, as far as it is kept. */
export interface Trusts {
  trusts: Trust[];
  /** Roles that admit another own account. */
  roles: number;
  /** Pairs of a role and a source by how they are guarded. */
  ways: Record<GuardStrength, number>;
  /** Pairs of a role and a source for which there was no room. */
  left: number;
  /** By source and account, whatever was kept: what of production sandboxes, all of an organization, or the whole world may enter. */
  intoProduction: {
    fromSandboxes: Map<string, Set<string>>;
    fromAnywhere: Set<string>;
    fromAnybody: Set<string>;
  };
  /** What each account is for, as far as the configuration says it. */
  environments: ReadonlyMap<string, Environment>;
}

/** Roles that are named of each trust. */
const NAMED = 3;
const ORDER: readonly GuardStrength[] = ['none', 'weak', 'strong'];

/** An own organization, not an account. */
export function isWhole({ id }: Source): boolean {
  return !/^\d{12}$/.test(id);
}

export function trustsOf({ scope }: AuditReport, walks: Pick<Walks, 'roles' | 'accounts'>): () => Trusts {
  const environments = new Map<string, Environment>();
  for (const { accountId, environment } of scope.excluded)
    if (environment !== undefined) environments.set(accountId, environment);
  const known = walks.accounts.into(environments, (all, { accountId, environment }) => {
    if (environment !== undefined) all.set(accountId, environment);
  });
  const found: Trusts = {
    ...{ trusts: [], roles: 0, left: 0, ways: { none: 0, weak: 0, strong: 0 } },
    intoProduction: { fromSandboxes: new Map(), fromAnywhere: new Set(), fromAnybody: new Set() },
    environments,
  };
  const pairs = new Map<string, Trust>();
  const roles = walks.roles.into(found, (all, role) => {
    const own = groupedBy(ownAdmissions(role), ({ source }) => source.id);
    if (own.size > 0) all.roles += 1;
    if (isOpenToAnybody(role) && known().get(role.accountId) === 'production')
      all.intoProduction.fromAnybody.add(role.accountId);
    for (const members of own.values()) {
      note(all, pairs, role, members);
      noteProduction(all, known(), role, members[0].source);
    }
  });
  return once(() => {
    const all = roles();
    known();
    return { ...all, trusts: [...pairs.values()].sort((a, b) => compareTrusts(a, b, all)) };
  });
}

function isOpenToAnybody({ admits }: RoleInventoryEntry): boolean {
  return admits.some(({ party }) => party.kind === 'public');
}

interface OwnAdmission {
  source: Source;
  grant: RoleInventoryEntry['admits'][number];
}

function ownAdmissions({ admits }: RoleInventoryEntry): OwnAdmission[] {
  return admits.flatMap((grant) =>
    grant.party.kind === 'own' && grant.party.accountId !== undefined
      ? [{ source: { id: grant.party.accountId, name: grant.party.name }, grant }]
      : [],
  );
}

function note(
  all: Trusts,
  pairs: Map<string, Trust>,
  { accountId, roleName }: RoleInventoryEntry,
  members: readonly [OwnAdmission, ...OwnAdmission[]],
): void {
  const strengths = members.map(({ grant }) => guardOf(grant));
  const way = ORDER.find((one) => strengths.includes(one)) ?? 'none';
  all.ways[way] += 1;
  const [{ source }] = members;
  const key = `${source.id} ${accountId}`;
  const trust = pairs.get(key) ?? { from: source, to: accountId, roles: 0, way, named: [] };
  if (!pairs.has(key)) {
    if (pairs.size >= LIMITS.trusts) {
      all.left += 1;
      return;
    }
    pairs.set(key, trust);
  }
  trust.roles += 1;
  if (ORDER.indexOf(way) < ORDER.indexOf(trust.way)) trust.way = way;
  if (trust.named.length < NAMED)
    trust.named.push({ role: label(roleName), required: wayIn(members.map(({ grant }) => grant)).words });
}

function noteProduction(
  { intoProduction: { fromSandboxes, fromAnywhere } }: Trusts,
  environments: ReadonlyMap<string, Environment>,
  { accountId }: RoleInventoryEntry,
  source: Source,
): void {
  if (environments.get(accountId) !== 'production') return;
  if (isWhole(source)) fromAnywhere.add(accountId);
  if (environments.get(source.id) !== 'sandbox') return;
  const sandboxes = fromSandboxes.get(accountId);
  if (sandboxes === undefined) fromSandboxes.set(accountId, new Set([source.id]));
  else sandboxes.add(source.id);
}

/** Whether a sandbox, or any account, may come into production by it. */
export function isIntoProduction({ from, to }: Trust, { environments }: Trusts): boolean {
  return environments.get(to) === 'production' && environments.get(from.id) === 'sandbox';
}

function compareTrusts(a: Trust, b: Trust, all: Trusts): number {
  return (
    Number(isIntoProduction(b, all)) - Number(isIntoProduction(a, all)) ||
    ORDER.indexOf(a.way) - ORDER.indexOf(b.way) ||
    b.roles - a.roles ||
    (`${a.from.id} ${a.to}` < `${b.from.id} ${b.to}` ? -1 : 1)
  );
}
