import type { JudgementConfig } from '../model/config.ts';
import type { AuditReport } from '../model/report.ts';
import { RESOURCE_SERVICES, serviceOf } from '../model/resource-services.ts';
import { accountsWithUnreadRequests, areRequestsAsked, unreadBills } from '../model/unread-agreements.ts';
import { accountsWithUnreadPeople } from '../model/unread-people.ts';
import { isGapOf, unreadOf } from '../model/unread-places.ts';
import { accountsWithUnreadRoles } from '../model/unread-roles.ts';

/** Something by which third parties may have access, and at which a run did not look, or not everywhere. */
export interface NotLookedAt {
  /** `roles and users`, `policies of kms`. */
  what: string;
  /** `left-out`: accounts that were found and are not in the run. */
  why: 'not-asked' | 'not-read' | 'left-out';
  /** The names of the accounts, in order of their ids; none where nobody asked for it in any. */
  accounts: string[];
}

/** What is on no sheet of a run since the run did not look there: whoever has access by it may have more than the sheets say. */
export function notLookedAtIn(
  report: Pick<AuditReport, 'coverage' | 'scope' | 'checks' | 'identityCenter'>,
  { resourcePolicies = [] }: Pick<JudgementConfig, 'resourcePolicies'>,
): NotLookedAt[] {
  const { scope, coverage, identityCenter } = report;
  const names = new Map<string, string>();
  const failed = new Set<string>();
  for (const { accountId, name, status } of scope.accounts) {
    names.set(accountId, name);
    if (status === 'FAILED') failed.add(accountId);
  }
  const unread = (what: string, ids: Iterable<string>): NotLookedAt[] => {
    const accounts = [...new Set(ids)].sort().map((id) => names.get(id) ?? id);
    return accounts.length === 0 ? [] : [{ what, why: 'not-read', accounts }];
  };
  const besidesFailed = (ids: Iterable<string>) => [...ids].filter((id) => !failed.has(id));
  const placesOf = (what: string, service: Parameters<typeof unreadOf>[1]): NotLookedAt[] => {
    const { extent, accounts } = unreadOf(report, service);
    if (extent === 'none') return [{ what, why: 'not-asked', accounts: [] }];
    return unread(what, besidesFailed(accounts));
  };
  const areResourcesAsked = unreadOf(report, 'resources').extent !== 'none' && resourcePolicies.length > 0;
  const gaps = coverage.gaps.filter((gap) => isGapOf(gap, 'resources'));
  const inAccounts = (isMeant: (resource: string | undefined) => boolean) =>
    besidesFailed(gaps.flatMap(({ accountId, resource }) => (isMeant(resource) ? [accountId] : [])));
  return [
    ...unread('anything at all', failed),
    ...unread('roles and users', besidesFailed(accountsWithUnreadRoles(report))),
    ...placesOf('trust anchors and profiles of IAM Roles Anywhere', 'rolesanywhere'),
    ...(identityCenter === undefined
      ? [{ what: 'people in IAM Identity Center', why: 'not-asked' as const, accounts: [] }]
      : unread('people in IAM Identity Center', accountsWithUnreadPeople(report))),
    ...placesOf('shares of AWS RAM', 'ram'),
    ...placesOf('shares of the AWS Well-Architected Tool', 'wellarchitected'),
    ...(areRequestsAsked(report)
      ? unread('requests for temporary delegation', besidesFailed(accountsWithUnreadRequests(report)))
      : [{ what: 'requests for temporary delegation', why: 'not-asked' as const, accounts: [] }]),
    ...unread('transfers of bills', unreadBills(report)),
    ...(areResourcesAsked
      ? [
          ...unread(
            'policies of resources',
            inAccounts((resource) => resource === undefined),
          ),
          ...RESOURCE_SERVICES.flatMap((service): NotLookedAt[] => {
            const what = `policies of ${service}`;
            return resourcePolicies.includes(service)
              ? unread(
                  what,
                  inAccounts((arn) => arn !== undefined && serviceOf(arn) === service),
                )
              : [{ what, why: 'not-asked', accounts: [] }];
          }),
        ]
      : [{ what: 'policies of resources', why: 'not-asked' as const, accounts: [] }]),
    ...(scope.excluded.length === 0
      ? []
      : [{ what: 'accounts', why: 'left-out' as const, accounts: scope.excluded.map(({ name }) => name) }]),
  ];
}

/** Accounts that are named one by one. */
const NAMED = 3;

/** The same in sentences, the worst first; none where all was looked at. */
export function notLookedAtInWords(all: readonly NotLookedAt[]): string[] {
  const unasked = all.flatMap(({ what, why }) => (why === 'not-asked' ? [what] : []));
  return [
    ...all.flatMap(({ what, why, accounts }) =>
      why === 'not-read' ? [`Not read, or not in full: ${what} in ${accountsInWords(accounts)}.`] : [],
    ),
    ...all.flatMap(({ why, accounts }) =>
      why === 'left-out' ? [`Not in this run: ${accountsInWords(accounts)}.`] : [],
    ),
    ...(unasked.length === 0 ? [] : [`Not asked for: ${unasked.join(', ')}.`]),
  ];
}

function accountsInWords(names: readonly string[]): string {
  const named = names.slice(0, NAMED).join(', ');
  const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : '';
  return `${names.length} ${names.length === 1 ? 'account' : 'accounts'} (${named}${more})`;
}
