import type { AuthorizationDetails, Role, Tag } from '../../model/facts/authorization-details.ts';
import type { Grant, GrantPrincipal } from '../../model/grant.ts';
import { jsonPointer, resolvePointer } from '../../model/json-pointer.ts';
import type { AccessWord, ThirdPartyRef } from '../../model/party.ts';
import type { Administered, StatementPlace } from '../../model/reach.ts';
import type { Study } from '../../model/study.ts';
import { reservedReason, trustOf, trustStatements } from '../access-role.ts';
import { highestAccess } from '../permissions/access.ts';
import { administrationOf } from '../permissions/administrator.ts';
import { levelsOf } from '../permissions/catalogue.ts';
import { surroundingsOf } from '../permissions/role-surroundings.ts';
import type { Surroundings } from '../permissions/surroundings.ts';
import type { Statement } from '../statement.ts';
import { type Admission, admissionsOf } from './admission.ts';
import type { ChainCondition } from './known-context.ts';
import { type Onward, type PlacedRole, policyPlaces, readOnward } from './onward.ts';
import { chainCondition, type Refusal, refusalOf } from './refusal.ts';

/** One outsider whom a role's trust policy admits. */
export interface Entrance {
  key: string;
  party: ThirdPartyRef;
  /** The account that it comes from, where one is named. */
  accountId?: string;
  statement: number;
  /** Of the Allow statement; all must hold. */
  conditions: ChainCondition[];
  /** The Deny statements that speak of all who come in by it. */
  refusals: Refusal[];
  /** Set where sessions that begin here may do less than the role, and it is not known how much. */
  limited?: true;
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
  /** Left out where it does not administer its account, as far as was read. */
  administered?: Administered;
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
  entrancesOf(role: Role): Array<{ key: string; party: ThirdPartyRef; grant: Grant; limited?: true }>;
}

/**
 * The roles of an account that somebody with AWS credentials or an identity provider's token may be in, and what they
 * may ask for. Roles of services alone, and those reserved to AWS, can be no part of a chain.
 */
export function chainRoles(details: AuthorizationDetails, setting: ChainSetting, study: Study): ChainRole[] {
  const around = surroundingsOf(details, study);
  const places = policyPlaces(details);
  return details.roles.flatMap((role, index) => {
    if (reservedReason(role) !== null) return [];
    const { grants, problems } = trustOf(role, study);
    const statements = trustStatements(role, study);
    const admissions = admissionsOf(statements, { grants }, setting);
    const entrances = setting.entrancesOf(role).map((entrance) => entranceOf(entrance, statements));
    if (admissions.length === 0 && entrances.length === 0 && problems.length === 0) return [];
    const takesSessionTags = statements.some(
      ({ effect, speaksOf }) => effect === 'Allow' && speaksOf('sts:TagSession'),
    );
    const trust = { admissions, entrances, takesSessionTags, trustUnclear: problems.length > 0 };
    return [chainRole({ role, index, policies: around.policies, places }, around, trust, setting)];
  });
}

function chainRole(
  placed: PlacedRole,
  around: Surroundings,
  trust: Pick<ChainRole, 'admissions' | 'entrances' | 'takesSessionTags' | 'trustUnclear'>,
  { accountId, organizationId }: ChainSetting,
): ChainRole {
  const { role, index } = placed;
  const { permissions, access } = around.held(role);
  const administered = administrationOf(role, around);
  return {
    arn: role.arn,
    accountId,
    ...(organizationId === undefined ? {} : { organizationId }),
    uniqueId: role.id,
    tags: role.tags,
    ...trust,
    onward: readOnward(permissions, placed),
    highestAccess: highestAccess(levelsOf(access.actions)),
    ...(administered === undefined ? {} : { administered }),
    index,
    trustPolicy: role.trustPolicy,
  };
}

function entranceOf(
  { key, party, grant, limited }: ReturnType<ChainSetting['entrancesOf']>[number],
  statements: readonly Statement[],
): Entrance {
  const { principal, conditions, statement } = grant;
  const from = (origin: 'allow' | 'deny') => conditions.filter((one) => one.origin === origin);
  const denying = new Set(from('deny').map((one) => one.statement));
  return {
    key,
    party,
    ...callingFrom(principal),
    statement,
    conditions: from('allow').map(chainCondition),
    refusals: statements.filter(({ index }) => denying.has(index)).map(refusalOf),
    ...(limited === undefined ? {} : { limited }),
  };
}

/** An identity provider's account is not that of its users. */
function callingFrom(principal: GrantPrincipal): Pick<Entrance, 'accountId'> {
  const calls = principal.kind !== 'web-identity' && principal.kind !== 'saml';
  return calls && 'accountId' in principal ? { accountId: principal.accountId } : {};
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
