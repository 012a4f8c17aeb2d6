/** An entry of the register of third parties, as the config gives it. */
export interface RegisteredThirdParty {
  name: string;
  accountIds: string[];
  organizationIds: string[];
  owner: string;
  justification: string;
  approvedBy?: string;
  /** ISO date, `2027-03-31`. */
  contractEnds?: string;
  lastReviewed?: string;
  reviewEveryDays?: number;
  /** The most that the third party's roles may hold: `list`, `read`, `write`, `admin`. */
  maxAccess?: 'list' | 'read' | 'write' | 'admin';
  allowedSourceIps?: string[];
  /** A regular expression the third party's external IDs follow. */
  externalIdFormat?: string;
}

/** A vendor known from a public list: a name for an account id, never an approval. */
export interface KnownVendor {
  name: string;
  accountIds: string[];
  /** The vendor's page that names the account. */
  sources: string[];
  /** Set for the accounts of AWS's own services. */
  aws?: true;
}

/** Who stands behind an account id, from the config, the organization and the vendor list. */
export type Party =
  | {
      kind: 'own';
      accountId: string;
      name: string /** Organizations' state, when not active. */;
      closedState?: string;
    }
  | { kind: 'registered'; accountId: string; name: string; entry: RegisteredThirdParty; vendor?: string }
  | { kind: 'known-vendor'; accountId: string; name: string; source?: string }
  | { kind: 'unknown'; accountId: string; name: string };

/** How findings and reports name a third party. */
export interface ThirdPartyRef {
  /** The register's or the vendor list's name, or the account id where neither knows it. */
  name: string;
  kind:
    | 'registered'
    | 'known-vendor'
    | 'unknown'
    | 'public'
    | 'organization'
    | 'identity-provider'
    | 'service';
  accountId?: string;
  /** See `partyKey`; absent in reports of earlier versions. */
  key?: string;
}

/** How a third party is named, made here and nowhere else so that it has one key in every finding and on every page. */
export function thirdPartyRef(
  kind: ThirdPartyRef['kind'],
  name: string,
  more: Pick<ThirdPartyRef, 'accountId' | 'key'> = {},
): ThirdPartyRef {
  return { name, kind, ...more, key: partyKey({ name, kind, ...more }) };
}

/**
 * What tells one third party from every other, whichever of its accounts it comes from: what it is and its name. By
 * this findings, cards, drawings, tables and files bring together what belongs to it.
 */
export function partyKey({ key, kind, name }: ThirdPartyRef): string {
  return key ?? `${kind}:${name}`;
}

/** Whoever it may be. */
export const ANYONE: ThirdPartyRef = thirdPartyRef('public', 'anyone');

/** The look-ups a check may make about accounts and organizations. */
export interface Parties {
  whoIs(accountId: string): Party;
  /** The register's entry that names this organization id. */
  registeredOrganization(organizationId: string): RegisteredThirdParty | undefined;
  /** The ids of organizations that are the user's own. */
  ownOrganizationIds: readonly string[];
  /** The ids of the accounts that are the user's own. */
  ownAccountIds: readonly string[];
}
