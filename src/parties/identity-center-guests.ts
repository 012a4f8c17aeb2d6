import type { IdentityCenter, IdentityCenterPerson } from '../model/facts/identity-center.ts';
import { type Guests, type Parties, type RegisteredThirdParty, thirdPartyRef } from '../model/party.ts';
import { matchesWildcard } from '../policy/wildcard.ts';

/** Whether an entry of the register means the people of a domain: by its name, or by a pattern. */
export function meansDomain({ domains }: Guests, domain: string): boolean {
  return meetsAny(domains, domain);
}

/** Whether it means a group, by its name. */
export function meansGroup({ groups }: Guests, name: string): boolean {
  return meetsAny(groups, name);
}

function meetsAny(patterns: readonly string[], text: string): boolean {
  const plain = (one: string) => one.normalize().toLowerCase();
  return patterns.some((pattern) => matchesWildcard(plain(pattern), plain(text)));
}

/** What a person holds in an account, and by what. */
export interface HeldAssignment {
  accountId: string;
  permissionSetArn: string;
  /** As readers know it; the ARN where it was not read. */
  permissionSet: string;
  /** The group that gives it; null where the person holds it itself. */
  group: string | null;
  /** Where it stands in the fact: `people/3/assignments/0`, as parts of a pointer. */
  place: ReadonlyArray<string | number>;
}

/** A person of a registered third party. */
export interface Guest {
  person: IdentityCenterPerson;
  index: number;
  entry: RegisteredThirdParty;
  groups: readonly string[];
  /** Each once; those that a group gives stand as the group's. */
  held: readonly HeldAssignment[];
}

/**
 * The people in IAM Identity Center that the register gives to third parties, each to the first entry that means it: by a
 * domain before by a group, since an address says whose somebody is, and a group what it was given.
 */
export function guestsIn(center: IdentityCenter, { entriesWithGuests }: Parties): Guest[] {
  const groups = new Map(center.groups.map((group, index) => [group.id, { group, index }]));
  const names = new Map(center.permissionSets.map(({ arn, name }) => [arn, name]));
  return center.people.flatMap((person, index): Guest[] => {
    const inGroups = person.groupIds.flatMap((id) => groups.get(id) ?? []);
    const entry =
      entriesWithGuests.find(
        ({ identityCenter: guests }) =>
          guests !== undefined && person.domains.some((domain) => meansDomain(guests, domain)),
      ) ??
      entriesWithGuests.find(
        ({ identityCenter: guests }) =>
          guests !== undefined && inGroups.some(({ group }) => meansGroup(guests, group.name)),
      );
    if (entry === undefined) return [];
    const held = new Map<string, HeldAssignment>();
    const add = (
      all: IdentityCenterPerson['assignments'],
      group: string | null,
      place: Array<string | number>,
    ) => {
      for (const [at, { accountId, permissionSetArn }] of all.entries()) {
        const key = `${accountId} ${permissionSetArn}`;
        const permissionSet = names.get(permissionSetArn) ?? permissionSetArn;
        const where = [...place, 'assignments', at];
        if (!held.has(key))
          held.set(key, { accountId, permissionSetArn, permissionSet, group, place: where });
      }
    };
    for (const { group, index: at } of inGroups) add(group.assignments, group.name, ['groups', at]);
    add(person.assignments, null, ['people', index]);
    return [
      { person, index, entry, groups: inGroups.map(({ group }) => group.name), held: [...held.values()] },
    ];
  });
}

/** The third party behind an entry. */
export function partyOfEntry({ name }: RegisteredThirdParty) {
  return thirdPartyRef('registered', name);
}
