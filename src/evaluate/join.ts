import type { Failure } from './results.ts';

/**
 * Access Analyzer sees the same open role that the trust checks see. Such a failure is folded into the trust
 * failures of that role: it adds its evidence and a sentence to each, and is no finding of its own. Where no trust
 * check failed on the role, it stays.
 *
 * @returns the failures that remain, and those that were folded.
 */
export function foldIntoTrustFindings(failures: readonly Failure[]): { kept: Failure[]; folded: Failure[] } {
  const byRole = new Map<string, Failure[]>();
  const folded: Failure[] = [];
  const trustRoles = new Set(failures.filter(takesIn).map(({ outcome }) => outcome.resource.arn));
  const rest = failures.filter((failure) => {
    const role = failure.outcome.joinsTrustFindingsOf;
    if (role === undefined || !trustRoles.has(role)) return true;
    byRole.set(role, [...(byRole.get(role) ?? []), failure]);
    folded.push(failure);
    return false;
  });
  return { kept: rest.map((failure) => withJoined(failure, byRole)), folded };
}

/** Whether a failure says something of who may come in. */
function takesIn({ check }: Failure): boolean {
  return check.area === 'trust' && check.whoeverComes !== true;
}

function withJoined(failure: Failure, byRole: ReadonlyMap<string, Failure[]>): Failure {
  const joined = takesIn(failure) ? byRole.get(failure.outcome.resource.arn) : undefined;
  if (joined === undefined) return failure;
  const evidence = joined.flatMap((other) =>
    other.outcome.evidence.map((piece) => ({
      ...piece,
      accountId: piece.accountId ?? other.evidenceAccountId,
    })),
  );
  const { outcome } = failure;
  return {
    ...failure,
    outcome: {
      ...outcome,
      detail: `${outcome.detail} IAM Access Analyzer reports this role as shared outside too.`,
      evidence: [...outcome.evidence, ...evidence],
    },
  };
}
