import type { Finding } from '../../../model/finding.ts';
import { groupedBy } from '../../../model/grouped-by.ts';
import type { AuditReport } from '../../../model/report.ts';
import type { Severity } from '../../../model/severity.ts';
import type { ThirdPartySummary } from '../../../model/third-party-summary.ts';
import { unreadResources } from '../../../model/unread-places.ts';
import { walksOf } from '../../walk.ts';
import { type CoverageView, coverageView } from '../coverage/coverage.ts';
import { ACCOUNT_STATUS } from '../coverage/scope.ts';
import {
  type FindingLineView,
  type FindingView,
  findingLineView,
  findingView,
  selectFindings,
} from '../findings/finding.ts';
import { type ChangesView, changesView } from '../page/changes.ts';
import type { VerdictView } from '../page/verdict.ts';
import { lastUse } from '../parties/access-words.ts';
import { chainsOf } from '../parties/chains.ts';
import { type DelegationRow, delegationRow } from '../parties/delegation-rows.ts';
import { meaningOf, PARTY_KINDS, partiesByKey } from '../parties/party.ts';
import { type PersonRow, personRow } from '../parties/person-rows.ts';
import { type RegisterRow, registerRows } from '../parties/register.ts';
import { type ResourceRow, resourceRow } from '../parties/resource-rows.ts';
import { type UserRow, userRow } from '../parties/user-rows.ts';
import {
  capped,
  label,
  moment,
  number,
  quantity,
  type SeverityCount,
  severityCounts,
  shortArn,
} from '../support/format.ts';
import { LIMITS } from '../support/limits.ts';
import {
  type ExceptionsView,
  exceptionsView,
  type UnansweredView,
  unansweredView,
} from '../support/lists.ts';
import { accountOf } from './account-parties.ts';
import { type AccountSharesView, accountSharesView } from './account-shares.ts';
import type { AccountSlice } from './account-slice.ts';
import { accountVerdict } from './account-verdict.ts';
import { compareCounts } from './accounts.ts';
import { type RoleFixesView, roleFixesView } from './role-fixes.ts';
import { type RolesView, rolesView } from './roles.ts';

/** A third party that may get into the account, and how. */
interface PartyHereView {
  name: string;
  kindKey: ThirdPartySummary['party']['kind'];
  kind: string;
  meaning: string;
  /** Its own accounts. */
  accountIds: string;
  register: RegisterRow[];
  /** Roles that admit it. */
  roles: string[];
  rolesLeftOut: string | null;
  /** Users of the account that it works as. */
  users: UserRow[];
  usersLeftOut: string | null;
  /** Resources of the account that admit it by themselves. */
  resources: ResourceRow[];
  resourcesLeftOut: string | null;
  /** Trust anchors of the account by which it comes with certificates. */
  anchors: Array<{ anchor: string; region: string }>;
  anchorsLeftOut: string | null;
  /** Its people in IAM Identity Center who hold something here. */
  people: PersonRow[];
  peopleLeftOut: string | null;
  /** Its requests for temporary delegation in the account. */
  delegations: DelegationRow[];
  delegationsLeftOut: string | null;
  /** Roles that it may come to from other roles. */
  onward: string[];
  onwardLeftOut: string | null;
  /** Chains that begin or end in the account, role by role. */
  chains: string[];
  chainsLeftOut: string | null;
  /** Says so when it is not known where its roles lead; else null. */
  unclear: string | null;
  lastUsed: string;
  severities: SeverityCount[];
  /** What to say when there is no open finding. */
  noFinding: string;
}

/** Everything that `account.hbs` reads. Every field is there, null where there is nothing. */
export interface AccountPageView {
  title: string;
  organization: string | null;
  /** Where the whole report stands, seen from this page; null when it was not written. */
  reportHref: string | null;
  run: { runId: string; started: string; finished: string; asOf: string; tool: string };
  account: {
    accountId: string;
    name: string;
    organizationalUnit: string;
    regions: string;
    partition: string;
    /** The model's word, for the looks. */
    statusKey: AccountSlice['account']['status'];
    status: string;
    facts: string;
  };
  verdict: VerdictView;
  figures: Array<{ name: string; value: string; severities: SeverityCount[] }>;
  coverage: CoverageView;
  changes: ChangesView;
  parties: PartyHereView[];
  partiesLeftOut: string | null;
  /** What to say where there is none of them. */
  noParty: string;
  shares: AccountSharesView;
  /** Open findings by severity, the worst first, then those that an exception covers. */
  findings: Array<{ name: string; findings: FindingView[] }>;
  /** Findings for which there is only a line. */
  brief: FindingLineView[];
  findingsLeftOut: string | null;
  roleFixes: RoleFixesView;
  roles: RolesView;
  unanswered: UnansweredView;
  exceptions: ExceptionsView;
  disabledChecks: Array<{ checkId: string; reason: string }>;
}

/**
 * What the owner of one account has to know, and nothing of other accounts but what a finding names and the roles of
 * chains that begin or end here.
 */
export function accountPageView(slice: AccountSlice, reportHref: string | null): AccountPageView {
  const { account, report } = slice;
  const { run } = report;
  const walks = walksOf(report);
  const selecting = selectFindings(report, walks);
  const seen = {
    coverage: coverageView(report, walks),
    changes: changesView(report, selecting, walks),
    roles: rolesView(report, walks),
    shares: accountSharesView(report, walks),
    unanswered: unansweredView(walks),
  };
  const selection = selecting();
  const checks = new Map(report.checks.map((check) => [check.id, check]));
  const worstFirst = [...report.thirdParties].sort(
    (a, b) => compareCounts(a.openFindings, b.openFindings) || (a.party.name < b.party.name ? -1 : 1),
  );
  const parties = capped(
    worstFirst,
    LIMITS.thirdPartyCards,
    (left) =>
      `${quantity(left, 'more third party is', 'more third parties are')} in report.json, with findings no worse than these.`,
  );
  const byKey = partiesByKey(report);
  const left = report.findings.length - selection.full.length - selection.brief.length;
  return {
    title: label(run.title),
    organization: run.organizationName === null ? null : label(run.organizationName),
    reportHref,
    run: {
      runId: run.runId,
      started: moment(run.startedAt),
      finished: moment(run.finishedAt),
      asOf: moment(run.asOf),
      tool: `${run.tool.name} ${run.tool.version}`,
    },
    account: {
      accountId: account.accountId,
      name: label(account.name),
      organizationalUnit: label(account.organizationalUnit ?? 'None known'),
      regions: account.regions.join(', '),
      partition: account.partition,
      statusKey: account.status,
      status: ACCOUNT_STATUS[account.status],
      facts: `${number(account.factsCollected)} of ${number(account.factsPlanned)}`,
    },
    verdict: accountVerdict(slice),
    figures: figures(slice),
    coverage: seen.coverage(),
    changes: seen.changes(),
    parties: parties.shown.map((party) => partyView(party, report, account.accountId)),
    partiesLeftOut: parties.leftOut,
    noParty: noPartyInWords(report),
    findings: [...groupedBy(selection.full, groupName)].map(([name, members]) => ({
      name: `${name} (${number(members.length)})`,
      findings: members.map((finding) =>
        findingView(finding, selection, checks.get(finding.checkId), run.asOf, byKey),
      ),
    })),
    brief: selection.brief.map((finding) => findingLineView(finding, selection)),
    findingsLeftOut:
      left > 0
        ? `${quantity(left, 'more finding is', 'more findings are')} in report.json and findings.csv.`
        : null,
    roleFixes: roleFixesView(report.roleFixes ?? [], run.runId),
    roles: seen.roles(),
    shares: seen.shares(),
    unanswered: seen.unanswered(),
    exceptions: exceptionsView(report),
    disabledChecks: report.scope.disabledChecks,
  };
}

/** Findings come open before excepted and by severity, so groups do so too. */
function groupName({ status, severity }: Finding): string {
  return status === 'EXCEPTED' ? 'Covered by an exception' : SEVERITY_NAMES[severity];
}

const SEVERITY_NAMES = {
  critical: 'Critical',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
  info: 'Info',
} as const satisfies Record<Severity, string>;

function figures({ account, report }: AccountSlice): AccountPageView['figures'] {
  const { summary, thirdParties, roles } = report;
  const counts = severityCounts(summary.openFindings);
  const open = report.findings.filter(({ status }) => status === 'OPEN').length;
  return [
    { name: 'Open findings', value: known(open), severities: counts },
    {
      name: 'Third parties that may get in',
      value: known(thirdParties.filter(mayGetIn).length),
      severities: [],
    },
    { name: 'Roles open to others', value: known(roles.length), severities: [] },
  ];

  function known(count: number): string {
    return count === 0 && account.status === 'FAILED' ? 'Not known' : number(count);
  }
}

/** By a role, a user, a person, a resource or a delegation that somebody has accepted; what is shared has a section of its own. */
function mayGetIn({ reachable: { direct, transitive }, roles, ...ways }: ThirdPartySummary): boolean {
  const { users = [], people = [], resources = [], delegations = [] } = ways;
  return (
    roles.length + direct.roles.length + transitive.roles.length + resources.length > 0 ||
    users.some(({ activeKeys, password }) => activeKeys !== 0 || password !== false) ||
    people.some(({ isDisabled }) => !isDisabled) ||
    delegations.some(({ standing }) => standing !== 'asks')
  );
}

/** Policies of resources are read of the services alone that somebody names. */
function noPartyInWords(report: AuditReport): string {
  const isAsked = unreadResources(report).extent !== 'none';
  const ways = isAsked ? 'No role, no user and no resource' : 'No role and no user';
  const read = report.coverage.complete && !isAsked ? '' : ' that was read';
  return `${ways}${read} lets a third party into this account.${isAsked ? '' : ' Policies of resources were not looked at.'}`;
}

function partyView(
  summary: ThirdPartySummary,
  { run, coverage }: AuditReport,
  accountId: string,
): PartyHereView {
  const { party, reachable } = summary;
  const rest = (left: number) => `and ${number(left)} more, in report.json`;
  const roles = capped(summary.roles, LIMITS.rolesPerCard, rest);
  const onward = capped(reachable.transitive.roles, LIMITS.rolesPerCard, rest);
  const chains = capped(
    chainsOf(reachable).filter((chain) =>
      [chain[0], chain.at(-1)].some((arn) => accountOf(arn ?? '') === accountId),
    ),
    LIMITS.rolesPerCard,
    rest,
  );
  const users = capped(summary.users ?? [], LIMITS.usersPerCard, rest);
  const resources = capped(summary.resources ?? [], LIMITS.resourcesPerCard, rest);
  const anchors = capped(summary.trustAnchors ?? [], LIMITS.usersPerCard, rest);
  const people = capped(summary.people ?? [], LIMITS.usersPerCard, rest);
  const delegations = capped(summary.delegations ?? [], LIMITS.sharesPerCard, rest);
  const { length } = reachable.unclear;
  return {
    name: label(party.name),
    kindKey: party.kind,
    kind: PARTY_KINDS[party.kind].label,
    meaning: meaningOf(summary),
    accountIds: summary.accountIds.join(', '),
    register: registerRows(summary, run.asOf),
    roles: roles.shown.map((arn) => label(shortArn(arn))),
    rolesLeftOut: roles.leftOut,
    users: users.shown.map((user) => userRow(user, new Map(), run.asOf)),
    usersLeftOut: users.leftOut,
    resources: resources.shown.map((resource) => resourceRow(resource, new Map())),
    resourcesLeftOut: resources.leftOut,
    anchors: anchors.shown.map(({ name, anchorArn }) => ({
      anchor: label(name),
      region: label(anchorArn.split(':')[3] ?? ''),
    })),
    anchorsLeftOut: anchors.leftOut,
    people: people.shown.map((person) => personRow(person, new Map())),
    peopleLeftOut: people.leftOut,
    delegations: delegations.shown.map((one) => delegationRow(one, new Map())),
    delegationsLeftOut: delegations.leftOut,
    onward: onward.shown.map((arn) => label(shortArn(arn))),
    onwardLeftOut: onward.leftOut,
    chains: chains.shown.map((chain) => chainInWords(chain, accountId)),
    chainsLeftOut: chains.leftOut,
    unclear:
      length === 0
        ? null
        : `Where ${quantity(length, 'role of these leads', 'roles of these lead')} is not known in full.`,
    lastUsed: summary.roles.length === 0 ? 'No role here admits it' : lastUse(summary.lastUsedAt, run.asOf),
    severities: severityCounts(summary.openFindings),
    noFinding: coverage.complete ? 'No open finding here' : 'No open finding in what was read here',
  };
}

/** Of a long chain the roles at its beginning and its end. */
function chainInWords(chain: readonly string[], here: string): string {
  const left = chain.length - CHAIN_SHOWN;
  const shown = left > 0 ? [...chain.slice(0, 2), null, ...chain.slice(2 - CHAIN_SHOWN)] : chain;
  return shown
    .map((arn) => (arn === null ? quantity(left, 'more role', 'more roles') : label(placed(arn, here))))
    .join(' → ');
}

const CHAIN_SHOWN = 6;

/** A role by its name; with its account where that is another. */
function placed(arn: string, here: string): string {
  const account = accountOf(arn);
  return account === here ? shortArn(arn) : `${shortArn(arn)} in account ${account}`;
}
