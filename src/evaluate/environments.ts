import type { AccountSubject } from '../model/account.ts';
import { ENVIRONMENTS, type Environment, type EnvironmentEntry } from '../model/environment.ts';
import type { FactRecord } from '../model/fact.ts';
import type { OrganizationAccount } from '../model/facts/organization-accounts.ts';
import type { AuditReport } from '../model/report.ts';
import { matchesTag } from '../policy/tag-pattern.ts';
import { isInUnit, knownMembers, organizationMembers } from './organizational-units.ts';
import type { Rules } from './rules.ts';

type Account = Pick<AccountSubject, 'accountId'> & Partial<Pick<AccountSubject, 'tags'>>;

/** What own accounts are for, by the configuration: the first environment that an account meets counts. */
export function environmentsOf(
  organizationFacts: readonly FactRecord[],
  { config: { environments = {} } }: Pick<Rules, 'config'>,
): (account: Account) => { environment?: Environment } {
  const members = new Map(knownMembers(organizationFacts).map((member) => [member.id, member]));
  return (account) => {
    const environment = ENVIRONMENTS.find((name) => {
      const entry = environments[name];
      return entry !== undefined && belongs(account, members.get(account.accountId), entry);
    });
    return environment === undefined ? {} : { environment };
  };
}

function belongs(
  { accountId, tags = {} }: Account,
  member: OrganizationAccount | undefined,
  { accounts, organizationalUnits, tag }: EnvironmentEntry,
): boolean {
  if (accounts.includes(accountId)) return true;
  if (member !== undefined && organizationalUnits.some((unit) => isInUnit(member, unit))) return true;
  return tag !== undefined && Object.entries(tags).some(([key, value]) => matchesTag(tag, { key, value }));
}

/** Own accounts that belong to none of the own organizations; nothing where the accounts of these were not all read. */
export function outsideOrganization(
  own: ReadonlyArray<{ accountId: string; name: string }>,
  organizationFacts: readonly FactRecord[],
): Pick<AuditReport['scope'], 'outsideOrganization'> {
  const members = organizationMembers(organizationFacts);
  if (members === undefined) return {};
  const ids = new Set(members.map(({ id }) => id));
  return {
    outsideOrganization: own
      .filter(({ accountId }) => !ids.has(accountId))
      .map(({ accountId, name }) => ({ accountId, name })),
  };
}
