import type { Finding } from '../../../model/finding.ts';
import { groupedBy } from '../../../model/grouped-by.ts';
import { Numbers } from '../../../model/numbers.ts';
import { NumbersOf } from '../../../model/pool.ts';
import type { AuditReport } from '../../../model/report.ts';
import type { RoleInventoryEntry } from '../../../model/role-inventory-entry.ts';
import type { ReachPath, ThirdPartySummary } from '../../../model/third-party-summary.ts';
import { chainsOf } from '../parties/chains.ts';
import { openCounts } from './accounts.ts';

/** The rows of one account. */
interface Own {
  findings: readonly Finding[];
  roles: readonly RoleInventoryEntry[];
}

/**
 * What each account has to know of the third parties that may get into it, on their own or by way of another account,
 * and of those whom its findings name, in the order of the report. But for the chains that begin or end in it nothing in
 * it is about another account, so it does not say how much all roles of a third party allow. Goes through each third
 * party's roles and findings once.
 */
export function partiesByAccount({
  thirdParties,
}: Pick<AuditReport, 'thirdParties'>): (accountId: string, own: Own) => ThirdPartySummary[] {
  const lying = new Lying(thirdParties);
  const naming = new Naming(thirdParties);
  return (accountId, own) => {
    const here = lying.in(accountId);
    const findings = findingsOf(own.findings, naming);
    const lastUse = new Map(own.roles.map(({ roleArn, lastUsedAt }) => [roleArn, lastUsedAt]));
    const places = new Set([...here.keys(), ...findings.keys()]);
    return [...places]
      .sort((a, b) => a - b)
      .flatMap((place) => {
        const summary = thirdParties[place];
        const part = here.get(place) ?? NO_PART;
        if (summary === undefined) return [];
        const named = (findings.get(place) ?? []).sort((a, b) => a.place - b.place);
        return {
          ...summary,
          ...part.ways,
          accounts: part.admitted ? [accountId] : [],
          roles: part.roles,
          reachable: {
            direct: { accounts: part.direct.length > 0 ? [accountId] : [], roles: part.direct },
            transitive: { accounts: part.transitive.length > 0 ? [accountId] : [], roles: part.transitive },
            unclear: part.unclear,
            paths: stepsOf(part.chains),
          },
          highestAccess: null,
          lastUsedAt: latest(part.roles.map((role) => lastUse.get(role) ?? null)),
          openFindings: openCounts(named.map(({ finding }) => finding)),
          findings: named.map(({ finding: { fingerprint } }) => fingerprint),
        };
      });
  };
}

/** Which third parties have a finding among theirs, by fingerprint, and at what place. */
class Naming {
  readonly #entriesOf = new NumbersOf();
  readonly #parties = new Numbers();
  readonly #places = new Numbers();

  constructor(thirdParties: readonly ThirdPartySummary[]) {
    for (const [party, { findings }] of thirdParties.entries()) {
      for (const [place, fingerprint] of findings.entries()) {
        this.#entriesOf.add(fingerprint, this.#parties.length);
        this.#parties.add(party);
        this.#places.add(place);
      }
    }
  }

  of(fingerprint: string): Array<{ party: number; place: number }> {
    return this.#entriesOf
      .get(fingerprint)
      .map((entry) => ({ party: this.#parties.at(entry), place: this.#places.at(entry) }));
  }
}

/** The findings of an account by the third party that has them, with their places there. */
function findingsOf(
  findings: readonly Finding[],
  naming: Naming,
): Map<number, Array<{ finding: Finding; place: number }>> {
  const byParty = new Map<number, Array<{ finding: Finding; place: number }>>();
  for (const finding of findings) {
    for (const { party, place } of naming.of(finding.fingerprint)) {
      const known = byParty.get(party);
      if (known === undefined) byParty.set(party, [{ finding, place }]);
      else known.push({ finding, place });
    }
  }
  return byParty;
}

type Ways = {
  [N in 'users' | 'trustAnchors' | 'resources' | 'delegations' | 'people']: Array<
    NonNullable<ThirdPartySummary[N]>[number]
  >;
};

/** The part of a third party that lies in one account. */
interface Part {
  admitted: boolean;
  /** By which it comes in but for roles of its own. */
  ways: Ways;
  roles: string[];
  direct: string[];
  transitive: string[];
  unclear: string[];
  /** That begin or end in the account. */
  chains: string[][];
}

/** What of a third party may lie in an account. Those before `roles` say that the account has to do with it. */
const KINDS = [
  ...(['admitted', 'reached', 'users', 'trustAnchors', 'resources', 'delegations', 'people'] as const),
  ...(['roles', 'direct', 'transitive', 'unclear', 'chains'] as const),
];
type Kind = (typeof KINDS)[number];
const FIRST_THAT_FOLLOWS = KINDS.indexOf('roles');

/** What of which third party lies in which account, by where it stands in the report: that is all that is kept of it. */
class Lying {
  readonly #thirdParties: readonly ThirdPartySummary[];
  /** Of those that have any. */
  readonly #chains = new Map<number, string[][]>();
  readonly #entriesOf = new NumbersOf();
  readonly #parties = new Numbers();
  readonly #kinds = new Numbers();
  readonly #indexes = new Numbers();

  constructor(thirdParties: readonly ThirdPartySummary[]) {
    this.#thirdParties = thirdParties;
    for (const [party, summary] of thirdParties.entries()) this.#addParty(party, summary);
  }

  /** Of each third party that the account has to do with, by its place in the report. */
  in(accountId: string): Map<number, Part> {
    const entries = this.#entriesOf.get(accountId).map((entry) => ({
      party: this.#parties.at(entry),
      kind: this.#kinds.at(entry),
      index: this.#indexes.at(entry),
    }));
    const parts = new Map<number, Part>();
    for (const [party, own] of groupedBy(entries, (entry) => entry.party)) {
      if (own.some(({ kind }) => kind < FIRST_THAT_FOLLOWS))
        parts.set(
          party,
          this.#part(party, accountId, (kind) => indexesOf(own, kind)),
        );
    }
    return parts;
  }

  #addParty(party: number, summary: ThirdPartySummary): void {
    const { accounts, roles, reachable, people = [] } = summary;
    const add = (accountId: string, kind: Kind, index: number) => {
      this.#entriesOf.add(accountId, this.#parties.length);
      this.#parties.add(party);
      this.#kinds.add(KINDS.indexOf(kind));
      this.#indexes.add(index);
    };
    const addAll = <T>(kind: Kind, items: readonly T[] = [], accountIds: (item: T) => Iterable<string>) => {
      for (const [index, item] of items.entries())
        for (const accountId of new Set(accountIds(item))) add(accountId, kind, index);
    };
    const own = ({ accountId }: { accountId: string }) => [accountId];
    const ofArn = (arn: string) => [accountOf(arn)];
    addAll('admitted', accounts, (accountId) => [accountId]);
    addAll('reached', [reachable.direct, reachable.transitive], (reached) => reached.accounts);
    addAll('users', summary.users, own);
    addAll('trustAnchors', summary.trustAnchors, own);
    addAll('resources', summary.resources, own);
    addAll('delegations', summary.delegations, own);
    addAll('people', people, ({ assignments }) => assignments.map(({ accountId }) => accountId));
    addAll('roles', roles, ofArn);
    addAll('direct', reachable.direct.roles, ofArn);
    addAll('transitive', reachable.transitive.roles, ofArn);
    addAll('unclear', reachable.unclear, ofArn);
    const chains = chainsOf(reachable);
    if (chains.length > 0) this.#chains.set(party, chains);
    addAll('chains', chains, (chain) => [accountOf(chain[0] ?? ''), accountOf(chain.at(-1) ?? '')]);
  }

  #part(party: number, accountId: string, indexes: (kind: Kind) => number[]): Part {
    const summary = this.#thirdParties[party];
    const those = <T extends object | string>(kind: Kind, items: readonly T[] = []): T[] =>
      indexes(kind).map((index) => items[index] as T);
    const people = those('people', summary?.people).map((person) => ({
      ...person,
      assignments: person.assignments.filter((held) => held.accountId === accountId),
    }));
    return {
      admitted: indexes('admitted').length > 0,
      ways: {
        users: those('users', summary?.users),
        trustAnchors: those('trustAnchors', summary?.trustAnchors),
        resources: those('resources', summary?.resources),
        delegations: those('delegations', summary?.delegations),
        people,
      },
      roles: those('roles', summary?.roles),
      direct: those('direct', summary?.reachable.direct.roles),
      transitive: those('transitive', summary?.reachable.transitive.roles),
      unclear: those('unclear', summary?.reachable.unclear),
      chains: those('chains', this.#chains.get(party)),
    };
  }
}

function indexesOf(entries: ReadonlyArray<{ kind: number; index: number }>, kind: Kind): number[] {
  return entries.filter((entry) => KINDS[entry.kind] === kind).map(({ index }) => index);
}

const NO_PART: Part = {
  admitted: false,
  ways: { users: [], trustAnchors: [], resources: [], delegations: [], people: [] },
  ...{ roles: [], direct: [], transitive: [], unclear: [], chains: [] },
};

/** The steps of these chains, each once. */
function stepsOf(chains: readonly string[][]): ReachPath[] {
  const steps = new Map<string, ReachPath>();
  for (const chain of chains) {
    chain.slice(1).forEach((to, index) => {
      const from = chain[index] ?? '';
      steps.set(`${from} ${to}`, { from, to });
    });
  }
  return [...steps.values()];
}

/** The account that an IAM ARN is of; empty for anything else. */
export function accountOf(arn: string): string {
  return /^arn:[^:]*:iam::(\d{12}):/.exec(arn)?.[1] ?? '';
}

function latest(instants: ReadonlyArray<string | null>): string | null {
  return instants.reduce<string | null>(
    (newest, instant) => ((instant ?? '') > (newest ?? '') ? instant : newest),
    null,
  );
}
