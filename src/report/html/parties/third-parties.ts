import type { AuditReport } from '../../../model/report.ts';
import type { ThirdPartySummary } from '../../../model/third-party-summary.ts';
import { once, type Walks } from '../../walk.ts';
import { compareCounts } from '../accounts/accounts.ts';
import { type FindingLineView, type FindingSelection, findingLineView } from '../findings/finding.ts';
import { capped, label, number, quantity, type SeverityCount, severityCounts } from '../support/format.ts';
import { LIMITS } from '../support/limits.ts';
import { ACCESS_IN_WORDS, cameInWords, lastUse } from './access-words.ts';
import { type DelegationRow, delegationRow } from './delegation-rows.ts';
import { type GuardsView, guardsView, wayIn } from './guards.ts';
import { meaningOf, PARTY_KINDS } from './party.ts';
import { lastPart, type NamedRole, type PartyRows, rowsOfParties } from './party-rows.ts';
import { type PathsView, pathsView } from './paths.ts';
import { type PersonRow, personRow } from './person-rows.ts';
import { type RegisterRow, registerRows } from './register.ts';
import { type ResourceRow, resourceRow } from './resource-rows.ts';
import { type PartyShareRow, shareRow } from './share-rows.ts';
import { type UserRow, userRow } from './user-rows.ts';

export interface ThirdPartyView {
  name: string;
  kindKey: ThirdPartySummary['party']['kind'];
  kind: string;
  meaning: string;
  accountIds: string;
  /** What the register says; absent for parties that are not in it. */
  register: RegisterRow[];
  guards: GuardsView;
  paths: PathsView | null;
  reach: string;
  /** The organizations whose bills go to it; null where there are none. */
  billing: string | null;
  /** What its findings name besides the roles that it may enter or get into; null where that is nothing. */
  elsewhere: string | null;
  /** Roles that it can go on to from these. */
  onward: string;
  onwardRoles: string[];
  onwardLeftOut: string | null;
  access: string;
  accounts: string[];
  accountsLeftOut: string | null;
  lastUsed: string;
  /** What CloudTrail shows of it. */
  came: string;
  severities: SeverityCount[];
  /** What to say when there is no open finding. */
  noFinding: string;
  roles: Array<{ role: string; account: string; guards: string; lastUsed: string; guarded: boolean }>;
  rolesLeftOut: string | null;
  /** Users of own accounts that it works as. */
  users: UserRow[];
  usersLeftOut: string | null;
  /** Trust anchors by whose certificates it comes. */
  anchors: AnchorRow[];
  anchorsLeftOut: string | null;
  /** Its people in IAM Identity Center. */
  people: PersonRow[];
  peopleLeftOut: string | null;
  /** Resource shares between own accounts and it. */
  shares: PartyShareRow[];
  sharesLeftOut: string | null;
  /** Its requests for temporary delegation. */
  delegations: DelegationRow[];
  delegationsLeftOut: string | null;
  /** Resources that admit it by themselves. */
  resources: ResourceRow[];
  resourcesLeftOut: string | null;
  /** The worst few. */
  findings: FindingLineView[];
  moreFindings: FindingLineView[];
  moreCount: string;
  findingsLeftOut: string | null;
}

/** A trust anchor by its name, and where it is. */
interface AnchorRow {
  anchor: string;
  account: string;
  region: string;
}

export interface ThirdPartiesView {
  cards: ThirdPartyView[];
  leftOut: string | null;
}

/** A card for each third party, the one with the worst open findings first. */
export function thirdPartiesView(
  report: AuditReport,
  selection: () => FindingSelection,
  walks: Pick<Walks, 'findings' | 'roles' | 'names'>,
): () => ThirdPartiesView {
  const worstFirst = [...report.thirdParties].sort(
    (a, b) =>
      compareCounts(a.openFindings, b.openFindings) ||
      compareText(a.party.name, b.party.name) ||
      compareText(a.party.accountId ?? '', b.party.accountId ?? ''),
  );
  const { shown, leftOut } = capped(
    worstFirst,
    LIMITS.thirdPartyCards,
    (left) =>
      `${quantity(left, 'more third party is', 'more third parties are')} not shown here but in report.json under thirdParties, with findings no worse than these.`,
  );
  const rows = rowsOfParties(shown, walks);
  return once(() => {
    const { parties, names } = rows();
    const seen = { selection: selection(), roleNames: names, accountNames: walks.names() };
    return { cards: parties.map((party) => card(report, party, seen)), leftOut };
  });
}

interface Seen {
  selection: FindingSelection;
  roleNames: ReadonlyMap<string, string>;
  accountNames: ReadonlyMap<string, string>;
}

function card(
  report: AuditReport,
  { summary, ways, roles, findings, elsewhere }: PartyRows,
  { selection, roleNames, accountNames }: Seen,
): ThirdPartyView {
  const partyRoles = capped(
    summary.roles,
    LIMITS.rolesPerCard,
    (left) => `${quantity(left, 'more role is', 'more roles are')} in the role inventory of report.json.`,
  );
  const users = capped(
    summary.users ?? [],
    LIMITS.usersPerCard,
    (left) => `${quantity(left, 'more user is', 'more users are')} in report.json.`,
  );
  const anchors = capped(
    summary.trustAnchors ?? [],
    LIMITS.usersPerCard,
    (left) => `and ${number(left)} more, in report.json`,
  );
  const people = capped(
    summary.people ?? [],
    LIMITS.usersPerCard,
    (left) => `${quantity(left, 'more person is', 'more people are')} in report.json.`,
  );
  const shares = capped(
    summary.shares ?? [],
    LIMITS.sharesPerCard,
    (left) => `${quantity(left, 'more share is', 'more shares are')} in report.json.`,
  );
  const resources = capped(
    summary.resources ?? [],
    LIMITS.resourcesPerCard,
    (left) => `${quantity(left, 'more resource is', 'more resources are')} in report.json.`,
  );
  const delegations = capped(
    summary.delegations ?? [],
    LIMITS.sharesPerCard,
    (left) => `${quantity(left, 'more request is', 'more requests are')} in report.json.`,
  );
  const partyFindings = capped(
    findings,
    LIMITS.findingsPerCard,
    (left) => `${quantity(left, 'more finding is', 'more findings are')} in findings.csv and report.json.`,
  );
  const lines = partyFindings.shown.map(({ finding }) => findingLineView(finding, selection));
  const accounts = capped(
    summary.accounts,
    LIMITS.accountsPerCard,
    (left) => `and ${number(left)} more, in report.json`,
  );
  const onward = capped(
    summary.reachable.transitive.roles,
    LIMITS.onwardPerCard,
    (left) => `and ${number(left)} more, in report.json`,
  );
  const isAdmitted = summary.roles.length > 0;
  return {
    name: label(summary.party.name),
    kindKey: summary.party.kind,
    kind: PARTY_KINDS[summary.party.kind].label,
    meaning: meaningOf(summary),
    accountIds: summary.accountIds.join(', '),
    register: registerRows(summary, report.run.asOf),
    guards: guardsView([...ways.values()]),
    paths: pathsView(summary, {
      roleName: (arn) => roleNames.get(arn) ?? lastPart(arn),
      accountName: (accountId) => accountNames.get(accountId) ?? accountId,
    }),
    reach: reachInWords(summary),
    billing: billingInWords(summary),
    elsewhere: elsewhereInWords(elsewhere),
    onward: onwardInWords(summary, report.coverage.complete),
    onwardRoles: onward.shown.map(label),
    onwardLeftOut: onward.leftOut,
    access: isAdmitted ? ACCESS_IN_WORDS[summary.highestAccess ?? 'none'] : NO_ROLE,
    accounts: accounts.shown.map((accountId) => label(accountNames.get(accountId) ?? accountId)),
    accountsLeftOut: accounts.leftOut,
    lastUsed: isAdmitted ? lastUse(summary.lastUsedAt, report.run.asOf) : NO_ROLE,
    came: cameInWords(summary.activity, report.run.asOf),
    severities: severityCounts(summary.openFindings),
    noFinding: report.coverage.complete ? 'No open finding' : 'No open finding in what was read',
    roles: partyRoles.shown.map((arn) => roleRow(arn, roles.get(arn), report.run.asOf)),
    rolesLeftOut: partyRoles.leftOut,
    users: users.shown.map((user) => userRow(user, accountNames, report.run.asOf)),
    usersLeftOut: users.leftOut,
    anchors: anchors.shown.map(({ name, accountId, anchorArn }) => ({
      anchor: label(name),
      account: label(accountNames.get(accountId) ?? accountId),
      region: label(anchorArn.split(':')[3] ?? ''),
    })),
    anchorsLeftOut: anchors.leftOut,
    people: people.shown.map((person) => personRow(person, accountNames)),
    peopleLeftOut: people.leftOut,
    shares: shares.shown.map((share) => shareRow(share, accountNames, report.run.asOf)),
    sharesLeftOut: shares.leftOut,
    delegations: delegations.shown.map((one) => delegationRow(one, accountNames)),
    delegationsLeftOut: delegations.leftOut,
    resources: resources.shown.map((resource) => resourceRow(resource, accountNames)),
    resourcesLeftOut: resources.leftOut,
    findings: lines.slice(0, LIMITS.foremostFindings),
    moreFindings: lines.slice(LIMITS.foremostFindings),
    moreCount: quantity(summary.findings.length - LIMITS.foremostFindings, 'more finding'),
    findingsLeftOut: partyFindings.leftOut,
  };
}

const NO_ROLE = 'No role admits it';

function reachInWords({ users = [], people = [], ...summary }: ThirdPartySummary): string {
  const able = people.filter(({ isDisabled, assignments }) => !isDisabled && assignments.length > 0);
  const as = (many: readonly unknown[], words: string, accounts: readonly { accountId: string }[]) =>
    many.length === 0
      ? []
      : [`as ${words} in ${quantity(new Set(accounts.map(({ accountId }) => accountId)).size, 'account')}`];
  const open = new Set(summary.reachable.direct.roles);
  const closed = summary.roles.filter((arn) => !open.has(arn)).length;
  return [
    `${inWords(summary)}${closed === 0 ? '' : `, ${number(closed)} of these not open now`}`,
    ...as(users, quantity(users.length, 'user'), users),
    ...as(
      able,
      `${quantity(able.length, 'person', 'people')} of IAM Identity Center`,
      able.flatMap(({ assignments }) => assignments),
    ),
  ].join('; ');
}

function inWords({ roles, accounts }: Pick<ThirdPartySummary, 'roles' | 'accounts'>): string {
  return `${quantity(roles.length, 'role')} in ${quantity(accounts.length, 'account')}`;
}

function billingInWords({ billing = [] }: ThirdPartySummary): string | null {
  if (billing.length === 0) return null;
  const each = billing.map(({ organizationId, managementAccountId, startsAt, endsAt }) =>
    [
      organizationId ?? `the organization of ${managementAccountId}`,
      ...(startsAt === null ? [] : [`from ${startsAt.slice(0, 10)}`]),
      ...(endsAt === null ? [] : [`until ${endsAt.slice(0, 10)}`]),
    ].join(' '),
  );
  return each.join('; ');
}

/** `2 other resources in 2 accounts`: findings are told of more than roles. */
function elsewhereInWords({ resources, accounts }: PartyRows['elsewhere']): string | null {
  if (resources.size === 0) return null;
  return `${quantity(resources.size, 'other resource')} in ${quantity(accounts.size, 'account')}`;
}

/** A party is said to get no farther only where it is known in full where its roles lead. */
function onwardInWords(
  { reachable: { transitive, unclear }, users = [] }: ThirdPartySummary,
  complete: boolean,
): string {
  const known = transitive.roles.length === 0 ? 'No other role' : inWords(transitive);
  const beside = users.length === 0 ? '' : '; where its users may go on to is not followed';
  if (unclear.length > 0)
    return `${known} as far as is known; ${quantity(unclear.length, 'role')} may lead on${beside}`;
  return `${known}${complete ? '' : ' in what was read'}${beside}`;
}

function roleRow(arn: string, role: NamedRole | undefined, asOf: string): ThirdPartyView['roles'][number] {
  const { words, guarded } = role ?? wayIn([]);
  return {
    role: label(role?.roleName ?? arn),
    account: role === undefined ? '' : label(role.accountName),
    guards: words === '' ? 'Not in the role inventory' : words,
    guarded,
    lastUsed: role === undefined ? 'Not known' : lastUse(role.lastUsedAt, asOf),
  };
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
