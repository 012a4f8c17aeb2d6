import type { Grant, GrantCondition } from '../model/grant.ts';
import { arnParts } from './wildcard.ts';

/** Who is left of "anyone" after the required conditions that name callers. */
export interface Narrowing {
  accountIds: string[];
  organizationIds: string[];
  /** The conditions that it rests on. */
  conditions: GrantCondition[];
}

/**
 * For a grant to anyone: the accounts and organizations to which its required conditions on `aws:PrincipalAccount`,
 * `aws:PrincipalArn`, `aws:PrincipalOrgID` or `aws:PrincipalOrgPaths` narrow it; null when none of them does.
 * Conditions are ANDed, so where accounts are named, organizations need not be counted. A caller from outside AWS
 * carries none of these keys and fails them.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principal-properties
 */
export function narrowingOf(grant: Grant): Narrowing | null {
  const byAccount: Array<{ ids: string[]; condition: GrantCondition }> = [];
  const byOrganization: Array<{ ids: string[]; condition: GrantCondition }> = [];
  for (const condition of grant.conditions.filter(({ required }) => required)) {
    const accounts = accountsNamed(condition);
    if (accounts !== undefined) byAccount.push({ ids: accounts, condition });
    const organizations = organizationsNamed(condition);
    if (organizations !== undefined) byOrganization.push({ ids: organizations, condition });
  }
  const conditions = [...byAccount, ...byOrganization].map(({ condition }) => condition);
  if (byAccount.length > 0) {
    return { accountIds: inAll(byAccount.map(({ ids }) => ids)), organizationIds: [], conditions };
  }
  if (byOrganization.length > 0) {
    return { accountIds: [], organizationIds: inAll(byOrganization.map(({ ids }) => ids)), conditions };
  }
  return null;
}

function accountsNamed({ keyLower, base, values }: GrantCondition): string[] | undefined {
  if (keyLower === 'aws:principalaccount' && base.startsWith('String')) {
    return allOrNone(values.map((value) => (/^\d{12}$/.test(value) ? value : undefined)));
  }
  if (keyLower === 'aws:principalarn' && (base.startsWith('Arn') || base.startsWith('String'))) {
    return allOrNone(values.map((value) => accountOfArnPattern(value, base)));
  }
  return undefined;
}

/**
 * The account that an ARN pattern under this operator names; undefined when it names none or leaves it open. In a
 * string pattern a wildcard runs across colons, so nothing before the account may hold one.
 */
export function accountOfArnPattern(pattern: string, base: string): string | undefined {
  const parts = arnParts(pattern);
  if (parts === undefined) return undefined;
  const [, , , , account = ''] = parts;
  const before = parts.slice(0, 4).join(':');
  if (base.startsWith('String') && /[*?]/.test(before)) return undefined;
  return /^\d{12}$/.test(account) ? account : undefined;
}

function organizationsNamed({ keyLower, base, values }: GrantCondition): string[] | undefined {
  if (!base.startsWith('String')) return undefined;
  if (keyLower === 'aws:principalorgid') {
    return allOrNone(values.map((value) => (isOrganizationId(value) ? value : undefined)));
  }
  if (keyLower === 'aws:principalorgpaths') {
    return allOrNone(
      values.map((value) => value.split('/')[0]).map((id) => (isOrganizationId(id) ? id : undefined)),
    );
  }
  return undefined;
}

/** Whether a text is the id of one organization, wildcards excluded. */
export function isOrganizationId(id: string | undefined): boolean {
  return id !== undefined && /^o-[a-z0-9]+$/.test(id);
}

/** Values are ORed: one that names nobody in particular makes the whole condition name nobody. */
function allOrNone(ids: Array<string | undefined>): string[] | undefined {
  const named = ids.filter((id) => id !== undefined);
  return named.length === ids.length ? [...new Set(named)] : undefined;
}

function inAll(lists: string[][]): string[] {
  const [first = [], ...others] = lists;
  return first.filter((id) => others.every((list) => list.includes(id)));
}
