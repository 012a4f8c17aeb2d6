import { createHash } from 'node:crypto';
import type { Finding } from '../model/finding.ts';
import type { GuardStrength } from '../model/guard-strength.ts';
import { accessWordShape, partyKey, type ThirdPartyRef } from '../model/party.ts';
import type { AuditReport } from '../model/report.ts';
import { comersInWords } from '../model/resource-way-words.ts';
import type { Access } from '../model/review.ts';
import type { RoleInventoryEntry } from '../model/role-inventory-entry.ts';
import type {
  PartyPerson,
  PartyResource,
  PartyShare,
  PartyUser,
  ThirdPartySummary,
} from '../model/third-party-summary.ts';
import { accessByDelegation, accessesByBills } from './agreements.ts';
import { ownerOf } from './owner.ts';

/** As much of a report as the accesses in it take. */
export type ReportOfAccesses = Pick<AuditReport, 'roles' | 'findings' | 'thirdParties'>;

/**
 * Every way of a third party into a role of the run, every user with which it works, every person of it who holds
 * something in IAM Identity Center, every share that it has or is asked into, every resource that admits it by itself, the
 * bills that it receives and its requests for temporary delegation, each once and in order: its population for a review. Own accounts are none; identity providers and the public are.
 */
export function accessesOf({ roles, findings, thirdParties }: ReportOfAccesses): Access[] {
  const parties = new Map(thirdParties.map((summary) => [partyKey(summary.party), summary]));
  const onThing = new Map<string, FindingOfAccess[]>(
    thirdParties.flatMap(({ users = [], people = [], shares = [], resources = [], ...agreed }) =>
      [
        ...users.map(({ userArn }) => userArn),
        ...people.flatMap(({ resourceArn }) => resourceArn ?? []),
        ...shares.map(({ shareArn }) => shareArn),
        ...resources.map(({ resourceArn }) => resourceArn),
        ...[...(agreed.billing ?? []), ...(agreed.delegations ?? [])].flatMap(
          ({ resourceArn }) => resourceArn ?? [],
        ),
      ].map((arn) => [arn, []]),
    ),
  );
  const accountNames = new Map<string, string>();
  const byFingerprint = new Map<string, FindingOfAccess>();
  for (const finding of findings) {
    const { fingerprint, severity, title, status, resourceArn, roleArns, thirdPartyKeys, owner } = finding;
    const kept = {
      ...{ fingerprint, severity, title, status, resourceArn },
      ...(roleArns === undefined ? {} : { roleArns }),
      ...(thirdPartyKeys === undefined ? {} : { thirdPartyKeys }),
      ...(owner === undefined ? {} : { owner }),
    };
    byFingerprint.set(fingerprint, kept);
    onThing.get(resourceArn)?.push(kept);
    accountNames.set(finding.accountId, finding.accountName);
  }
  const accesses = new Map<string, Access>();
  for (const role of roles) {
    accountNames.set(role.accountId, role.accountName);
    const open = role.findings.flatMap((fingerprint) => byFingerprint.get(fingerprint) ?? []);
    for (const admission of role.admits) {
      const { party, principal, trustAnchor, sessions } = admission;
      if (party.kind === 'own') continue;
      const id = idOf(role.roleArn, principal, party);
      const guard = admission.guard ?? null;
      const known = accesses.get(id);
      const guards = [...new Set([...(known?.guards ?? []), ...admission.requiredConditions])].sort();
      accesses.set(
        id,
        known === undefined
          ? {
              ...accessOf(role, party, open, parties, sessions),
              ...{ id, principal, guard, guards },
              ...(trustAnchor === undefined ? {} : { trustAnchor }),
            }
          : { ...known, guard: weaker(known.guard, guard), guards },
      );
    }
  }
  for (const summary of thirdParties) {
    const users = (summary.users ?? []).filter((user) => user.activeKeys !== 0 || user.password !== false);
    const others = [
      ...users.map((user) => accessAsUser(user, summary, onThing.get(user.userArn) ?? [])),
      ...(summary.people ?? []).flatMap((person) =>
        accessAsPerson(person, summary, onThing.get(person.resourceArn ?? '') ?? [], accountNames),
      ),
      ...(summary.shares ?? []).flatMap((share) =>
        accessesByShare(share, summary, onThing.get(share.shareArn) ?? []),
      ),
      ...(summary.resources ?? []).map((resource) =>
        accessByResource(resource, summary, onThing.get(resource.resourceArn) ?? []),
      ),
      ...accessesByAgreement(summary, (arn) => onThing.get(arn) ?? []),
    ];
    for (const access of others) {
      const accountName = accountNames.get(access.accountId) ?? access.accountId;
      accesses.set(access.id, { ...access, accountName });
    }
  }
  return [...accesses.values()].sort((a, b) => compare(sortKey(a), sortKey(b)));
}

/** What is kept of a finding. */
type FindingOfAccess = Pick<
  Finding,
  'fingerprint' | 'severity' | 'title' | 'status' | 'resourceArn' | 'roleArns' | 'thirdPartyKeys' | 'owner'
>;

/**
 * By role, principal and account, where the party has one: its name may change with the register. It begins with a letter,
 * and is no number that a spreadsheet would round.
 */
function idOf(roleArn: string, principal: string, party: ThirdPartyRef): string {
  return `a-${shortDigest([roleArn, principal, party.accountId ?? partyKey(party)])}`;
}

export function shortDigest(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
}

function accessOf(
  role: RoleInventoryEntry,
  party: ThirdPartyRef,
  findings: readonly FindingOfAccess[],
  parties: ReadonlyMap<string, ThirdPartySummary>,
  sessions: string | undefined,
): Omit<Access, 'id' | 'principal' | 'guard' | 'guards'> {
  const { accountId, accountName, roleArn, roleName, lastUsedAt, digests, highestAccess = null } = role;
  const key = partyKey(party);
  return {
    party: {
      ...{ key, name: party.name, kind: party.kind },
      ...(party.accountId === undefined ? {} : { accountId: party.accountId }),
    },
    owner: ownerOf(parties.get(key), roleArn, findings),
    ...{ accountId, accountName, roleArn, roleName },
    highestAccess,
    ...(role.administered === undefined ? {} : { administered: role.administered }),
    lastUsedAt,
    ...(role.servicesUsed === undefined || 'notKnown' in role.servicesUsed
      ? {}
      : { servicesUsed: role.servicesUsed.services.map(({ namespace }) => namespace) }),
    findings: openFindings(findings, key),
    ...(digests === undefined
      ? {}
      : {
          digests: {
            ...{ trustPolicy: digests.trustPolicy, permissions: digests.permissions },
            ...(sessions === undefined ? {} : { sessions }),
          },
        }),
  };
}

/** Whoever has a key or the password is the user: there is nothing to be let into, and MFA guards the console alone. */
function accessAsUser(
  { accountId, userArn, highestAccess, lastUsedAt, activeKeys, password, mfa }: PartyUser,
  summary: ThirdPartySummary,
  findings: readonly FindingOfAccess[],
): Omit<Access, 'accountName'> {
  const { party } = summary;
  return {
    id: idOf(userArn, CREDENTIALS, party),
    party: { key: partyKey(party), name: party.name, kind: party.kind },
    owner: ownerOf(summary, userArn, findings),
    accountId,
    roleArn: userArn,
    roleName: userArn.slice(userArn.lastIndexOf('/') + 1),
    principal: CREDENTIALS,
    ...{ highestAccess, lastUsedAt, guard: null },
    guards: password === true && mfa === true ? ['MFA at the console'] : [],
    findings: openFindings(findings),
    ...((activeKeys ?? 0) > 0 || password === true ? {} : { credentialsRead: false }),
  };
}

/**
 * Whoever holds nothing enters nothing; whoever is disabled goes on while a session of the access portal is open. The
 * user's id alone says who it is, whatever the register says.
 * https://docs.aws.amazon.com/singlesignon/latest/userguide/revoke-user-permissions.html
 */
function accessAsPerson(
  { accountId, userName, isDisabled, assignments, resourceArn, region, meantBy }: PartyPerson,
  summary: ThirdPartySummary,
  findings: readonly FindingOfAccess[],
  accountNames: ReadonlyMap<string, string>,
): Array<Omit<Access, 'accountName'>> {
  if (assignments.length === 0 || resourceArn === undefined) return [];
  const { party } = summary;
  const levels = assignments.flatMap(({ highestAccess }) => highestAccess ?? []);
  return [
    {
      id: `a-${shortDigest([resourceArn])}`,
      party: { key: partyKey(party), name: party.name, kind: party.kind },
      owner: ownerOf(summary, resourceArn, findings),
      ...{ accountId, roleArn: resourceArn, roleName: userName },
      principal: `${userName}, by IAM Identity Center`,
      person: {
        region: region ?? null,
        ...(isDisabled ? { isDisabled } : {}),
        holds: assignments.map(({ permissionSetArn: _, group = null, ...one }) => ({
          ...one,
          ...{ accountName: accountNames.get(one.accountId) ?? one.accountId, group },
        })),
        meantBy: meantBy ?? { domains: [], groups: [] },
      },
      highestAccess: accessWordShape.options.findLast((level) => levels.includes(level)) ?? null,
      ...(assignments.some(({ administers }) => administers) ? { administered: 'is' as const } : {}),
      ...{ lastUsedAt: null, guard: null, guards: [] },
      findings: openFindings(findings),
    },
  ];
}

/** What others share is no access to what is yours. The principal alone says who it is, whatever the register says. */
function accessesByShare(
  share: PartyShare,
  summary: ThirdPartySummary,
  findings: readonly FindingOfAccess[],
): Array<Omit<Access, 'accountName'>> {
  const { service = 'ram', accountId, region, shareArn, name, direction, resources } = share;
  const ways =
    share.ways ?? share.principals.map((principal) => ({ principal, isAccepted: share.isAccepted }));
  if (direction !== 'given') return [];
  const { party } = summary;
  const key = partyKey(party);
  const open = findings.filter(
    ({ status, thirdPartyKeys = [] }) => status === 'OPEN' && thirdPartyKeys.includes(key),
  );
  return ways.map(({ principal, isAccepted, permission }: NonNullable<PartyShare['ways']>[number]) => {
    const from = /^(?:arn:[^:]*:iam::)?(\d{12})(?::|$)/.exec(principal)?.[1];
    return {
      id: `a-${shortDigest([shareArn, principal])}`,
      party: {
        ...{ key, name: party.name, kind: party.kind },
        ...(from === undefined ? {} : { accountId: from }),
      },
      owner: ownerOf(summary, shareArn, open),
      ...{ accountId, roleArn: shareArn, roleName: name, principal },
      share: {
        ...{ service, region },
        ...(permission === undefined ? {} : { permission }),
        ...{ resources, isAccepted },
      },
      ...{ highestAccess: accessByShare(service, permission), lastUsedAt: null, guard: null, guards: [] },
      findings: open.map(({ fingerprint, severity, title }) => ({ fingerprint, severity, title })),
    };
  });
}

/** Null where no permission says it. */
function accessByShare(
  service: NonNullable<PartyShare['service']>,
  permission: string | undefined,
): Access['highestAccess'] {
  if (service === 'ram') return null;
  if (permission === undefined || permission === 'READONLY') return 'read';
  return permission === 'CONTRIBUTOR' ? 'write' : null;
}

/**
 * What the resource says of one account or organization is one way, by however many statements it comes. That says who it is,
 * whatever the register says; and a bucket by this name in another account is another bucket.
 */
function accessByResource(
  { accountId, region, resourceArn, resourceType: type, highestAccess, ...told }: PartyResource,
  summary: ThirdPartySummary,
  findings: readonly FindingOfAccess[],
): Omit<Access, 'accountName'> {
  const { party } = summary;
  const key = partyKey(party);
  const { admitted, ...of } = told;
  return {
    id: `a-${shortDigest([accountId, resourceArn, admitted ?? key])}`,
    party: {
      ...{ key, name: party.name, kind: party.kind },
      ...(admitted !== undefined && /^\d{12}$/.test(admitted) ? { accountId: admitted } : {}),
    },
    owner: ownerOf(summary, resourceArn, findings),
    ...{ accountId, roleArn: resourceArn, roleName: resourceArn.split(':').slice(5).join(':') },
    principal: comersInWords(told) ?? 'whom the policy, the grants or the list of this resource admits',
    resource: { ...{ region, type }, ...of },
    ...{ highestAccess, lastUsedAt: null, guard: null, guards: [] },
    findings: openFindings(findings, key),
  };
}

/** What the party has by the agreement of somebody here: the account that receives or asks says who it is. */
function accessesByAgreement(
  summary: ThirdPartySummary,
  findingsOn: (resourceArn: string) => readonly FindingOfAccess[],
): Array<Omit<Access, 'accountName'>> {
  const { party, billing = [], delegations = [] } = summary;
  const key = partyKey(party);
  const idOf = (...parts: string[]) => `a-${shortDigest(parts)}`;
  return [...accessesByBills(billing, idOf), ...delegations.map((one) => accessByDelegation(one, idOf))].map(
    ({ from, findingsOn: arns, ...agreed }) => {
      const findings = arns.flatMap(findingsOn);
      return {
        ...agreed,
        party: { key, name: party.name, kind: party.kind, accountId: from },
        owner: ownerOf(summary, arns[0] ?? agreed.roleArn, findings),
        ...{ lastUsedAt: null, guard: null, guards: [] },
        findings: openFindings(findings, key),
      };
    },
  );
}

/** As whom a third party comes that works as a user. */
export const CREDENTIALS = 'the keys or password of this IAM user';

/** Of several grants, any one will do for whoever comes; one whose guard is not known may be the weakest. */
function weaker(a: GuardStrength | null, b: GuardStrength | null): GuardStrength | null {
  if (a === null || b === null) return null;
  const order = ['none', 'weak', 'strong'] as const;
  return order[Math.min(order.indexOf(a), order.indexOf(b))] ?? null;
}

function sortKey({ party, accountId, roleArn, principal, id }: Access): string {
  return [party.name, party.key, accountId, roleArn, principal, id].join('\n');
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** What names the population of a run: SHA-256 over the ids of its accesses, sorted, a line each. */
export function populationDigest(accesses: readonly Pick<Access, 'id'>[]): string {
  const lines = accesses.map(({ id }) => `${id}\n`).sort();
  return createHash('sha256').update(lines.join('')).digest('hex');
}

/** Those that are open; of a party, where its key is given, those that name it. */
function openFindings(findings: readonly FindingOfAccess[], key?: string): Access['findings'] {
  return findings
    .filter(
      ({ status, thirdPartyKeys = [] }) =>
        status === 'OPEN' && (key === undefined || thirdPartyKeys.includes(key)),
    )
    .map(({ fingerprint, severity, title }) => ({ fingerprint, severity, title }));
}
