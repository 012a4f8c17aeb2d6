import type { IdentityCenter, IdentityCenterPerson } from '../model/facts/identity-center.ts';
import type { OrganizationBilling } from '../model/organization-billing.ts';
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
  /** What of the entry means the person. */
  meantBy: Pick<Guests, 'domains' | 'groups'>;
  groups: readonly string[];
  /** What a group gives stands beside what the person holds itself or by another: each has to be taken away. */
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
    const held: HeldAssignment[] = [];
    const known = new Set<string>();
    const add = (
      all: IdentityCenterPerson['assignments'],
      group: string | null,
      place: Array<string | number>,
    ) => {
      for (const [at, { accountId, permissionSetArn, isOwn }] of all.entries()) {
        const what = `${accountId} ${permissionSetArn}`;
        // The service may count among a person's own what a group gives.
        if (group === null && isOwn !== true && known.has(what)) continue;
        known.add(what);
        const permissionSet = names.get(permissionSetArn) ?? permissionSetArn;
        held.push({
          ...{ accountId, permissionSetArn, permissionSet, group },
          place: [...place, 'assignments', at],
        });
      }
    };
    for (const { group, index: at } of inGroups) add(group.assignments, group.name, ['groups', at]);
    add(person.assignments, null, ['people', index]);
    const { domains = [], groups: patterns = [] } = entry.identityCenter ?? {};
    const named = inGroups.map(({ group }) => group.name);
    const meantBy = {
      domains: domains.filter((one) => person.domains.some((domain) => meetsAny([one], domain))),
      groups: patterns.filter((one) => named.some((name) => meetsAny([one], name))),
    };
    return [{ person, index, entry, meantBy, groups: named, held }];
  });
}

/** By which findings and reviews know a person. */
export function personArn(
  { region }: Pick<IdentityCenter, 'region'>,
  accountId: string,
  { id }: Pick<IdentityCenterPerson, 'id'>,
): string {
  return `aws:identitystore:${region ?? 'global'}:${accountId}:user/${id}`;
}

/** Whether the instance belongs to an account that does not manage its organization: then it is none of the organization. */
export function isOfAMember(
  { ownerAccountId }: Pick<IdentityCenter, 'ownerAccountId'>,
  accountId: string,
  { parties, billing = [] }: OrganizationBilling & { parties: Parties },
): boolean {
  if (ownerAccountId !== accountId) return false;
  const home = parties.organizationOf?.(accountId);
  return billing.some(
    ({ organizationId, transfers }) =>
      transfers.status === 'COLLECTED' &&
      home !== undefined &&
      organizationId === home &&
      transfers.value.managementAccountId !== accountId,
  );
}

/** The third party behind an entry. */
export function partyOfEntry({ name }: RegisteredThirdParty) {
  return thirdPartyRef('registered', name);
}
