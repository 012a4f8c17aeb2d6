import { outsiderOf, spanOf, unreadOf } from '../checks/support/role-activity.ts';
import { GLOBAL } from '../model/fact.ts';
import type { FactIndex } from '../model/fact-index.ts';
import { partyKey, type ThirdPartyRef } from '../model/party.ts';
import type { AccountStudy } from '../model/study.ts';
import type { ThirdPartySummary } from '../model/third-party-summary.ts';
import { standingOfProvider } from '../parties/outside-providers.ts';

const DAY_MS = 86_400_000;

/** What CloudTrail has of third parties in one account. */
export interface AccountActivity {
  accountId: string;
  /** The time that was looked at; null where nothing was read. */
  period: { from: string; to: string } | null;
  /** Whether all of it was read. */
  isWhole: boolean;
  parties: ReadonlyArray<{ party: ThirdPartyRef; entries: number; refused: number; lastAt: string | null }>;
}

/** Undefined where the run did not ask who came in. */
export function accountActivityOf(index: FactIndex, study: AccountStudy): AccountActivity | undefined {
  const recorded = index.get('activity', GLOBAL);
  if (recorded === undefined) return undefined;
  const { accountId } = study.account;
  if (recorded.status !== 'COLLECTED') return { accountId, period: null, isWhole: false, parties: [] };
  const activity = recorded.value;
  const parties = new Map<string, AccountActivity['parties'][number]>();
  const note = (
    way: Parameters<typeof outsiderOf>[0],
    entries: number,
    refused: number,
    at: string | null,
  ) => {
    const outsider = outsiderOf(way, study);
    if (outsider === undefined) return;
    const { party } = outsider;
    const key = partyKey(party);
    const known = parties.get(key) ?? { party, entries: 0, refused: 0, lastAt: null };
    const lastAt = known.lastAt === null || (at !== null && at > known.lastAt) ? at : known.lastAt;
    parties.set(key, { party, entries: known.entries + entries, refused: known.refused + refused, lastAt });
  };
  for (const entry of activity.entries) note(entry, entry.count, 0, entry.lastAt);
  for (const refusal of activity.refusals) note(refusal, 0, refusal.count, null);
  // A role of which not everything was read leaves the account in part unread.
  const roles = activity.perResource.map(({ resource }) => resource);
  const isRead = ['', ...roles].every((arn) => unreadOf(activity, arn, { refusals: true }) === undefined);
  const period = spanOf(activity);
  // Who came after a record had ended is not on it.
  const isWhole = isRead && period.to === activity.to;
  return { accountId, period, isWhole, parties: [...parties.values()] };
}

/** What a party did, over the accounts that it may enter or came into; undefined where nobody asked. */
export function partyActivity(
  summary: ThirdPartySummary,
  all: readonly AccountActivity[] | undefined,
): ThirdPartySummary['activity'] {
  if (all === undefined) return undefined;
  const key = partyKey(summary.party);
  const own = all.flatMap((account) =>
    account.parties
      .filter(({ party }) => partyKey(party) === key)
      .map((one) => ({ ...one, accountId: account.accountId })),
  );
  const entered = own.filter(({ entries }) => entries > 0);
  const may = new Set([...summary.accounts, ...own.map(({ accountId }) => accountId)]);
  const looked = all.filter(({ accountId }) => may.has(accountId));
  const since = looked.flatMap(({ period }) => period?.from ?? []).sort()[0] ?? null;
  // What is said of all accounts since then is not on a record that begins later.
  const whole = looked.filter(({ isWhole, period }) => isWhole && !beginsAfter(period?.from, since));
  return {
    entries: own.reduce((sum, { entries }) => sum + entries, 0),
    refused: own.reduce((sum, { refused }) => sum + refused, 0),
    lastAt: own.reduce<string | null>(
      (last, { lastAt }) => (last === null || (lastAt !== null && lastAt > last) ? lastAt : last),
      null,
    ),
    since,
    accounts: entered.map(({ accountId }) => accountId).sort(),
    notRead: [...may].filter((id) => !whole.some(({ accountId }) => accountId === id)).length,
    ...notCounted(summary),
  };
}

/** By which of its ways nobody sees it come in the entries of CloudTrail that are read. */
function notCounted({ party, users = [], trustAnchors = [], delegations = [] }: ThirdPartySummary) {
  const isByProvider = party.kind === 'identity-provider' && trustAnchors.length === 0;
  const provider = partyKey(party).slice('identity-provider:'.length);
  const ways = [
    ...(isByProvider && standingOfProvider(provider) !== 'outside' ? ['sign-ins by this provider'] : []),
    ...(trustAnchors.length === 0 ? [] : ['entries with a certificate']),
    ...(users.length === 0 ? [] : ['what it does as a user']),
    ...(delegations.some(({ standing }) => standing === 'let-in' || standing === 'not-known')
      ? ['what it does by temporary delegation']
      : []),
  ];
  return ways.length === 0 ? {} : { notCounted: ways };
}

/** By more than the accounts of a run are read one after another. */
function beginsAfter(from: string | undefined, since: string | null): boolean {
  return from !== undefined && since !== null && Date.parse(from) - Date.parse(since) > DAY_MS;
}
