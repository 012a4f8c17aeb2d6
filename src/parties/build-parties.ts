import type { KnownVendor, Parties, Party, RegisteredThirdParty } from '../model/party.ts';
import { hasWildcard, matchesWildcard } from '../policy/wildcard.ts';

export interface OwnAccount {
  accountId: string;
  name: string;
  /** Organizations' state when it is not `ACTIVE`. */
  closedState?: string;
}

export interface PartiesInput {
  ownAccounts: readonly OwnAccount[];
  ownOrganizationIds: readonly string[];
  /** The accounts of these organizations; undefined where they were not read. */
  memberIds?: Iterable<string> | undefined;
  /** As far as they were read, which of these each account belongs to, and each unit that an account is in. */
  organizationByMember?: ReadonlyMap<string, string>;
  register: readonly RegisteredThirdParty[];
  /** Earlier entries win. */
  vendors: readonly KnownVendor[];
}

/** Answers who stands behind an account id: own account first, then the register, then the public list. */
export function buildParties(input: PartiesInput): Parties {
  const own = new Map(input.ownAccounts.map((account) => [account.accountId, account]));
  const members = input.memberIds === undefined ? undefined : new Set(input.memberIds);
  const registered = firstByKey(input.register, (entry) => entry.accountIds);
  const organizations = firstByKey(input.register, (entry) => entry.organizationIds);
  const vendors = firstByKey(input.vendors, (vendor) => vendor.accountIds);

  function whoIs(accountId: string): Party {
    const account = own.get(accountId);
    if (account !== undefined) {
      const { name, closedState } = account;
      return { kind: 'own', accountId, name, ...(closedState === undefined ? {} : { closedState }) };
    }
    const vendor = vendors.get(accountId);
    const entry = registered.get(accountId);
    if (entry !== undefined) {
      return {
        kind: 'registered',
        accountId,
        name: entry.name,
        entry,
        ...(vendor === undefined ? {} : { vendor: vendor.name }),
      };
    }
    if (vendor !== undefined) {
      const source = vendor.sources[0];
      return {
        kind: 'known-vendor',
        accountId,
        name: vendor.name,
        ...(source === undefined ? {} : { source }),
      };
    }
    return { kind: 'unknown', accountId, name: accountId };
  }

  return {
    whoIs,
    registeredOrganization: (organizationId) =>
      hasWildcard(organizationId)
        ? [...organizations].find(([id]) => matchesWildcard(organizationId, id))?.[1]
        : organizations.get(organizationId),
    entriesWithUsers: input.register.filter(({ users = [] }) => users.length > 0),
    entriesWithTrustAnchors: input.register.filter(({ trustAnchors = [] }) => trustAnchors.length > 0),
    entriesWithGuests: input.register.filter(({ identityCenter }) => identityCenter !== undefined),
    ownOrganizationIds: input.ownOrganizationIds,
    isMember: (accountId) => members?.has(accountId),
    organizationOf: (id) => input.organizationByMember?.get(id),
    ownAccountIds: [...own.keys()],
  };
}

function firstByKey<T>(entries: readonly T[], keysOf: (entry: T) => readonly string[]): Map<string, T> {
  const byKey = new Map<string, T>();
  for (const entry of entries) {
    for (const key of keysOf(entry)) if (!byKey.has(key)) byKey.set(key, entry);
  }
  return byKey;
}
