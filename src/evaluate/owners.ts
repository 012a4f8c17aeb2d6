import type { AccountSubject } from '../model/account.ts';
import type { FactRecord } from '../model/fact.ts';
import { GLOBAL } from '../model/fact.ts';
import type { FactIndex } from '../model/fact-index.ts';
import type { Finding } from '../model/finding.ts';
import type { Owner, OwnerEntry, OwnerSource } from '../model/owner.ts';
import { partyKey, thirdPartyRef } from '../model/party.ts';
import { matchesTag } from '../policy/tag-pattern.ts';
import { knownMembers, unitNames } from './organizational-units.ts';
import type { Rules } from './rules.ts';

/** What a finding says of whom and what it concerns. */
export type OwnedThing = Pick<
  Finding,
  'accountId' | 'resourceArn' | 'roleArns' | 'thirdParty' | 'thirdPartyKeys'
>;

/** The owner that a tag gives each role of an account; roles without one are left out. */
export type RoleOwners = ReadonlyMap<string, string>;

/** All that tells who answers for a finding. */
export interface OwnersKnown {
  /** By the key of the third party. */
  register: ReadonlyMap<string, string>;
  /** By ARN. */
  roles: RoleOwners;
  /** By account id. */
  accounts: ReadonlyMap<string, Owner>;
}

/**
 * Who answers for a finding. The first of these that names one decides:
 *
 * 1. the register's owner of the third party that the finding names; where it names none, the one owner of all
 *    registered parties that it concerns;
 * 2. the tag of the role that it is on; where it bears on several roles, the one owner that their tags give;
 * 3. the entry of `owners` that lists the account;
 * 4. the tag of the account;
 * 5. the entry of `owners` that names the nearest unit above the account.
 */
export function ownerOf(thing: OwnedThing, { register, roles, accounts }: OwnersKnown): Owner | undefined {
  const { thirdParty, thirdPartyKeys = [], resourceArn, roleArns = [], accountId } = thing;
  const parties = thirdParty === undefined ? thirdPartyKeys : [partyKey(thirdParty)];
  return (
    owner(theOne(parties, register), 'register') ??
    owner(theOne([resourceArn, ...roleArns], roles), 'role tag') ??
    accounts.get(accountId)
  );
}

/** What the configuration and the run say of owners. */
export function ownersKnown(
  judgements: ReadonlyArray<{ subject: AccountSubject; roleOwners: RoleOwners }>,
  organizationFacts: readonly FactRecord[],
  { config }: Pick<Rules, 'config'>,
): OwnersKnown {
  const entries = config.owners ?? [];
  const members = new Map(knownMembers(organizationFacts).map((member) => [member.id, member]));
  return {
    register: new Map(
      config.thirdParties.map(({ name, owner }) => [partyKey(thirdPartyRef('registered', name)), owner]),
    ),
    roles: new Map(judgements.flatMap(({ roleOwners }) => [...roleOwners])),
    accounts: new Map(
      judgements.flatMap(({ subject }) => {
        const { accountId, tags } = subject;
        const member = members.get(accountId);
        const found =
          owner(entries.find(({ accounts }) => accounts.includes(accountId))?.name, 'account') ??
          owner(ownerByTag(entries, tagList(tags)), 'account tag') ??
          owner(member && ownerByUnit(entries, unitNames(member)), 'organizational unit');
        return found === undefined ? [] : [[accountId, found] as const];
      }),
    ),
  };
}

/** The owners that tags give the roles of an account; only of roles on which there may be findings, to keep little. */
export function roleOwnersOf(
  index: FactIndex,
  { config }: Pick<Rules, 'config'>,
  isKept: (roleArn: string) => boolean,
): RoleOwners {
  const entries = (config.owners ?? []).filter(({ tag }) => tag !== undefined);
  const details = entries.length === 0 ? undefined : index.get('authorization-details', GLOBAL);
  if (details?.status !== 'COLLECTED') return new Map();
  return new Map(
    details.value.roles.flatMap(({ arn, tags }) => {
      const name = isKept(arn) ? ownerByTag(entries, tags) : undefined;
      return name === undefined ? [] : [[arn, name] as const];
    }),
  );
}

/** The first entry, in the order of the configuration, whose tag is there; its name, else the tag's value. */
function ownerByTag(
  entries: readonly OwnerEntry[],
  tags: ReadonlyArray<{ key: string; value: string }>,
): string | undefined {
  for (const { name, tag } of entries) {
    const met = tag === undefined ? undefined : tags.find((one) => matchesTag(tag, one));
    const named = met === undefined ? '' : (name ?? met.value).trim();
    if (named !== '') return named;
  }
  return undefined;
}

/** The entry of the unit nearest to the account. */
function ownerByUnit(entries: readonly OwnerEntry[], units: readonly string[][]): string | undefined {
  for (const names of [...units].reverse()) {
    const entry = entries.find(({ organizationalUnits }) =>
      organizationalUnits.some((unit) => names.includes(unit)),
    );
    if (entry !== undefined) return entry.name;
  }
  return undefined;
}

/** The owner that all of them have who have one; undefined where two differ. */
function theOne(keys: readonly string[], owners: ReadonlyMap<string, string>): string | undefined {
  const found = new Set(keys.flatMap((key) => owners.get(key) ?? []));
  return found.size === 1 ? [...found][0] : undefined;
}

function owner(name: string | undefined, from: OwnerSource): Owner | undefined {
  return name === undefined ? undefined : { name, from };
}

function tagList(tags: Readonly<Record<string, string>>): Array<{ key: string; value: string }> {
  return Object.entries(tags).map(([key, value]) => ({ key, value }));
}
