import { GLOBAL } from '../model/fact.ts';
import type { FactIndex } from '../model/fact-index.ts';
import type { ThirdPartyRef } from '../model/party.ts';
import type { AccountStudy } from '../model/study.ts';
import type { PartyPerson, PeopleLookedFor, PersonHolds } from '../model/third-party-summary.ts';
import { guestsIn, isOfAMember, partyOfEntry, personArn } from '../parties/identity-center-guests.ts';
import {
  givenTogether,
  type PermissionSetRole,
  permissionSetOf,
  permissionSetRoles,
} from '../parties/permission-set-roles.ts';
import { permissionsDigest } from './role-digests.ts';
import type { Rules } from './rules.ts';

/** A person in IAM Identity Center, and the third party that the register gives it to. */
export interface PersonOfParty {
  party: ThirdPartyRef;
  person: PartyPerson;
}

/** What one account tells of the people of third parties. */
export interface PeopleHere {
  /** Where IAM Identity Center is read in this account: who is there. */
  people: readonly PersonOfParty[];
  lookedFor?: PeopleLookedFor;
  /** What permission sets come to here; undefined where nobody asks, or roles were not read. */
  permissionSets?: ReadonlyArray<PermissionSetRole & { permissions: string }>;
}

export function peopleHere(
  index: FactIndex,
  study: AccountStudy,
  rules: Pick<Rules, 'config' | 'billing'>,
): PeopleHere {
  if (rules.config.identityCenter === undefined) return { people: [] };
  const { account, parties } = study;
  const { accountId } = account;
  const fact = index.get('identity-center', GLOBAL);
  const details = index.get('authorization-details', GLOBAL);
  const isAsked = parties.entriesWithGuests.length > 0;
  const permissionSets =
    isAsked && details?.status === 'COLLECTED' ? permissionSetsIn(details.value, study) : undefined;
  const here = permissionSets === undefined ? {} : { permissionSets };
  if (fact?.status !== 'COLLECTED' || !fact.value.isAskedHere) return { people: [], ...here };
  const center = fact.value;
  const { region, instanceArn, users, askedFor } = center;
  const billing = rules.billing === undefined ? {} : { billing: rules.billing };
  return {
    ...here,
    people: guestsIn(center, parties).map(({ person, entry, groups, held, meantBy }) => ({
      party: partyOfEntry(entry),
      person: {
        ...{ accountId, userId: person.id, userName: person.userName },
        isDisabled: person.status === 'DISABLED',
        groups: [...groups],
        assignments: held.map(({ place: _, ...one }) => one),
        resourceArn: personArn(center, accountId, person),
        ...(region === null ? {} : { region }),
        ...(instanceArn === null ? {} : { instanceArn }),
        meantBy,
      },
    })),
    lookedFor: {
      ...{ accountId, region: region ?? rules.config.identityCenter.region, users, ...askedFor },
      isRead: instanceArn !== null && !isOfAMember(center, accountId, { parties, ...billing }),
    },
  };
}

function permissionSetsIn(
  details: Parameters<typeof permissionSetRoles>[0],
  study: AccountStudy,
): NonNullable<PeopleHere['permissionSets']> {
  const documents = new Map(details.policies.map(({ arn, document }) => [arn, document]));
  const roles = details.roles.filter((role) => permissionSetOf(role) !== undefined);
  // One for each of these roles, in their order.
  return study.once(permissionSetRoles, details).flatMap((one, place) => {
    const role = roles[place];
    return role === undefined
      ? []
      : [{ ...one, permissions: permissionsDigest(role, documents).slice(0, 16) }];
  });
}

/** What all accounts together tell of these people: what they hold in an account, its own roles say. */
export function peopleOfParties(
  judgements: ReadonlyArray<{ subject: { accountId: string }; peopleHere: PeopleHere }>,
): PersonOfParty[] {
  const accounts = new Map(judgements.map((one) => [one.subject.accountId, one.peopleHere.permissionSets]));
  return judgements.flatMap(({ peopleHere: { people } }) =>
    people.map(({ party, person }) => ({
      party,
      person: {
        ...person,
        assignments: person.assignments.map((one) => ({ ...one, ...whatItGives(one, accounts) })),
      },
    })),
  );
}

function whatItGives(
  { accountId, permissionSet }: PersonHolds,
  accounts: ReadonlyMap<string, PeopleHere['permissionSets']>,
): Pick<PersonHolds, 'highestAccess' | 'administers' | 'notKnown' | 'permissions'> {
  if (!accounts.has(accountId)) return { notKnown: 'the account is no part of the run' };
  const here = accounts.get(accountId);
  if (here === undefined) return { notKnown: 'the roles of the account were not read' };
  const roles = here.filter((role) => role.permissionSet === permissionSet);
  if (roles.length === 0) return { notKnown: 'the account has no role for it' };
  const { access, administers, mayGiveMore } = givenTogether(roles);
  return {
    highestAccess: access,
    ...(administers ? { administers } : {}),
    ...(mayGiveMore ? { notKnown: 'a policy of it was not read or not understood' } : {}),
    permissions: roles
      .map(({ permissions }) => permissions)
      .sort()
      .join(' '),
  };
}

/** Where people were looked for, by the account in which that was to be; undefined where nobody asked. */
export function peopleLookedFor(
  judgements: ReadonlyArray<{ subject: { accountId: string }; peopleHere: PeopleHere }>,
  { config, checks }: Pick<Rules, 'config' | 'checks'>,
): PeopleLookedFor | undefined {
  const asked = config.identityCenter;
  if (asked === undefined || !checks.some(({ requires }) => requires.includes('identity-center'))) return;
  const found = judgements.flatMap(({ peopleHere: { lookedFor } }) => lookedFor ?? []);
  return (
    found.find(({ accountId }) => accountId === asked.accountId) ?? {
      ...{ accountId: asked.accountId, region: asked.region, isRead: false, users: 0 },
      ...{ domains: [], groups: [] },
    }
  );
}
