import type { ConfigurationEntry, EntryState, JudgedEntry } from '../model/configuration-entry.ts';
import { endOfDay } from '../model/days.ts';
import type { FactRecord } from '../model/fact.ts';
import { selectorInWords } from '../model/party.ts';
import type { AuditReport } from '../model/report.ts';
import type { RunRecord } from '../model/run-record.ts';
import { tagPattern } from '../policy/tag-pattern.ts';
import { isOnlyWildcards, matchesWildcard } from '../policy/wildcard.ts';
import type { AccountJudgement } from './account.ts';
import { blindSpotEntries } from './blind-spot-entries.ts';
import { guestDomain, guestGroup, tagEntries } from './entries-seen.ts';
import { isExpired } from './exceptions.ts';
import { ownerEntries } from './owner-entries.ts';
import type { Rules } from './rules.ts';
import { scopeEntries } from './scope-entries.ts';

export interface EntriesInput {
  scope: RunRecord['scope'];
  organizationFacts: readonly FactRecord[];
  judgements: ReadonlyArray<Pick<AccountJudgement, 'seen'>>;
  report: Pick<
    AuditReport,
    'coverage' | 'exceptions' | 'blindSpots' | 'findings' | 'unanswered' | 'scope' | 'identityCenter'
  >;
  rules: Pick<Rules, 'asOf' | 'checks' | 'config' | 'billing'>;
}

const DAY = 86_400_000;
const SOON_DAYS = 30;

/**
 * The entries of the configuration that take in, leave out or judge, and match nothing or everything, were never seen,
 * have ended or will soon; those that are in order are left out. What was not met where not everything was read is not
 * known, and no failure: the run is incomplete already.
 */
export function configurationEntries(input: EntriesInput): ConfigurationEntry[] {
  const { scope, organizationFacts, rules } = input;
  const entries = [
    ...scopeEntries(scope, organizationFacts),
    ...exceptionEntries(input),
    ...blindSpotEntries(input.report, notLookedAt(scope), ({ expires }, say) =>
      ending(expires, rules.asOf, say, 'The gaps that it names count again'),
    ),
    ...registerEntries(input),
    ...centerEntries(input),
    ...tagEntriesJudged(input),
    ...ownerEntries(scope, organizationFacts, rules),
  ];
  if (rules.config.strict !== true) return entries;
  return entries.map((entry) => (entry.state === 'NOT_KNOWN' ? entry : { ...entry, fails: true }));
}

function exceptionEntries({ report, rules, scope }: EntriesInput): JudgedEntry[] {
  const applied = new Set(rules.checks.map(({ id }) => id));
  return report.exceptions.flatMap((exception, index) => {
    const { check, resource, account, expires, covers, expired } = exception;
    const entry = `${check} on ${resource}${account === undefined ? '' : ` in ${account}`}`;
    const say = (state: EntryState, detail: string): JudgedEntry => ({
      path: `exceptions[${index}]`,
      kind: 'exception',
      entry,
      state,
      detail,
    });
    return [
      ...ending(expires, rules.asOf, say, 'What it covers counts again'),
      ...(account === undefined && isAnyResource(resource)
        ? [say('MATCHES_EVERYTHING', `It covers whatever ${check} finds, wherever that is.`)]
        : []),
      ...(covers > 0 ? [] : [say(...whyNothing())]),
    ];

    function whyNothing(): [EntryState, string] {
      if (!applied.has(check)) return ['MATCHES_NOTHING', `${check} was not applied.`];
      const isConcerned = (accountId: string) => account === undefined || account === accountId;
      const open = report.unanswered.some(
        (result) =>
          result.checkId === check &&
          isConcerned(result.accountId) &&
          (result.resourceArn === '' || matchesWildcard(resource, result.resourceArn)),
      );
      if (open)
        return ['NOT_KNOWN', `No finding is covered, and ${check} has results without an answer there.`];
      if (notLookedAt(scope).some(isConcerned)) return ['NOT_KNOWN', NOT_ALL_SELECTED];
      const inScope = report.scope.accounts.map(({ accountId }) => accountId);
      if (account !== undefined && !inScope.some((id) => id === account)) {
        return ['MATCHES_NOTHING', `Account ${account} is not in scope.`];
      }
      return [
        'MATCHES_NOTHING',
        `It covers no finding of this run${expired ? '' : ': what it accepted is gone, or it never named it'}.`,
      ];
    }
  });
}

const NOT_ALL_SELECTED = 'Nothing was met in the accounts of this run, which are not all that are in scope.';

/** Accounts that belong to the scope and that this run was told to leave, or could not place. */
function notLookedAt({ excluded }: RunRecord['scope']): string[] {
  return excluded
    .filter(({ reason }) => reason === 'NOT_SELECTED' || reason === 'UNIT_UNKNOWN')
    .map(({ accountId }) => accountId);
}

/** Where those stand who may come in. */
const PARTY_FACTS: ReadonlySet<string> = new Set([
  'authorization-details',
  'external-access-findings',
  'analyzers',
  'resource-shares',
  'well-architected-shares',
  'delegation-requests',
  'resource-policies',
  'roles-anywhere',
  'identity-center',
  'billing-transfers',
  'every fact',
]);

function registerEntries({ judgements, report, rules, scope }: EntriesInput): JudgedEntry[] {
  const seen = new Set([
    ...judgements.flatMap((judgement) => judgement.seen.partyIds),
    ...report.findings.map(({ thirdParty }) => thirdParty?.accountId),
    ...(rules.billing ?? []).flatMap(({ transfers }) =>
      transfers.status === 'COLLECTED'
        ? transfers.value.outbound.map(({ targetAccountId }) => targetAccountId ?? undefined)
        : [],
    ),
  ]);
  const own = new Set([...scope.accounts, ...scope.excluded].map(({ accountId }) => accountId));
  const isUnread = report.coverage.gaps.some(({ fact }) => PARTY_FACTS.has(fact));
  const unasked = rules.checks.some(({ requires }) => requires.includes('resource-policies'))
    ? ''
    : ' Policies of resources were not looked at: resourcePolicies names no service.';
  return rules.config.thirdParties.flatMap((entry, index) => {
    const { name, contractEnds, accountIds, organizationIds, users = [], trustAnchors = [] } = entry;
    const { domains = [], groups = [] } = entry.identityCenter ?? {};
    const path = `thirdParties[${index}]`;
    const say = (state: EntryState, detail: string, at = path, shown = name): JudgedEntry => ({
      path: at,
      kind: 'third party',
      entry: shown,
      state,
      detail,
    });
    const ids: Array<{ id: string; at: string; not: string; isGuest?: true }> = [
      ...accountIds.map((id, position) => ({
        id,
        at: `${path}.accountIds[${position}]`,
        not: `${id} was not`,
      })),
      ...organizationIds.map((id, position) => ({
        id,
        at: `${path}.organizationIds[${position}]`,
        not: `${id} was not`,
      })),
      ...users.map(selectorInWords).map((id, position) => ({
        id,
        at: `${path}.users[${position}]`,
        not: `No ${id} were`,
      })),
      ...trustAnchors.map((id, position) => ({
        id,
        at: `${path}.trustAnchors[${position}]`,
        not: `No trust anchor ${id} was`,
      })),
    ];
    // What nobody looks for is neither seen nor missed.
    if (rules.config.identityCenter !== undefined)
      ids.push(
        ...domains.map((id, position) => ({
          id: guestDomain(id),
          at: `${path}.identityCenter.domains[${position}]`,
          not: `Nobody of ${id} was`,
          isGuest: true as const,
        })),
        ...groups.map((id, position) => ({
          id: guestGroup(id),
          at: `${path}.identityCenter.groups[${position}]`,
          not: `No group ${id} was`,
          isGuest: true as const,
        })),
      );
    const ownIds = ids.filter(({ id }) => own.has(id));
    const unseen = ids.filter(({ id }) => !seen.has(id) && !own.has(id));
    const isOpen = isUnread || notLookedAt(scope).length > 0;
    const isLooked = report.identityCenter?.isRead === true;
    const stateOf = ({ isGuest }: { isGuest?: true }) =>
      isOpen || (isGuest === true && !isLooked) ? 'NOT_KNOWN' : 'NEVER_SEEN';
    const states = new Set(unseen.map(stateOf));
    const state = states.has('NOT_KNOWN') ? 'NOT_KNOWN' : 'NEVER_SEEN';
    const noUser = users.length === 0 ? '' : ', and no user is its own';
    const where = (of: EntryState) =>
      of === 'NEVER_SEEN' ? 'in the whole run' : 'in what this run read, which is not all that is in scope';
    return [
      ...(contractEnds === undefined ? [] : ending(contractEnds, rules.asOf, say, 'The contract is over')),
      ...ownIds.map(({ id, at }) => say('MATCHES_NOTHING', OWN_ACCOUNT, at, `${name}, ${id}`)),
      ...(unseen.length === ids.length
        ? [
            say(
              state,
              `None of its ids was seen ${where(state)}: no role and no resource that was looked at lets it in${noUser}.${unasked}`,
            ),
          ]
        : unseen.map((one) =>
            say(
              stateOf(one),
              `${one.not} seen ${where(stateOf(one))}; others of its ids were.`,
              one.at,
              `${name}, ${one.id}`,
            ),
          )),
    ];
  });
}

/** The account in which people are to be looked for, where it is none of those that were looked at. */
function centerEntries({ rules, scope }: EntriesInput): JudgedEntry[] {
  const asked = rules.config.identityCenter?.accountId;
  if (asked === undefined || scope.accounts.some(({ accountId }) => accountId === asked)) return [];
  const excluded = scope.excluded.find(({ accountId }) => accountId === asked);
  const say = (state: EntryState, detail: string): JudgedEntry[] => [
    { path: 'identityCenter.account', kind: 'people', entry: asked, state, detail },
  ];
  if (notLookedAt(scope).includes(asked)) return say('NOT_KNOWN', NOT_ALL_SELECTED);
  return say(
    'MATCHES_NOTHING',
    `The account is ${excluded === undefined ? 'none of those that are audited' : 'left out of the run'}, so that nobody looks for people of third parties in IAM Identity Center.`,
  );
}

const OWN_ACCOUNT = 'It is one of your own accounts, and is judged as that: no third party comes from it.';

const CARRIERS = { tag: 'role', owner: 'role and no account', environment: 'account' } as const;

function tagEntriesJudged({ judgements, report, rules, scope }: EntriesInput): JudgedEntry[] {
  const met = new Set(judgements.flatMap(({ seen }) => seen.tags));
  const isUnread =
    notLookedAt(scope).length > 0 ||
    report.coverage.gaps.some(({ fact }) => fact === 'authorization-details' || fact === 'every fact');
  return tagEntries(rules).flatMap(({ path, kind, entry, matches }): JudgedEntry[] => {
    const carrier = CARRIERS[kind];
    const say = (state: EntryState, detail: string): JudgedEntry => ({
      path,
      kind,
      entry,
      state,
      detail,
    });
    if (matches === 'tag pattern' && isAnyTag(entry)) {
      return [say('MATCHES_EVERYTHING', `Any ${carrier.replace('and no', 'or')} with a tag meets it.`)];
    }
    if (met.has(path)) return [];
    return isUnread
      ? [say('NOT_KNOWN', `No ${carrier} that was read carries it, and not all roles were read.`)]
      : [say('MATCHES_NOTHING', `No ${carrier} carries it.`)];
  });
}

/** What is to be said of a last day; `after` tells what holds once it is over. */
function ending(
  day: string,
  asOf: string,
  say: (state: EntryState, detail: string) => JudgedEntry,
  after: string,
): JudgedEntry[] {
  if (isExpired({ expires: day }, asOf))
    return [say('EXPIRED', `${after}: the last day was ${day}. Renew it, or take it out.`)];
  const left = endOfDay(day) - endOfDay(asOf);
  return left <= SOON_DAYS * DAY ? [say('ENDS_SOON', `The last day is ${day}.`)] : [];
}

/** Words of ARNs that tell no resource from another of its kind. */
const SKELETON = /^(?:arn|aws(?:-[a-z]+)*|[a-z0-9-]*analyzer|cloudformation|iam|policy|role|stack|[*?]*)$/;

/** Whether a pattern of an exception leaves open what tells one resource from another: account, Region and name. */
function isAnyResource(pattern: string): boolean {
  const parts = pattern.split(/[:/]/);
  return isOnlyWildcards(parts.at(-1) ?? '') && parts.every((part) => SKELETON.test(part));
}

function isAnyTag(pattern: string): boolean {
  const { key, value = '*' } = tagPattern(pattern);
  return isOnlyWildcards(key) && isOnlyWildcards(value);
}
