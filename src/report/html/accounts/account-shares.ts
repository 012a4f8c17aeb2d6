import type { AuditReport } from '../../../model/report.ts';
import { isWithOutsiders } from '../../../model/share-row.ts';
import { unreadShares } from '../../../model/unread-places.ts';
import type { Walks } from '../../walk.ts';
import { type ShareList, shareLine } from '../parties/shares.ts';
import { capped, quantity } from '../support/format.ts';
import { LIMITS } from '../support/limits.ts';

/** What an account shares with outsiders, and what they share with it. */
export interface AccountSharesView {
  sentence: string;
  /** What is not known of it; null where all was read. */
  notKnown: string | null;
  given: ShareList;
  received: ShareList;
}

/** @param report of one account */
export function accountSharesView(
  report: AuditReport,
  walks: Pick<Walks, 'shares'>,
): () => AccountSharesView {
  const { asOf } = report.run;
  const rows = (isGiven: boolean) => {
    const found: Array<ReturnType<typeof shareLine>> = [];
    return walks.shares.gather(
      (share) => {
        if (isWithOutsiders(share) && (share.direction === 'given') === isGiven)
          found.push(shareLine(share, asOf));
      },
      () => found,
    );
  };
  const [given, received] = [rows(true), rows(false)];
  const own = walks.shares.count((share) => !isWithOutsiders(share));
  const list = (caption: string, all: ReturnType<typeof rows>): ShareList => {
    const { shown, leftOut } = capped(
      all(),
      LIMITS.outsideShares,
      (left) => `${quantity(left, 'more is', 'more are')} in report.json under shares.`,
    );
    return { caption, rows: shown, leftOut };
  };
  return () => ({
    ...inWords(report, { given: given().length, received: received().length, own: own() }),
    given: list('What this account shares with outsiders', given),
    received: list('What outsiders share with this account, or offer it', received),
  });
}

function inWords(
  report: AuditReport,
  { given, received, own }: Record<'given' | 'received' | 'own', number>,
): Pick<AccountSharesView, 'sentence' | 'notKnown'> {
  const { extent, accounts } = unreadShares(report);
  if (extent === 'none') return { sentence: 'What is shared was not asked for.', notKnown: null };
  const isWhole = extent === 'all';
  const read = isWhole ? '' : ', in what was read';
  return {
    sentence: `${quantity(given, 'share')} with outsiders and ${quantity(received, 'share')} from them; ${quantity(own, 'share')} with your own accounts${read}. Who has a share uses what is in it without assuming a role.`,
    notKnown: isWhole
      ? null
      : accounts.length > 0
        ? 'Shares of some Regions were not read, so there may be more.'
        : 'Shares of one service were not asked for, so there may be more.',
  };
}
