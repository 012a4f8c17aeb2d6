import { type FactRecord, GLOBAL } from '../model/fact.ts';
import { indexFacts } from '../model/fact-index.ts';
import type { OrganizationAccount } from '../model/facts/organization-accounts.ts';
import { groupedBy } from '../model/grouped-by.ts';

/**
 * The accounts of the organization with their units, or of all where there are several; undefined where one of them was
 * not read.
 */
export function organizationMembers(
  organizationFacts: readonly FactRecord[],
): readonly OrganizationAccount[] | undefined {
  const lists = listsOfMembers(organizationFacts);
  return lists.length > 0 && lists.every((list) => list !== undefined) ? lists.flat() : undefined;
}

/** Those of them that were read, whatever was not. */
export function knownMembers(organizationFacts: readonly FactRecord[]): OrganizationAccount[] {
  return listsOfMembers(organizationFacts).flatMap((list) => list ?? []);
}

function listsOfMembers(
  organizationFacts: readonly FactRecord[],
): Array<readonly OrganizationAccount[] | undefined> {
  return [...groupedBy(organizationFacts, ({ organization }) => organization ?? '').values()].map(
    (records) => {
      const fact = indexFacts(records).get('organization-accounts', GLOBAL);
      return fact?.status === 'COLLECTED' ? fact.value.accounts : undefined;
    },
  );
}

/** How the configuration may name the units that an account is in, from the root down: each by id and by path of names. */
export function unitNames({ path }: Pick<OrganizationAccount, 'path'>): string[][] {
  return path.map(({ id }, depth) =>
    depth === 0
      ? [id]
      : [
          id,
          path
            .slice(1, depth + 1)
            .map(({ name }) => name)
            .join('/'),
        ],
  );
}

/** Whether the account is in the unit or below it, by the unit's id or its path of names from the root. */
export function isInUnit(member: Pick<OrganizationAccount, 'path'>, unit: string): boolean {
  return unitNames(member).some((names) => names.includes(unit));
}
