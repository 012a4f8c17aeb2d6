import type { World, WorldAccount, WorldOrganization } from '../world.ts';
import { AUDITOR_ROLE_NAME, auditorExternalId } from './auditor.ts';
import { type ContentsOptions, generateContents } from './contents.ts';
import { accountName, accountUnit, fleetOrganization } from './organization.ts';
import { placeOf } from './place.ts';
import { ROUND } from './scenarios.ts';
import { OTHER_STRANGER } from './vendors.ts';

/** The moment a fleet is generated for when nobody says which. */
export const DEFAULT_AS_OF = '2026-11-01T00:00:00.000Z';

/** The management account of a reseller. */
const RESELLER = '515151515151';

/** Fleets of fewer accounts are somebody's who pays AWS directly. */
const SMALL = 6;

/** Account ids have room for four digits of index. */
const MOST_ACCOUNTS = 10_000;

export interface FleetOptions {
  accounts: number;
  seed: string;
  /** ISO 8601; every age in the fleet is counted back from it. */
  asOf: string;
  rolesPerAccount?: number;
  /** Indexes of accounts that lack the auditor role. */
  withoutAuditor?: readonly number[];
  /** Whether the company has an account beside its organization, which comes last and is not counted. */
  beside?: boolean;
}

/** No account of an organization has its place. */
const BESIDE_INDEX = MOST_ACCOUNTS - 1;

/**
 * A made-up company's organization with so many accounts: mostly healthy, with one example of everything that can be
 * wrong among the first 25. An account is the same whatever the number of accounts; what is in it is generated when
 * it is first read and kept.
 */
export function generateFleet(options: FleetOptions): World {
  const { accounts, seed, asOf, rolesPerAccount = 0, withoutAuditor = [], beside = false } = options;
  if (!(accounts >= 1 && accounts <= MOST_ACCOUNTS)) {
    throw new RangeError(`A fleet has between 1 and ${MOST_ACCOUNTS} accounts, not ${accounts}.`);
  }
  const organization = { ...fleetOrganization(seed, accounts), ...billingTransfers(accounts, asOf) };
  return {
    asOf,
    callerAccountId: organization.managementAccountId,
    organization,
    auditor: { roleName: AUDITOR_ROLE_NAME, externalId: auditorExternalId(seed) },
    accounts: [
      ...Array.from({ length: accounts }, (_, index) =>
        generateAccount({ seed, asOf, index, rolesPerAccount, withAuditor: !withoutAuditor.includes(index) }),
      ),
      ...(beside
        ? [accountBeside({ seed, asOf, index: BESIDE_INDEX, rolesPerAccount, withAuditor: true })]
        : []),
    ],
  };
}

/** A company that pays AWS through a reseller, whom nobody has registered, and whom another would like to follow. */
function billingTransfers(accounts: number, asOf: string): Pick<WorldOrganization, 'billingTransfers'> {
  if (accounts < SMALL) return {};
  const { daysAgo } = placeOf('', asOf, 0);
  return {
    billingTransfers: [
      { name: 'Consolidated billing', targetAccountId: RESELLER, startsAt: daysAgo(150) },
      { name: 'Offer', status: 'REQUESTED', targetAccountId: OTHER_STRANGER.accountId },
    ],
  };
}

function generateAccount(options: ContentsOptions): WorldAccount {
  const { seed, asOf, index } = options;
  const { accountId, daysAgo, random } = placeOf(seed, asOf, index);
  const name = accountName(index);
  let contents: WorldAccount['contents'] | undefined;
  return {
    id: accountId,
    name,
    email: `aws+${name}@quillmarsh.example`,
    state: accountState(index, random('state').chance(0.3)),
    parentId: accountUnit(seed, index),
    joinedAt: daysAgo(1500 - (index % 1000)),
    aliases: [`quillmarsh-${name.replace('quillmarsh-', '')}`],
    get contents() {
      contents ??= generateContents(options);
      return contents;
    },
    set contents(changed) {
      contents = changed;
    },
  };
}

/** One that came with a company that was bought. */
function accountBeside(options: ContentsOptions): WorldAccount {
  const account = generateAccount(options);
  account.name = 'portline-terminals';
  account.email = 'aws@portline.example';
  account.aliases = ['portline-terminals'];
  account.state = 'ACTIVE';
  account.outsideOrganization = true;
  delete account.parentId;
  return account;
}

/** The last two accounts of the first round are out of use, and some of those that follow in their places. */
function accountState(index: number, lucky: boolean): string {
  if (index >= ROUND && !lucky) return 'ACTIVE';
  if (index % ROUND === 23) return 'SUSPENDED';
  return index % ROUND === 24 ? 'CLOSED' : 'ACTIVE';
}
