import type { AuditReport } from '../model/report.ts';

/** What third parties have in a run and no sheet of a review asks for. */
export interface NotAsked {
  /** Whose bills somebody outside receives, where the report is of a version that does not say by which account. */
  organizations: number;
}

/** Each once, whoever they are of. */
export function notAskedIn({ thirdParties }: Pick<AuditReport, 'thirdParties'>): NotAsked {
  const billed = thirdParties.flatMap(({ billing = [] }) =>
    billing.flatMap((one) => (one.targetAccountId === undefined ? [one.managementAccountId] : [])),
  );
  return { organizations: new Set(billed).size };
}
