import type { Finding } from '../model/finding.ts';
import { groupedBy } from '../model/grouped-by.ts';
import { partyKey, type RegisteredThirdParty, type ThirdPartyRef, thirdPartyRef } from '../model/party.ts';
import type { PartyReach } from '../model/reach.ts';
import type { RoleInventoryEntry } from '../model/role-inventory-entry.ts';
import type { Severity } from '../model/severity.ts';
import { isInvitation, type ShareParty, type ShareRow } from '../model/share-row.ts';
import type {
  PartyAnchor,
  PartyBilling,
  PartyDelegation,
  PartyPerson,
  PartyResource,
  PartyShare,
  PartyUser,
  ThirdPartySummary,
} from '../model/third-party-summary.ts';
import { reviewDue } from '../parties/review.ts';
import { mayChange } from '../parties/tool-shares.ts';
import { compareText } from './findings.ts';
import { type AccountActivity, partyActivity } from './party-activity.ts';
import type { BillingOfParty } from './party-billing.ts';
import type { DelegationOfParty } from './party-delegations.ts';
import type { PersonOfParty } from './party-people.ts';
import type { ResourceOfParty } from './party-resources.ts';
import type { UserOfParty } from './party-users.ts';
import { reachable } from './reach.ts';

interface Gathering {
  party: ThirdPartyRef;
  accountIds: Set<string>;
  roles: Array<Pick<RoleInventoryEntry, 'accountId' | 'roleArn' | 'lastUsedAt'>>;
  users: PartyUser[];
  /** By ARN. */
  anchors: Map<string, PartyAnchor>;
  people: PartyPerson[];
  billing: PartyBilling[];
  delegations: PartyDelegation[];
  shares: PartyShare[];
  resources: PartyResource[];
}

/** As much of a finding as is said of it here. */
type PartyFinding = Pick<Finding, 'fingerprint' | 'severity' | 'status'>;

export interface ThirdPartiesInput {
  roles: Iterable<RoleInventoryEntry>;
  findings: Iterable<Finding>;
  reach: readonly PartyReach[];
  users?: readonly UserOfParty[];
  people?: readonly PersonOfParty[];
  billing?: readonly BillingOfParty[];
  delegations?: readonly DelegationOfParty[];
  shares?: Iterable<ShareRow>;
  resources?: readonly ResourceOfParty[];
  /** By account; undefined where the run did not ask who came in. */
  activity?: readonly AccountActivity[] | undefined;
  register: readonly RegisteredThirdParty[];
  /** Days between reviews where the register gives none; undefined when nobody checks. */
  reviewEveryDays?: number;
}

/**
 * Every outsider that appears in a trust policy or in a finding, or is registered, with where it may go and what is wrong
 * there. A party's findings are those that name it and all that are on roles which admit it.
 */
export function thirdPartySummaries({
  roles,
  findings,
  reach,
  users = [],
  people = [],
  billing = [],
  delegations = [],
  shares = [],
  resources = [],
  activity,
  register,
  reviewEveryDays,
}: ThirdPartiesInput): ThirdPartySummary[] {
  const gathered = new Map<string, Gathering>();
  for (const entry of register) {
    gather(gathered, thirdPartyRef('registered', entry.name));
  }
  for (const { accountId, roleArn, lastUsedAt, admits } of roles) {
    const role = { accountId, roleArn, lastUsedAt };
    for (const { party, principal, trustAnchor } of admits) {
      if (party.kind === 'own') continue;
      const gathering = gather(gathered, party);
      if (party.accountId !== undefined) gathering.accountIds.add(party.accountId);
      // Of the roles gathered so far, this one can only be the last.
      if (gathering.roles.at(-1) !== role) gathering.roles.push(role);
      if (trustAnchor !== undefined)
        gathering.anchors.set(principal, { accountId, anchorArn: principal, name: trustAnchor });
    }
  }
  for (const { party, user } of users) gather(gathered, party).users.push(user);
  for (const { party, person } of people) gather(gathered, party).people.push(person);
  for (const { party, billing: one } of billing) {
    const gathering = gather(gathered, party);
    gathering.billing.push(one);
    if (party.accountId !== undefined) gathering.accountIds.add(party.accountId);
  }
  for (const { party, delegation } of delegations) {
    const gathering = gather(gathered, party);
    gathering.delegations.push(delegation);
    gathering.accountIds.add(delegation.requestorId);
  }
  for (const share of shares) gatherShare(gathered, share);
  for (const { party, resource } of resources) {
    const gathering = gather(gathered, party);
    gathering.resources.push(resource);
    if (party.accountId !== undefined) gathering.accountIds.add(party.accountId);
  }
  const byParty = new Map<string, PartyFinding[]>();
  for (const { thirdParty, thirdPartyKeys = [], fingerprint, severity, status } of findings) {
    if (thirdParty !== undefined) {
      const { accountIds } = gather(gathered, thirdParty);
      if (thirdParty.accountId !== undefined) accountIds.add(thirdParty.accountId);
    }
    const finding = { fingerprint, severity, status };
    for (const key of thirdPartyKeys) {
      const known = byParty.get(key);
      if (known === undefined) byParty.set(key, [finding]);
      else known.push(finding);
    }
  }
  const byReach = groupedReach(reach);
  const entries = new Map(register.map((entry) => [entry.name, entry]));
  return [...gathered]
    .sort(([a], [b]) => compareText(a, b))
    .map(([key, gathering]) => {
      const entry = gathering.party.kind === 'registered' ? entries.get(gathering.party.name) : undefined;
      const nextReview = entry === undefined ? null : reviewDue(entry, reviewEveryDays);
      const whole = summary(gathering, entry, byParty.get(key) ?? [], byReach.get(key) ?? []);
      const came = partyActivity(whole, activity);
      return { ...whole, ...(came === undefined ? {} : { activity: came }), nextReview };
    });
}

/** The share on the cards of those outside who have it, or give it. */
function gatherShare(gathered: Map<string, Gathering>, { parties, resources, ...share }: ShareRow): void {
  const { service, accountId, region, shareArn, name, direction } = share;
  const byParty = groupedBy(
    parties.filter(({ party }) => party.kind !== 'own' && party.kind !== 'service'),
    ({ party }) => partyKey(party as ThirdPartyRef),
  );
  for (const members of byParty.values()) {
    const gathering = gather(gathered, members[0].party as ThirdPartyRef);
    for (const { party } of members)
      if (party.accountId !== undefined) gathering.accountIds.add(party.accountId);
    gathering.shares.push({
      ...(service === undefined ? {} : { service }),
      ...{ accountId, region, shareArn, name, direction },
      since: members.flatMap(({ since }) => since ?? []).sort()[0] ?? share.since,
      principals: members.map(({ principal }) => principal),
      ways: members.map(wayOf),
      ...mostPermitted(members),
      isAccepted: direction !== 'invited' && members.some((one) => !isInvitation(one)),
      resources: resources.length,
    });
  }
}

function wayOf(member: ShareParty): NonNullable<PartyShare['ways']>[number] {
  const { principal, permission, shareId } = member;
  return {
    ...{ principal, isAccepted: !isInvitation(member) },
    ...(permission === undefined ? {} : { permission }),
    ...(shareId === undefined ? {} : { shareId }),
  };
}

/** The most that the party may do by what the AWS Well-Architected Tool shares. */
function mostPermitted(members: readonly ShareParty[]): Pick<PartyShare, 'permission'> {
  const permissions = members.flatMap(({ permission }) => permission ?? []);
  const most = permissions.find((permission) => mayChange({ permission })) ?? permissions[0];
  return most === undefined ? {} : { permission: most };
}

function gather(gathered: Map<string, Gathering>, party: ThirdPartyRef): Gathering {
  const key = partyKey(party);
  const known = gathered.get(key);
  if (known !== undefined) return known;
  const fresh = {
    party: withoutAccount(party),
    accountIds: new Set<string>(),
    roles: [],
    users: [],
    anchors: new Map(),
    people: [],
    billing: [],
    delegations: [],
    shares: [],
    resources: [],
  };
  gathered.set(key, fresh);
  return fresh;
}

/** One party may appear with several account ids. */
function withoutAccount({ accountId: _, ...party }: ThirdPartyRef): ThirdPartyRef {
  return party;
}

function groupedReach(reach: readonly PartyReach[]): Map<string, PartyReach[]> {
  const byParty = new Map<string, PartyReach[]>();
  for (const one of reach) {
    const known = byParty.get(partyKey(one.party));
    if (known === undefined) byParty.set(partyKey(one.party), [one]);
    else known.push(one);
  }
  return byParty;
}

function summary(
  { party, accountIds, roles, users, anchors, people, billing, delegations, shares, resources }: Gathering,
  entry: RegisteredThirdParty | undefined,
  findings: readonly PartyFinding[],
  reach: readonly PartyReach[],
): ThirdPartySummary {
  const lastUsed = roles.flatMap(({ lastUsedAt }) => (lastUsedAt === null ? [] : [lastUsedAt])).sort();
  return {
    party,
    accountIds: [...accountIds].sort(),
    owner: entry?.owner ?? null,
    justification: entry?.justification ?? null,
    approvedBy: entry?.approvedBy ?? null,
    contractEnds: entry?.contractEnds ?? null,
    lastReviewed: entry?.lastReviewed ?? null,
    accounts: [...new Set(roles.map(({ accountId }) => accountId))].sort(),
    roles: roles.map(({ roleArn }) => roleArn).sort(),
    ...reachable(reach),
    lastUsedAt: lastUsed.at(-1) ?? null,
    ...(users.length === 0 ? {} : { users: users.toSorted((a, b) => compareText(a.userArn, b.userArn)) }),
    ...(anchors.size === 0
      ? {}
      : {
          trustAnchors: [...anchors.values()].sort((a, b) => compareText(a.anchorArn, b.anchorArn)),
        }),
    ...(people.length === 0 ? {} : { people }),
    ...(billing.length === 0 ? {} : { billing }),
    ...(delegations.length === 0 ? {} : { delegations }),
    ...(shares.length === 0 ? {} : { shares }),
    ...(resources.length === 0
      ? {}
      : { resources: resources.toSorted((a, b) => compareText(a.resourceArn, b.resourceArn)) }),
    openFindings: countBySeverity(findings.filter(({ status }) => status === 'OPEN')),
    findings: findings.map(({ fingerprint }) => fingerprint),
  };
}

export function countBySeverity(findings: Iterable<Pick<Finding, 'severity'>>): Record<Severity, number> {
  const counts = { critical: 0, high: 0, medium: 0, low: 0, info: 0 } satisfies Record<Severity, number>;
  for (const { severity } of findings) counts[severity] += 1;
  return counts;
}
