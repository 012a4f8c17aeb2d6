import type { Finding } from '../../../model/finding.ts';
import type { AuditReport, ReachPath, ThirdPartySummary } from '../../../model/report.ts';
import { chainsOf } from '../parties/chains.ts';
import { openCounts } from './accounts.ts';

/**
 * What each account has to know of the third parties that may get into it, on their own or by way of another account,
 * and of those whom its findings name, in the order of the report. But for the chains that begin or end in it nothing in
 * it is about another account, so it does not say how much all roles of a third party allow. Goes through each third
 * party's roles and findings once.
 */
export function partiesByAccount({
  thirdParties,
  roles,
  findings,
}: Pick<AuditReport, 'thirdParties' | 'roles' | 'findings'>): Map<string, ThirdPartySummary[]> {
  const byFingerprint = new Map(findings.map((finding) => [finding.fingerprint, finding]));
  const lastUse = new Map(roles.map(({ roleArn, lastUsedAt }) => [roleArn, lastUsedAt]));
  const byAccount = new Map<string, ThirdPartySummary[]>();
  for (const summary of thirdParties) {
    for (const [accountId, part] of partsOf(summary, byFingerprint)) {
      const known = byAccount.get(accountId) ?? [];
      byAccount.set(accountId, known);
      known.push({
        ...summary,
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
        openFindings: openCounts(part.findings),
        findings: part.findings.map(({ fingerprint }) => fingerprint),
      });
    }
  }
  return byAccount;
}

/** The part of a third party that lies in one account. */
interface Part {
  admitted: boolean;
  roles: string[];
  direct: string[];
  transitive: string[];
  unclear: string[];
  /** That begin or end in the account. */
  chains: string[][];
  findings: Finding[];
}

function partsOf(
  { accounts, roles, reachable, findings }: ThirdPartySummary,
  byFingerprint: ReadonlyMap<string, Finding>,
): Map<string, Part> {
  const parts = new Map<string, Part>();
  const named = findings.flatMap((fingerprint) => byFingerprint.get(fingerprint)?.accountId ?? []);
  const here = [...accounts, ...reachable.direct.accounts, ...reachable.transitive.accounts, ...named];
  for (const accountId of here) {
    if (!parts.has(accountId)) {
      parts.set(accountId, {
        admitted: false,
        roles: [],
        direct: [],
        transitive: [],
        unclear: [],
        chains: [],
        findings: [],
      });
    }
  }
  const of = (arn: string) => parts.get(accountOf(arn));
  for (const accountId of accounts) {
    const part = parts.get(accountId);
    if (part !== undefined) part.admitted = true;
  }
  for (const arn of roles) of(arn)?.roles.push(arn);
  for (const arn of reachable.direct.roles) of(arn)?.direct.push(arn);
  for (const arn of reachable.transitive.roles) of(arn)?.transitive.push(arn);
  for (const arn of reachable.unclear) of(arn)?.unclear.push(arn);
  for (const chain of chainsOf(reachable)) {
    const ends = new Set([of(chain[0] ?? ''), of(chain.at(-1) ?? '')]);
    for (const part of ends) part?.chains.push(chain);
  }
  for (const fingerprint of findings) {
    const finding = byFingerprint.get(fingerprint);
    if (finding !== undefined) parts.get(finding.accountId)?.findings.push(finding);
  }
  return parts;
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
