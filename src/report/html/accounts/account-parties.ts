import type { Finding } from '../../../model/finding.ts';
import { groupedBy } from '../../../model/grouped-by.ts';
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
  const parts = groupedBy(
    thirdParties.flatMap((summary, place) => partsOf(summary, place)),
    ({ accountId }) => accountId,
  );
  const naming = namingOf(thirdParties);
  return (accountId, own) => {
    const here = new Map(parts.get(accountId)?.map((part) => [part.place, part]));
    const findings = findingsOf(own.findings, naming);
    const lastUse = new Map(own.roles.map(({ roleArn, lastUsedAt }) => [roleArn, lastUsedAt]));
    const places = new Set([...here.keys(), ...findings.keys()]);
    return [...places]
      .sort((a, b) => a - b)
      .flatMap((place) => {
        const summary = thirdParties[place];
        const part = here.get(place) ?? emptyPart(accountId, place);
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
type Naming = ReadonlyMap<string, ReadonlyArray<{ party: number; place: number }>>;

function namingOf(thirdParties: readonly ThirdPartySummary[]): Naming {
  const naming = new Map<string, Array<{ party: number; place: number }>>();
  for (const [party, { findings }] of thirdParties.entries()) {
    for (const [place, fingerprint] of findings.entries()) {
      const known = naming.get(fingerprint);
      if (known === undefined) naming.set(fingerprint, [{ party, place }]);
      else known.push({ party, place });
    }
  }
  return naming;
}

/** The findings of an account by the third party that has them, with their places there. */
function findingsOf(
  findings: readonly Finding[],
  naming: Naming,
): Map<number, Array<{ finding: Finding; place: number }>> {
  const byParty = new Map<number, Array<{ finding: Finding; place: number }>>();
  for (const finding of findings) {
    for (const { party, place } of naming.get(finding.fingerprint) ?? []) {
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
  accountId: string;
  /** Of the third party, in the order of the report. */
  place: number;
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

function emptyPart(accountId: string, place: number): Part {
  return {
    ...{ accountId, place, admitted: false },
    ways: { users: [], trustAnchors: [], resources: [], delegations: [], people: [] },
    ...{ roles: [], direct: [], transitive: [], unclear: [], chains: [] },
  };
}

/** The accounts that a third party has to do with by any of its ways in, with what lies there. */
function partsOf(summary: ThirdPartySummary, place: number): Part[] {
  const { accounts, roles, reachable } = summary;
  const { users = [], trustAnchors = [], resources = [], delegations = [], people = [] } = summary;
  const parts = new Map<string, Part>();
  for (const accountId of accounts) partOf(accountId).admitted = true;
  for (const accountId of [...reachable.direct.accounts, ...reachable.transitive.accounts]) partOf(accountId);
  for (const user of users) partOf(user.accountId).ways.users.push(user);
  for (const anchor of trustAnchors) partOf(anchor.accountId).ways.trustAnchors.push(anchor);
  for (const resource of resources) partOf(resource.accountId).ways.resources.push(resource);
  for (const request of delegations) partOf(request.accountId).ways.delegations.push(request);
  for (const person of people) {
    for (const [accountId, assignments] of groupedBy(person.assignments, (held) => held.accountId))
      partOf(accountId).ways.people.push({ ...person, assignments });
  }
  const of = (arn: string) => parts.get(accountOf(arn));
  for (const arn of roles) of(arn)?.roles.push(arn);
  for (const arn of reachable.direct.roles) of(arn)?.direct.push(arn);
  for (const arn of reachable.transitive.roles) of(arn)?.transitive.push(arn);
  for (const arn of reachable.unclear) of(arn)?.unclear.push(arn);
  for (const chain of chainsOf(reachable)) {
    const ends = new Set([of(chain[0] ?? ''), of(chain.at(-1) ?? '')]);
    for (const part of ends) part?.chains.push(chain);
  }
  return [...parts.values()];

  function partOf(accountId: string): Part {
    const known = parts.get(accountId) ?? emptyPart(accountId, place);
    parts.set(accountId, known);
    return known;
  }
}

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
