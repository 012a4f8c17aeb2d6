import { z } from 'zod';
import { texts } from './shape.ts';

/** How much a role may do, in the register's words. */
export const accessWordShape = z.enum(['list', 'read', 'write', 'admin']);

export type AccessWord = z.output<typeof accessWordShape>;

/** Which IAM users of own accounts are a third party's: those that meet all that is given. */
const userSelectorShape = z.object({
  name: z.string().exactOptional().describe('With * and ?; case does not count.'),
  path: z.string().exactOptional().describe('This path and all below it; case does not count.'),
  tag: z.string().exactOptional().describe('`key` or `key=value`, with * and ?; case does not count.'),
});

export type UserSelector = z.output<typeof userSelectorShape>;

/** A selector as messages name it: `users with path /vendors/nimbus/ and tag vendor=nimbus`. */
export function selectorInWords({ name, path, tag }: UserSelector): string {
  const parts = Object.entries({ name, path, tag }).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key} ${value}`],
  );
  return `users with ${parts.join(' and ')}`;
}

const accessHoursShape = z.object({
  zone: z.string().describe('A time zone by its name: `Europe/Dublin`.'),
  days: texts.describe('`mon` to `sun`: the days on which the hours begin.'),
  from: z.string().describe('`22:00`; quarters of an hour.'),
  to: z.string().describe('On the next day where it is not later than `from`.'),
});

/** The hours in which a third party is meant to come. */
export type AccessHours = z.output<typeof accessHoursShape>;

/** Who of IAM Identity Center is a third party's, and where they are meant to be. */
const guestsShape = z.object({
  domains: texts.describe('Of their e-mail addresses; with * and ?, case does not count.'),
  groups: texts.describe('Names of groups that hold them alone; with * and ?, case does not count.'),
  accounts: texts
    .exactOptional()
    .describe('The accounts in which they may hold anything; absent: the register does not say.'),
});

export type Guests = z.output<typeof guestsShape>;

/** An entry of the register of third parties, as the config gives it. */
export const registeredThirdPartyShape = z.object({
  name: z.string(),
  accountIds: texts,
  organizationIds: texts,
  owner: z.string(),
  justification: z.string(),
  approvedBy: z.string().exactOptional(),
  contractEnds: z.string().exactOptional().describe('ISO date, `2027-03-31`.'),
  lastReviewed: z.string().exactOptional(),
  reviewEveryDays: z.number().exactOptional(),
  maxAccess: accessWordShape.exactOptional().describe("The most that the third party's roles may hold."),
  allowedSourceIps: texts.exactOptional(),
  accessHours: accessHoursShape.exactOptional().describe('When it is meant to come.'),
  externalIdFormat: z.string().exactOptional().describe('A regular expression its external IDs follow.'),
  users: z.array(userSelectorShape).readonly().exactOptional(),
  trustAnchors: texts
    .exactOptional()
    .describe('Names or ARNs of trust anchors of IAM Roles Anywhere, with * and ?; case does not count.'),
  identityCenter: guestsShape.exactOptional(),
});

/** An entry as judging takes it: where there are sealed reviews of the party, they date its last review. */
export type RegisteredThirdParty = z.output<typeof registeredThirdPartyShape> & {
  sealedReview?: SealedReview;
};

/** What sealed reviews say of a party. */
export interface SealedReview {
  /** Null: reviews were begun, and none has decided all of its accesses. */
  lastReviewed: string | null;
  /** The day that the register gives, which is not taken. */
  typed: string | null;
}

/** A vendor known from a public list: a name for an account id, never an approval. */
export const knownVendorShape = z.object({
  name: z.string(),
  accountIds: texts,
  sources: texts.describe("The vendor's pages that name the accounts."),
  aws: z.literal(true).exactOptional().describe("Set for the accounts of AWS's own services."),
});

export type KnownVendor = z.output<typeof knownVendorShape>;

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
export const thirdPartyShape = z.object({
  name: z
    .string()
    .describe("The register's or the vendor list's name, or the account id where neither knows it."),
  kind: z.enum([
    'registered',
    'known-vendor',
    'unknown',
    'public',
    'organization',
    'identity-provider',
    'service',
  ]),
  accountId: z.string().exactOptional(),
  key: z
    .string()
    .exactOptional()
    .describe(
      'Tells one third party from every other, by kind and name. Absent in reports of earlier versions.',
    ),
});

export type ThirdPartyRef = z.output<typeof thirdPartyShape>;

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
  /** The register's entries that name IAM users of own accounts. */
  entriesWithUsers: readonly RegisteredThirdParty[];
  /** The register's entries that name trust anchors of own accounts. */
  entriesWithTrustAnchors: readonly RegisteredThirdParty[];
  /** The register's entries that name people in IAM Identity Center. */
  entriesWithGuests: readonly RegisteredThirdParty[];
  /** The ids of organizations that are the user's own. */
  ownOrganizationIds: readonly string[];
  /** Whether an account belongs to one of these organizations; undefined where their accounts were not read. */
  isMember?(accountId: string): boolean | undefined;
  /** Which of these organizations an account or a unit belongs to; undefined where that was not read, or it belongs to none. */
  organizationOf?(accountOrUnitId: string): string | undefined;
  /** The ids of the accounts that are the user's own. */
  ownAccountIds: readonly string[];
}
