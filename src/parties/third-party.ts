import type { Role } from '../model/facts/authorization-details.ts';
import type { Grant } from '../model/grant.ts';
import { groupedBy } from '../model/grouped-by.ts';
import {
  ANYONE,
  type Party,
  type RegisteredThirdParty,
  type ThirdPartyRef,
  thirdPartyRef,
} from '../model/party.ts';
import type { AccountStudy } from '../model/study.ts';
import { admitsOutsider, admittingGrants, reservedReason, trustOf } from '../policy/access-role.ts';
import { narrowingOf } from '../policy/narrowing.ts';
import { matchesWildcard } from '../policy/wildcard.ts';
import { grantsBeyondCaller } from './auditor-role.ts';

/** One party whom a grant admits from outside the account. A grant narrowed to several accounts admits several. */
export interface AdmittedParty {
  grant: Grant;
  /** Stable and free of names that a register may change: the account id, the organization id or the principal. */
  key: string;
  /** `own`: another account, or the organization, of the user. Everything else is a third party. */
  party: ThirdPartyRef | { kind: 'own'; name: string; accountId?: string };
  /** The register's entry; undefined where the party is not registered. */
  entry?: RegisteredThirdParty;
  /** The name in the list of known vendors. */
  vendor?: string;
  /** Organizations' state of an own account that is not active. */
  closedState?: string;
}

export interface ThirdPartyGrant extends AdmittedParty {
  party: ThirdPartyRef;
}

/**
 * Everyone from outside the account whom a role's grants admit as AWS principals: own accounts, third parties, and
 * the public. Identity providers, services and deleted principals are not among them.
 */
export function admittedParties(role: Role, study: AccountStudy): AdmittedParty[] {
  return study.once(partiesIn, role);
}

function partiesIn(role: Role, study: AccountStudy): AdmittedParty[] {
  return trustOf(role, study).grants.flatMap((grant) => partiesOf(grant, study));
}

/**
 * The grants by which third parties come in: AWS accounts and organizations that are not the user's own, and the
 * public (`party.kind === 'public'`), which is left to the check `public-trust` by most.
 */
export function thirdPartyGrants(role: Role, study: AccountStudy): readonly ThirdPartyGrant[] {
  return study.once(thirdPartyGrantsIn, role);
}

function thirdPartyGrantsIn(role: Role, study: AccountStudy): ThirdPartyGrant[] {
  return admittedParties(role, study).filter(isThirdParty);
}

/** Those of them by which somebody can come in: `dead-guard` speaks of the others. */
export function admittingThirdPartyGrants(role: Role, study: AccountStudy): readonly ThirdPartyGrant[] {
  return study.once(admittingIn, role);
}

function admittingIn(role: Role, study: AccountStudy): readonly ThirdPartyGrant[] {
  const all = thirdPartyGrants(role, study);
  const admitting = admittingGrants(role, study);
  return all.every(({ grant }) => admitting.includes(grant))
    ? all
    : all.filter(({ grant }) => admitting.includes(grant));
}

/** A third party, the public left out, by its key and with its grants. */
export type GrantsOfParty = readonly [key: string, grants: readonly ThirdPartyGrant[]];

/** The third parties of a role one by one, the public left out. */
export function thirdParties(role: Role, study: AccountStudy): readonly GrantsOfParty[] {
  return byParty(thirdPartyGrants(role, study), study);
}

/** Those of them that can come in. */
export function admittingThirdParties(role: Role, study: AccountStudy): readonly GrantsOfParty[] {
  return byParty(admittingThirdPartyGrants(role, study), study);
}

function byParty(grants: readonly ThirdPartyGrant[], study: AccountStudy): readonly GrantsOfParty[] {
  return study.once(groupedByParty, grants);
}

function groupedByParty(grants: readonly ThirdPartyGrant[]): readonly GrantsOfParty[] {
  return [
    ...groupedBy(
      grants.filter(({ party }) => party.kind !== 'public'),
      ({ key }) => key,
    ),
  ];
}

/** Whether whom a grant admits is none of the user's own. */
export function isThirdParty(admitted: AdmittedParty): admitted is ThirdPartyGrant {
  return admitted.party.kind !== 'own';
}

/**
 * Why most checks do not judge a role, in words: it is reserved to AWS, or the one that the tool itself came in by. That
 * one is exempt only as far as it lets in the caller alone, which `auditor-role` judges; else it is a role like others.
 * Null for all others.
 */
export function exemptReason(role: Role, study: AccountStudy): string | null {
  if (role.arn === study.account.auditorRoleArn && isForCallerOnly(role, study)) {
    return 'the role of this audit, judged by auditor-role alone';
  }
  return reservedReason(role);
}

/** In runs that do not say who called, it is taken to be. */
function isForCallerOnly(role: Role, study: AccountStudy): boolean {
  return trustOf(role, study).problems.length === 0 && (grantsBeyondCaller(role, study) ?? []).length === 0;
}

/**
 * Whether anyone outside the account may come in: other accounts, own or not, the public, identity providers,
 * principals that are gone. Services alone do not count; a role that is exempt never does.
 */
export function isCrossAccountRole(role: Role, study: AccountStudy): boolean {
  return (
    exemptReason(role, study) === null &&
    trustOf(role, study).grants.some((grant) => admitsOutsider(grant, study.account.accountId))
  );
}

/** Whether a third party, the public included, may come in by the role; never for a role that is exempt. */
export function isThirdPartyRole(role: Role, study: AccountStudy): boolean {
  return exemptReason(role, study) === null && thirdPartyGrants(role, study).length > 0;
}

/** Those from outside the account whom one grant admits, see `admittedParties`. */
export function partiesOf(grant: Grant, study: AccountStudy): AdmittedParty[] {
  const { principal } = grant;
  switch (principal.kind) {
    case 'account':
    case 'role':
    case 'user':
    case 'session':
      return accountParty(grant, principal.accountId, study);
    case 'any': {
      const narrowing = narrowingOf(grant);
      if (narrowing === null) {
        return [{ grant, key: 'anyone', party: ANYONE }];
      }
      return [
        ...narrowing.accountIds.flatMap((id) => accountParty(grant, id, study)),
        ...narrowing.organizationIds.map((id) => organizationParty(grant, id, study)),
        ...(narrowing.home.includes('organization') ? [homeOrganization(grant, study)] : []),
      ];
    }
    case 'other':
      return [{ grant, key: principal.value, party: thirdPartyRef('unknown', principal.value) }];
    default:
      return [];
  }
}

function accountParty(grant: Grant, accountId: string, { account, parties }: AccountStudy): AdmittedParty[] {
  if (accountId === account.accountId) return [];
  const who = parties.whoIs(accountId);
  const admitted = { grant, key: accountId };
  if (who.kind === 'own') {
    const party = { name: who.name, kind: who.kind, accountId };
    return [
      { ...admitted, party, ...(who.closedState === undefined ? {} : { closedState: who.closedState }) },
    ];
  }
  const party = accountRef(who);
  switch (who.kind) {
    case 'registered':
      return [
        { ...admitted, party, entry: who.entry, ...(who.vendor === undefined ? {} : { vendor: who.vendor }) },
      ];
    case 'known-vendor':
      return [{ ...admitted, party, vendor: who.name }];
    case 'unknown':
      return [{ ...admitted, party }];
  }
}

/** The third party behind an account. */
export function accountRef({ kind, name, accountId }: Exclude<Party, { kind: 'own' }>): ThirdPartyRef {
  return thirdPartyRef(kind, kind === 'unknown' ? accountId : name, { accountId });
}

/** The third party behind an organization that is not the user's own. */
export function organizationRef(id: string, entry: RegisteredThirdParty | undefined): ThirdPartyRef {
  return entry === undefined ? thirdPartyRef('organization', id) : thirdPartyRef('registered', entry.name);
}

function organizationParty(grant: Grant, id: string, { parties }: AccountStudy): AdmittedParty {
  const own = parties.ownOrganizationIds.find((one) => matchesWildcard(id, one));
  if (own !== undefined) return { grant, key: own, party: { kind: 'own', name: own } };
  const entry = parties.registeredOrganization(id);
  const admitted = { grant, key: id, party: organizationRef(id, entry) };
  return entry === undefined ? admitted : { ...admitted, entry };
}

/** The organization of the role's own account, which the policy need not know by its id. */
function homeOrganization(grant: Grant, { account, parties }: AccountStudy): AdmittedParty {
  const [id, ...others] = parties.ownOrganizationIds;
  const key = account.organizationId ?? (others.length > 0 ? undefined : id) ?? 'own organization';
  return { grant, key, party: { kind: 'own', name: key } };
}
