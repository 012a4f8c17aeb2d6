import type { AuditReport } from '../model/report.ts';

/** What third parties have in a run and no sheet of a review asks for. */
export interface NotAsked {
  /** That admit somebody by themselves. */
  resources: number;
  /** Whose bills somebody outside receives. */
  organizations: number;
}

/** Each once, whoever they are of. */
export function notAskedIn({ thirdParties }: Pick<AuditReport, 'thirdParties'>): NotAsked {
  const each = (ids: readonly string[]) => new Set(ids).size;
  return {
    resources: each(
      thirdParties.flatMap(({ resources = [] }) => resources.map(({ resourceArn }) => resourceArn)),
    ),
    organizations: each(
      thirdParties.flatMap(({ billing = [] }) => billing.map((one) => one.managementAccountId)),
    ),
  };
}
