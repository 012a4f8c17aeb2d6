import type { Grant, GrantPrincipal } from '../../model/grant.ts';
import type { AuthorizationDetails, ManagedPolicy, Role, Tag } from '../../model/iam-facts.ts';
import { jsonPointer, resolvePointer } from '../../model/json-pointer.ts';
import type { ThirdPartyRef } from '../../model/party.ts';
import type { AccessWord, StatementPlace } from '../../model/reach.ts';
import { reservedReason, trustOf } from '../access-role.ts';
import { narrowingOf } from '../narrowing.ts';
import { accessOf, highestAccess } from '../permissions/access.ts';
import { accessByService } from '../permissions/catalogue.ts';
import { effectivePermissions, policiesByArn } from '../permissions/effective.ts';
import { readStatements } from '../statement.ts';
import type { ChainCondition } from './known-context.ts';
import { type Onward, policyPlaces, readOnward } from './onward.ts';

/** One outsider whom a role's trust policy admits. */
export interface Entrance {
  key: string;
  party: ThirdPartyRef;
  statement: number;
  conditions: ChainCondition[];
}

/** Roles whom a trust policy admits: by name, by account or by organization. */
export interface Admission {
  /** `role`: the ARN of a role; `session`: account and name of one; `unique-id`, `account`, `organization`: the id. */
  admits: 'role' | 'session' | 'unique-id' | 'account' | 'organization';
  value: string;
  /** Set where the session must bear this name. */
  sessionName?: string;
  /** Whether a role of the same account needs no permission of its own. */
  direct: boolean;
  /** Whether a permissions boundary of the role that asks must allow it all the same. */
  bounded: boolean;
  /** ARNs that the grant leaves out. */
  except: string[];
  conditions: ChainCondition[];
  statement: number;
}

/** One role as reasoning about chains sees it; small and JSON-able. */
export interface ChainRole {
  arn: string;
  accountId: string;
  organizationId?: string;
  uniqueId: string;
  tags: Tag[];
  takesSessionTags: boolean;
  admissions: Admission[];
  entrances: Entrance[];
  onward: Onward;
  /** The highest access that its policies give; null where they give no published action. */
  highestAccess: AccessWord | null;
  /** Whether the trust policy could not be understood in full. */
  trustUnclear: boolean;
  /** The place in the fact and the document, for evidence. */
  index: number;
  trustPolicy: string;
}

/** What the roles of an account are read with. */
export interface ChainSetting {
  accountId: string;
  /** Where it is known. */
  organizationId?: string;
  /** Whether an account or organization is the user's own. */
  isOwn(id: string): boolean;
  /** The outsiders whom a role admits, each with the grant that does. */
  entrancesOf(role: Role): Array<{ key: string; party: ThirdPartyRef; grant: Grant }>;
}

/**
 * The roles of an account that somebody with AWS credentials or an identity provider's token may be in, and what they
 * may ask for. Roles of services alone, and those reserved to AWS, can be no part of a chain.
 */
export function chainRoles(details: AuthorizationDetails, setting: ChainSetting): ChainRole[] {
  const policies = policiesByArn(details.policies);
  const places = policyPlaces(details);
  return details.roles.flatMap((role, index) => {
    if (reservedReason(role) !== null) return [];
    const { grants, problems } = trustOf(role);
    const admissions = grants.flatMap((grant) => admissionsOf(grant, setting));
    const entrances = setting.entrancesOf(role).map(entranceOf);
    if (admissions.length === 0 && entrances.length === 0 && problems.length === 0) return [];
    return [chainRole(role, index, { policies, places, admissions, entrances, setting })];
  });
}

function chainRole(
  role: Role,
  index: number,
  given: Pick<ChainRole, 'admissions' | 'entrances'> & {
    policies: ReadonlyMap<string, ManagedPolicy>;
    places: ReadonlyMap<string, number>;
    setting: ChainSetting;
  },
): ChainRole {
  const { admissions, entrances, policies, places, setting } = given;
  const { accountId, organizationId } = setting;
  const permissions = effectivePermissions(role, policies);
  const levels = accessByService(accessOf(permissions).actions).flatMap(({ levels: held }) => [
    ...held.keys(),
  ]);
  return {
    arn: role.arn,
    accountId,
    ...(organizationId === undefined ? {} : { organizationId }),
    uniqueId: role.id,
    tags: role.tags,
    takesSessionTags: takesSessionTags(role),
    admissions,
    entrances,
    onward: readOnward(permissions, { role, index, policies, places }),
    highestAccess: highestAccess(levels),
    trustUnclear: trustOf(role).problems.length > 0,
    index,
    trustPolicy: role.trustPolicy,
  };
}

function entranceOf({ key, party, grant }: ReturnType<ChainSetting['entrancesOf']>[number]): Entrance {
  return { key, party, statement: grant.statement, conditions: conditionsOf(grant) };
}

/**
 * Whom of one's own a grant admits. A grant to everybody that nothing narrows is left out: whoever could come by a
 * chain may as well come directly, and stands for themselves among those who enter.
 */
function admissionsOf(grant: Grant, setting: ChainSetting): Admission[] {
  if (!grant.actions.includes('sts:AssumeRole')) return [];
  const { principal } = grant;
  const admission = (
    who: Pick<Admission, 'admits' | 'value' | 'direct' | 'bounded'>,
    more: Partial<Admission> = {},
  ): Admission => ({
    ...who,
    except: [],
    conditions: conditionsOf(grant),
    statement: grant.statement,
    ...more,
  });
  switch (principal.kind) {
    case 'role':
      if (!setting.isOwn(principal.accountId)) return [];
      return [admission({ admits: 'role', value: principal.arn, direct: true, bounded: true })];
    case 'session':
      return sessionAdmission(principal, admission, setting);
    case 'unique-id':
      return [admission({ admits: 'unique-id', value: principal.value, direct: true, bounded: true })];
    case 'account':
      if (!setting.isOwn(principal.accountId)) return [];
      return [admission({ admits: 'account', value: principal.accountId, direct: false, bounded: true })];
    case 'any': {
      const narrowing = narrowingOf(grant);
      const except = principal.except ?? [];
      const everyone = { direct: true, bounded: false };
      return [
        ...(narrowing?.accountIds ?? []).map((value) => ({ admits: 'account' as const, value })),
        ...(narrowing?.organizationIds ?? []).map((value) => ({ admits: 'organization' as const, value })),
      ]
        .filter(({ value }) => setting.isOwn(value))
        .map((who) => admission({ ...who, ...everyone }, { except }));
    }
    default:
      return [];
  }
}

function sessionAdmission(
  { arn, accountId }: Extract<GrantPrincipal, { arn: string }>,
  admission: (
    who: Pick<Admission, 'admits' | 'value' | 'direct' | 'bounded'>,
    more: Partial<Admission>,
  ) => Admission,
  setting: ChainSetting,
): Admission[] {
  const [, name, sessionName] = arn.split('/');
  if (!arn.includes(':assumed-role/') || name === undefined || !setting.isOwn(accountId)) return [];
  const value = sessionKey(accountId, name);
  const who = { admits: 'session' as const, value, direct: true, bounded: false };
  return [admission(who, sessionName === undefined ? {} : { sessionName })];
}

/** How sessions of a role are looked up: their ARN names the role without its path. */
export function sessionKey(accountId: string, roleName: string): string {
  return `${accountId}/${roleName}`;
}

/** The conditions of a grant, external IDs left out. */
function conditionsOf({ conditions }: Grant): ChainCondition[] {
  return conditions.map(({ operator, base, ifExists, set, key, keyLower, values, required }) => ({
    operator,
    base,
    ifExists,
    set,
    key,
    keyLower,
    values: keyLower === 'sts:externalid' ? [] : values,
    required,
  }));
}

function takesSessionTags(role: Role): boolean {
  return readStatements(role.trustPolicy, () => {}).some(
    ({ effect, speaksOf }) => effect === 'Allow' && speaksOf('sts:TagSession'),
  );
}

/** A statement of a role's trust policy as it was collected. */
export function trustStatement(
  { accountId, index, trustPolicy }: ChainRole,
  statement: number,
): StatementPlace {
  const isList = Array.isArray(resolvePointer(trustPolicy, '/Statement'));
  const within = isList ? jsonPointer('Statement', statement) : jsonPointer('Statement');
  return {
    accountId,
    pointer: `${jsonPointer('roles', index, 'trustPolicy')}${within}`,
    value: resolvePointer(trustPolicy, within),
  };
}
