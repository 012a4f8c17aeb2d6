import type { Grant, GrantPrincipal } from '../../model/grant.ts';
import { narrowingOf } from '../narrowing.ts';
import { type PrincipalElement, relate } from '../principal.ts';
import { loopholeOf } from '../requirement.ts';
import type { Statement } from '../statement.ts';
import type { ChainCondition } from './known-context.ts';

/** A Deny statement of a trust policy, for callers whom it may spare. */
export interface Refusal {
  principals: PrincipalElement;
  conditions: ChainCondition[];
  statement: number;
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
  /** Deny statements that are not yet part of the conditions. */
  refusals: Refusal[];
  statement: number;
}

type Who = Pick<Admission, 'admits' | 'value' | 'direct' | 'bounded'>;

/** Where the role stands, and which accounts and organizations are one's own. */
interface Home {
  accountId: string;
  organizationId?: string;
  isOwn(id: string): boolean;
}

/**
 * Whom of one's own a grant admits. A grant to everybody that nothing narrows is left out: whoever could come by a
 * chain may as well come directly, and stands for themselves among those who enter.
 */
export function admissionsOf(grant: Grant, statements: readonly Statement[], home: Home): Admission[] {
  if (!grant.actions.includes('sts:AssumeRole')) return [];
  const { principal, statement } = grant;
  const { isOwn } = home;
  const conditions = conditionsOf(grant);
  const refusals = refusalsFor(grant, statements);
  const admission = (who: Who, more: Partial<Admission> = {}): Admission => ({
    ...who,
    except: [],
    conditions,
    refusals,
    statement,
    ...more,
  });
  switch (principal.kind) {
    case 'role':
      if (!isOwn(principal.accountId)) return [];
      return [admission({ admits: 'role', value: principal.arn, direct: true, bounded: true })];
    case 'session': {
      const [type, name, sessionName] = principal.arn.split('/');
      if (!type?.endsWith(':assumed-role') || name === undefined || !isOwn(principal.accountId)) return [];
      const value = sessionKey(principal.accountId, name);
      const who: Who = { admits: 'session', value, direct: true, bounded: false };
      return [admission(who, sessionName === undefined ? {} : { sessionName })];
    }
    case 'unique-id':
      return [admission({ admits: 'unique-id', value: principal.value, direct: true, bounded: true })];
    case 'account':
      if (!isOwn(principal.accountId)) return [];
      return [admission({ admits: 'account', value: principal.accountId, direct: false, bounded: true })];
    case 'any':
      return narrowedTo(grant, home)
        .filter(({ admits, value }) => admits === 'unique-id' || isOwn(value))
        .map((who) => admission(who, { except: principal.except ?? [] }));
    default:
      return [];
  }
}

/** The accounts, organizations and roles that a grant to everybody is narrowed to. It means each role there by itself. */
function narrowedTo(grant: Grant, here: Pick<Home, 'accountId' | 'organizationId'>): Who[] {
  const narrowing = narrowingOf(grant);
  if (narrowing === null) return [];
  const each = { direct: true, bounded: false };
  const { accountIds, organizationIds, uniqueIds, home } = narrowing;
  const accounts = home.includes('account') ? [...accountIds, here.accountId] : accountIds;
  const organizations = home.includes('organization')
    ? [...organizationIds, ...(here.organizationId === undefined ? [] : [here.organizationId])]
    : organizationIds;
  return [
    ...accounts.map((value): Who => ({ admits: 'account', value, ...each })),
    ...organizations.map((value): Who => ({ admits: 'organization', value, ...each })),
    ...uniqueIds.map((value): Who => ({ admits: 'unique-id', value, ...each })),
  ];
}

/** How sessions of a role are looked up: their ARN names the role without its path. */
export function sessionKey(accountId: string, roleName: string): string {
  return `${accountId}/${roleName}`;
}

/** The conditions of a grant, external IDs left out. */
export function conditionsOf({ conditions }: Pick<Grant, 'conditions'>): ChainCondition[] {
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

/** The Deny statements that a grant's conditions do not account for, since they do not apply to all whom it admits. */
function refusalsFor({ conditions }: Grant, statements: readonly Statement[]): Refusal[] {
  const counted = new Set(
    conditions.filter(({ origin }) => origin === 'deny').map(({ statement }) => statement),
  );
  return statements
    .filter(
      ({ effect, index, speaksOf }) => effect === 'Deny' && speaksOf('sts:AssumeRole') && !counted.has(index),
    )
    .map(({ principals, conditions: denied, index }) => ({
      principals,
      conditions: denied.map((condition) => ({
        ...condition,
        values: condition.keyLower === 'sts:externalid' ? [] : condition.values,
        required: loopholeOf(condition) === null,
      })),
      statement: index,
    }));
}

/** Whether a Deny statement speaks of a role's sessions: of all, of some, or of none. */
export function refuses(
  { principals: { not, principals, anyone } }: Refusal,
  role: { arn: string; accountId: string; uniqueId: string },
): 'all' | 'some' | 'none' {
  const caller: GrantPrincipal = { kind: 'role', value: role.arn, arn: role.arn, accountId: role.accountId };
  const relations = principals.map((one) =>
    one.kind === 'unique-id' ? (one.value === role.uniqueId ? 'covers' : 'disjoint') : relate(one, caller),
  );
  if (not) return anyone !== null || relations.some((relation) => relation !== 'disjoint') ? 'none' : 'all';
  if (anyone !== null || relations.includes('covers')) return 'all';
  return relations.includes('overlaps') ? 'some' : 'none';
}
