import type { AuditReport } from '../model/report.ts';
import { type ByAccount, byAccount } from './by-account.ts';
import { accountPageView } from './html/accounts/account-page.ts';
import { accountSlices } from './html/accounts/account-slice.ts';
import { compilePage, type TemplateSources } from './html/page/environment.ts';
import { displayable } from './html/support/format.ts';
import type { ShownText } from './visible.ts';

/**
 * A page for the owner of each account in scope: one file that loads nothing, works without JavaScript and prints
 * alone. Made one after the other, as they are asked for; the templates are compiled once.
 *
 * @param reportHref where the whole report stands, seen from each page; null when it is not written
 * @param accounts what the report holds of each
 */
export function* renderAccountPages(
  report: AuditReport,
  templates: TemplateSources,
  reportHref: string | null,
  accounts: ByAccount = byAccount(report),
): Iterable<{ accountId: string; text: ShownText }> {
  const render = compilePage(templates, 'account');
  for (const slice of accountSlices(report, accounts)) {
    const { accountId } = slice.account;
    yield { accountId, text: render(displayable(accountPageView(slice, reportHref))) };
  }
}
