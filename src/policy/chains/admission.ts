import type { Grant, GrantPrincipal, TrustReading } from '../../model/grant.ts';
import { narrowingOf } from '../narrowing.ts';
import type { Statement } from '../statement.ts';
import { matchesWildcard } from '../wildcard.ts';
import type { ChainCondition } from './known-context.ts';
import { chainCondition, type Refusal, refusalOf } from './refusal.ts';

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
  /** ARNs and account ids that the Allow statement leaves out. */
  except: string[];
  /** Of the Allow statement; all must hold. */
  conditions: ChainCondition[];
  /** The Deny statements of the same policy, whomever they speak of. */
  refusals: Refusal[];
  statement: number;
}

type Who = Pick<Admission, 'admits' | 'value' | 'sessionName' | 'direct' | 'bounded'>;

const ASSUME_ROLE = 'sts:AssumeRole';

/** Where the role stands, and which accounts and organizations are one's own. */
interface Home {
  accountId: string;
  organizationId?: string;
  isOwn(id: string): boolean;
}

/**
 * Whom of one's own the Allow statements of a trust policy admit, its Deny statements kept beside them: whether these
 * refuse is judged for each role that asks. A grant to everybody that nothing narrows is left out: whoever could come
 * by a chain may as well come directly, and stands for themselves among those who enter.
 */
export function admissionsOf(
  statements: readonly Statement[],
  { grants }: Pick<TrustReading, 'grants'>,
  home: Home,
): Admission[] {
  const speaking = statements.filter(({ speaksOf }) => speaksOf(ASSUME_ROLE));
  const refusals = speaking.filter(({ effect }) => effect === 'Deny').map(refusalOf);
  return speaking
    .filter(({ effect }) => effect === 'Allow')
    .flatMap((allow) =>
      whom(allow, grants, home).map((who) => ({
        ...who,
        except: allow.principals.not ? allow.principals.principals.map(({ value }) => value) : [],
        conditions: allow.conditions.map(chainCondition),
        refusals,
        statement: allow.index,
      })),
    );
}

/**
 * Those whom an Allow statement names; those whom it admits among everybody are what conditions and Deny statements
 * leave of that in its grants. Such a statement means each role by itself and not by its account.
 */
function whom(
  { index, principals: { not, principals, anyone } }: Statement,
  grants: readonly Grant[],
  home: Home,
): Who[] {
  const { isOwn } = home;
  const named = not ? [] : principals.flatMap((principal) => namedWho(principal, isOwn));
  if (anyone === null && !not) return named;
  const left = grants
    .filter(({ statement, actions }) => statement === index && actions.includes(ASSUME_ROLE))
    .flatMap((grant) =>
      grant.principal.kind === 'any' ? narrowedTo(grant, home) : namedWho(grant.principal, isOwn),
    )
    .filter(({ admits, value }) => (admits !== 'account' && admits !== 'organization') || isOwn(value));
  return [...named, ...left.map((who) => ({ ...who, direct: true, bounded: false }))];
}

function namedWho(principal: GrantPrincipal, isOwn: (id: string) => boolean): Who[] {
  switch (principal.kind) {
    case 'role':
      if (!isOwn(principal.accountId)) return [];
      return [{ admits: 'role', value: principal.arn, direct: true, bounded: true }];
    case 'session': {
      const [type, name, sessionName] = principal.arn.split('/');
      if (!type?.endsWith(':assumed-role') || name === undefined || !isOwn(principal.accountId)) return [];
      const value = sessionKey(principal.accountId, name);
      const who: Who = { admits: 'session', value, direct: true, bounded: false };
      return [sessionName === undefined ? who : { ...who, sessionName }];
    }
    case 'unique-id':
      return [{ admits: 'unique-id', value: principal.value, direct: true, bounded: true }];
    case 'account':
      if (!isOwn(principal.accountId)) return [];
      return [{ admits: 'account', value: principal.accountId, direct: false, bounded: true }];
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
  const own = here.organizationId;
  const named = organizationIds.map((id) => (own !== undefined && matchesWildcard(id, own) ? own : id));
  const organizations =
    home.includes('organization') && own !== undefined ? [...new Set([...named, own])] : named;
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
