import { createHash } from 'node:crypto';
import { partyKey, type RegisteredThirdParty, type ThirdPartyRef } from '../../model/party.ts';
import type { AuditReport } from '../../model/report.ts';
import type { RoleInventoryEntry, RoleServiceUse } from '../../model/role-inventory-entry.ts';
import type {
  PartyPerson,
  PartyShare,
  PartyUser,
  ThirdPartySummary,
} from '../../model/third-party-summary.ts';
import { accountsWithUnreadRequests, areRequestsAsked, unreadBills } from '../../model/unread-agreements.ts';
import { type UnreadPlaces, unreadAnchors, unreadShares } from '../../model/unread-places.ts';
import { accountsWithUnreadRoles } from '../../model/unread-roles.ts';

/** A role by which a party comes in, or that it gets to from one of those. */
export interface RevokedRole {
  accountId: string;
  accountName: string;
  roleArn: string;
  roleName: string;
  stack: RoleInventoryEntry['stack'];
  lastUsedAt: string | null;
  /** Absent where it was not asked. */
  servicesUsed?: RoleServiceUse;
  /** Statements that refuse the party; none where its sessions are all there is to end. */
  denies: readonly object[];
  /** The role by which it comes in names a principal that was deleted: nobody comes in by that any more. */
  isDeleted: boolean;
  /** Others who come in by the same role: their sessions end too, and they may begin new ones. */
  others: readonly string[];
  /** Admitted as anyone is, and not by name. */
  asAnyone: boolean;
  /** Why it is not changed here, and what to do; undefined where it is. */
  notChanged?: string;
}

/** A user of an own account that the party works as. */
export interface RevokedUser extends PartyUser {
  accountName: string;
  userName: string;
  /** Other parties to which the register gives it: they are shut out too. */
  others: readonly string[];
}

/** A trust anchor by whose certificates the party comes. */
export interface RevokedAnchor {
  accountId: string;
  region: string;
  anchorArn: string;
  anchorId: string;
  /** The roles that its certificates open, by ARN: whatever comes by one of them ends where it is disabled. */
  roles: readonly string[];
  /** Other parties that come by it: they are shut out too. */
  others: readonly string[];
}

/** What it takes to cut a party off in every account of a run. */
export interface RevocationPlan {
  party: ThirdPartyRef;
  summary: ThirdPartySummary;
  entry: RegisteredThirdParty | undefined;
  runId: string;
  asOf: string;
  /** Of the inline policy that ends the sessions. */
  policyName: string;
  /** By account and role; those by which it comes in before those that it goes on to. */
  roles: readonly RevokedRole[];
  /** By account and name. */
  users: readonly RevokedUser[];
  /** Of the party in IAM Identity Center, those too who hold nothing or are disabled. */
  people: readonly PartyPerson[];
  /** Whether they were looked for. */
  peopleRead: 'read' | 'not read' | 'not asked';
  /** By ARN. */
  anchors: readonly RevokedAnchor[];
  /** How far it is known which these are. */
  anchorsRead: UnreadPlaces<'rolesanywhere'>['extent'];
  /** Shares that the party has, or is invited to. */
  shares: readonly PartyShare[];
  /** How far it is known which these are. */
  sharesRead: UnreadPlaces<'ram'>['extent'];
  /** Whether its requests for temporary delegation are known, and whether it receives bills, by what the run read of both. */
  agreementsRead: { requests: boolean; bills: boolean };
  /** Roles that admit an organization in which the party's account may be. */
  byOrganization: readonly string[];
  /** Accounts whose roles were not read. */
  notRead: readonly string[];
  excluded: number;
  /** Roles reserved to AWS that were not judged. */
  reserved: number;
}

/**
 * The name of the inline policy and the beginning of the Sids that a revocation leaves, so that it can be taken back. Each
 * party has its own: what is given back to one stays shut to another.
 */
function revokedName(key: string): string {
  return `CountersignRevoked${createHash('sha256').update(key).digest('hex').slice(0, 8)}`;
}

/** The parties of a run that somebody may mean: by name, account id, organization id or key. */
export function partiesMeant({ thirdParties }: AuditReport, asked: string): ThirdPartySummary[] {
  const lower = asked.toLowerCase();
  return thirdParties.filter(
    ({ party, accountIds }) =>
      partyKey(party) === asked || party.name.toLowerCase() === lower || accountIds.includes(asked),
  );
}

export function revocationPlan(
  report: AuditReport,
  summary: ThirdPartySummary,
  {
    register,
    auditorRoles,
  }: { register: readonly RegisteredThirdParty[]; auditorRoles: ReadonlySet<string> },
): RevocationPlan {
  const { party } = summary;
  const { identityCenter } = report;
  const key = partyKey(party);
  const entry = party.kind === 'registered' ? register.find(({ name }) => name === party.name) : undefined;
  const callers = callersOf(summary, entry);
  const onward = new Set(summary.reachable.transitive.roles);
  const byOrganization: string[] = [];
  const revokedBy = (role: RoleInventoryEntry): RevokedRole[] => {
    const named = role.admits.filter((one) => one.party.kind !== 'own' && partyKey(one.party) === key);
    const anyone = role.admits.filter((one) => one.party.kind === 'public');
    const isCaller = callers !== undefined && anyone.length > 0;
    if (named.length > 0 || isCaller)
      return [
        revoked(role, {
          key,
          denies: deniesFor(named, callers, key),
          isNamed: named.length > 0,
          auditorRoles,
        }),
      ];
    if (onward.has(role.roleArn)) return [revoked(role, { key, denies: [], isNamed: true, auditorRoles })];
    if (role.admits.some((one) => one.party.kind === 'organization')) byOrganization.push(role.roleArn);
    return [];
  };
  const roles = Array.from(report.roles, revokedBy).flat();
  const anchors = anchorsOf(report, key);
  const listed = new Set(roles.map(({ roleArn }) => roleArn));
  const names = new Map(report.scope.accounts.map(({ accountId, name }) => [accountId, name]));
  // Roles that nobody outside enters are in no inventory; of what stack they are is not known then.
  const inner = [...onward]
    .filter((arn) => !listed.has(arn))
    .map((roleArn): RevokedRole => {
      const accountId = roleArn.split(':')[4] ?? '';
      return {
        accountId,
        accountName: names.get(accountId) ?? accountId,
        roleArn,
        roleName: lastPart(roleArn),
        stack: undefined,
        lastUsedAt: null,
        denies: [],
        isDeleted: false,
        others: [],
        asAnyone: false,
        ...notChanged(roleArn, auditorRoles),
      };
    });
  const reserved = report.scope.roles.leftOut.filter(({ reason }) => /AWS/.test(reason));
  return {
    party,
    summary,
    entry,
    runId: report.run.runId,
    policyName: revokedName(key),
    asOf: report.run.asOf,
    roles: [...roles, ...inner].sort(byAccount),
    users: (summary.users ?? [])
      .map((user) => ({
        ...user,
        accountName: names.get(user.accountId) ?? user.accountId,
        userName: lastPart(user.userArn),
        others: report.thirdParties
          .filter(
            (one) =>
              partyKey(one.party) !== key && one.users?.some(({ userArn }) => userArn === user.userArn),
          )
          .map((one) => one.party.name),
      }))
      .sort((a, b) => (`${a.accountId} ${a.userArn}` < `${b.accountId} ${b.userArn}` ? -1 : 1)),
    people: summary.people ?? [],
    peopleRead: identityCenter === undefined ? 'not asked' : identityCenter.isRead ? 'read' : 'not read',
    anchors,
    anchorsRead: unreadAnchors(report).extent,
    shares: (summary.shares ?? []).filter(({ direction }) => direction === 'given'),
    sharesRead: unreadShares(report).extent,
    agreementsRead: {
      requests: areRequestsAsked(report) && accountsWithUnreadRequests(report).length === 0,
      bills: report.billsRead !== undefined && unreadBills(report).length === 0,
    },
    byOrganization,
    notRead: accountsWithUnreadRoles(report),
    excluded: report.scope.excluded.length,
    reserved: reserved.reduce((sum, { count }) => sum + count, 0),
  };
}

/** The trust anchors of the party, each with all roles that it opens. */
function anchorsOf({ roles }: Pick<AuditReport, 'roles'>, key: string): RevokedAnchor[] {
  const opened = new Map<string, { roles: Set<string>; others: Set<string>; isTheirs: boolean }>();
  for (const { roleArn, admits } of roles)
    for (const { party, principal } of admits) {
      if (party.kind === 'own' || !isAnchor(principal)) continue;
      const by = opened.get(principal) ?? { roles: new Set(), others: new Set(), isTheirs: false };
      opened.set(principal, by);
      by.roles.add(roleArn);
      if (partyKey(party) === key) by.isTheirs = true;
      else by.others.add(party.name);
    }
  return [...opened]
    .filter(([, { isTheirs }]) => isTheirs)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([anchorArn, by]) => {
      const [, , , region = '', accountId = ''] = anchorArn.split(':');
      return {
        ...{ accountId, region, anchorArn, anchorId: lastPart(anchorArn) },
        ...{ roles: [...by.roles].sort(), others: [...by.others].sort() },
      };
    });
}

/** The accounts in which a plan has something to be done, people in IAM Identity Center left out. */
export function accountsOf({
  roles,
  users,
  anchors,
  shares,
}: Pick<RevocationPlan, 'roles' | 'users' | 'anchors' | 'shares'>): Set<string> {
  return new Set([...roles, ...users, ...anchors, ...shares].map(({ accountId }) => accountId));
}

function isAnchor(principal: string): boolean {
  return /^arn:[^:]+:rolesanywhere:[^:]+:\d{12}:trust-anchor\//.test(principal);
}

function lastPart(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

function byAccount(a: RevokedRole, b: RevokedRole): number {
  const [one, other] = [a, b].map(
    ({ accountId, denies, roleArn }) => `${accountId} ${denies.length > 0 ? 0 : 1} ${roleArn}`,
  ) as [string, string];
  return one < other ? -1 : one > other ? 1 : 0;
}

interface Callers {
  accountIds: readonly string[];
  organizationIds: readonly string[];
}

/** The accounts and organizations that a party calls from; undefined where it is no AWS account. */
function callersOf({ party, accountIds }: ThirdPartySummary, entry: RegisteredThirdParty | undefined) {
  const organizationIds = [
    ...(entry?.organizationIds ?? []),
    ...(party.kind === 'organization' ? [party.name] : []),
  ];
  const ids = [...new Set([...accountIds, ...(entry?.accountIds ?? [])])].sort();
  return ids.length + organizationIds.length === 0 ? undefined : { accountIds: ids, organizationIds };
}

type Admission = RoleInventoryEntry['admits'][number];

/** A Deny weighs more than any Allow, whoever else the same statement lets in: it names this party alone. */
function deniesFor(named: readonly Admission[], callers: Callers | undefined, key: string): object[] {
  const deny = (suffix: string, more: object) => ({
    ...{ Sid: `${revokedName(key)}${suffix}`, Effect: 'Deny' },
    ...more,
  });
  const principals = [...new Set(named.map(({ principal }) => principal))];
  const providers = principals.filter(isProvider);
  const anchors = principals.filter(isAnchor);
  const refusing = (condition: object) => ({
    Principal: { AWS: '*' },
    Action: 'sts:AssumeRole',
    Condition: condition,
  });
  return [
    ...(callers === undefined || callers.accountIds.length === 0
      ? []
      : [deny('a', refusing({ StringEquals: { 'aws:PrincipalAccount': callers.accountIds } }))]),
    ...(callers === undefined || callers.organizationIds.length === 0
      ? []
      : [
          // A policy may name an organization by a pattern, which is the party's name then.
          deny('o', refusing({ StringLike: { 'aws:PrincipalOrgID': callers.organizationIds } })),
        ]),
    ...providers.map((provider, index) =>
      deny(`p${index + 1}`, {
        Principal: { Federated: provider },
        Action: provider.includes(':saml-provider/')
          ? 'sts:AssumeRoleWithSAML'
          : 'sts:AssumeRoleWithWebIdentity',
      }),
    ),
    ...(anchors.length === 0
      ? []
      : [
          deny('c', {
            Principal: { Service: 'rolesanywhere.amazonaws.com' },
            Action: 'sts:AssumeRole',
            Condition: { ArnEquals: { 'aws:SourceArn': anchors } },
          }),
        ]),
  ];
}

function isProvider(principal: string): boolean {
  return (
    /:(?:oidc|saml)-provider\//.test(principal) || !/^(?:\d{12}$|arn:|A[A-Z0-9]{15,}$|\*)/.test(principal)
  );
}

function revoked(
  role: RoleInventoryEntry,
  about: { key: string; denies: readonly object[]; isNamed: boolean; auditorRoles: ReadonlySet<string> },
): RevokedRole {
  const { accountId, accountName, roleArn, roleName, stack, lastUsedAt, servicesUsed, admits } = role;
  const others = admits.filter(({ party }) => party.kind === 'own' || partyKey(party) !== about.key);
  return {
    ...{ accountId, accountName, roleArn, roleName, stack, lastUsedAt },
    ...(servicesUsed === undefined ? {} : { servicesUsed }),
    denies: about.denies,
    isDeleted:
      about.denies.length === 0 &&
      admits.some(({ party }) => party.kind !== 'own' && partyKey(party) === about.key),
    others: [...new Set(others.map(({ party }) => party.name))].sort(),
    asAnyone: !about.isNamed,
    ...notChanged(roleArn, about.auditorRoles),
  };
}

/** Roles that IAM refuses to change, and the one by which the audit looks. */
function notChanged(roleArn: string, auditorRoles: ReadonlySet<string>): Pick<RevokedRole, 'notChanged'> {
  if (auditorRoles.has(roleArn))
    return { notChanged: 'It is the role of this audit: take the party out of its trust policy by hand.' };
  if (roleArn.includes(':role/aws-reserved/'))
    return {
      notChanged:
        'IAM Identity Center made it, and only there it can be changed: remove the assignment of the permission set, or delete the user’s active sessions.',
    };
  if (roleArn.includes(':role/aws-service-role/'))
    return {
      notChanged:
        'It is linked to a service, which alone can change it: turn the feature off in that service.',
    };
  return {};
}
