import type { AuditReport } from '../../../model/report.ts';
import { shorten } from '../../visible.ts';
import type { Walks } from '../../walk.ts';
import { capped, label, number, quantity, shortArn } from './format.ts';
import { LIMITS } from './limits.ts';

export interface UnansweredView {
  count: string;
  rows: Array<{
    checkId: string;
    status: string;
    accountId: string;
    region: string;
    resource: string;
    detail: string;
  }>;
  leftOut: string | null;
}

/** Results that are neither pass nor fail, and why. */
export function unansweredView(walks: Pick<Walks, 'unanswered'>): () => UnansweredView {
  const rows = walks.unanswered.first(LIMITS.unanswered, (result) => ({
    checkId: result.checkId,
    status: result.status === 'ERROR' ? 'Error' : 'Unknown',
    accountId: result.accountId,
    region: result.region,
    resource: result.resourceArn === '' ? 'The whole check' : label(shortArn(result.resourceArn)),
    detail: shorten(result.detail, 600),
  }));
  return () => {
    const { shown, leftOut } = capped(
      rows(),
      LIMITS.unanswered,
      (left) =>
        `${quantity(left, 'more is', 'more are')} not listed here but in report.json under unanswered.`,
    );
    return { count: number(rows().length), rows: shown, leftOut };
  };
}

export interface ExceptionsView {
  rows: Array<{
    check: string;
    resource: string;
    account: string | null;
    reason: string;
    approvedBy: string;
    ticket: string;
    expires: string;
    expired: boolean;
    covers: string;
  }>;
  leftOut: string | null;
}

/** The exceptions of the config, the expired ones first, then by expiry. */
export function exceptionsView({ exceptions }: AuditReport): ExceptionsView {
  const sorted = [...exceptions].sort(
    (a, b) =>
      Number(b.expired) - Number(a.expired) || (a.expires < b.expires ? -1 : Number(a.expires > b.expires)),
  );
  const { shown, leftOut } = capped(
    sorted,
    LIMITS.exceptions,
    (left) => `${quantity(left, 'more is', 'more are')} not listed here but in report.json under exceptions.`,
  );
  return {
    rows: shown.map((exception) => ({
      check: exception.check,
      resource: label(exception.resource),
      account: exception.account ?? null,
      reason: shorten(exception.reason, 600),
      approvedBy: label(exception.approvedBy),
      ticket: label(exception.ticket ?? '–'),
      expires: exception.expires,
      expired: exception.expired,
      covers: quantity(exception.covers, 'finding'),
    })),
    leftOut,
  };
}
