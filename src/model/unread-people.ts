import type { AuditReport } from './report.ts';

type Looked = Pick<AuditReport, 'identityCenter'>;

/** Whether IAM Identity Center was read where a person was: whoever is not found there is not there, or not looked for. */
export function werePeopleRead(
  { identityCenter: looked }: Looked,
  { accountId, region }: { accountId: string; region: string | null },
): boolean {
  return looked?.isRead === true && looked.accountId === accountId && looked.region === region;
}

/** The account in which people were to be looked for and were not: others of third parties may be there. */
export function accountsWithUnreadPeople({ identityCenter: looked }: Looked): string[] {
  return looked === undefined || looked.isRead ? [] : [looked.accountId];
}
