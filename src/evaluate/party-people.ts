import { GLOBAL } from '../model/fact.ts';
import type { FactIndex } from '../model/fact-index.ts';
import type { ThirdPartyRef } from '../model/party.ts';
import type { PartyPerson } from '../model/report.ts';
import type { AccountStudy } from '../model/study.ts';
import { guestsIn, partyOfEntry } from '../parties/identity-center-guests.ts';

/** A person in IAM Identity Center, and the third party that the register gives it to. */
export interface PersonOfParty {
  party: ThirdPartyRef;
  person: PartyPerson;
}

/** The people of third parties, where the account is the one in which IAM Identity Center is read. */
export function partyPeopleOf(index: FactIndex, { account, parties }: AccountStudy): PersonOfParty[] {
  const fact = index.get('identity-center', GLOBAL);
  if (fact?.status !== 'COLLECTED') return [];
  return guestsIn(fact.value, parties).map(({ person, entry, groups, held }) => ({
    party: partyOfEntry(entry),
    person: {
      accountId: account.accountId,
      userId: person.id,
      userName: person.userName,
      isDisabled: person.status === 'DISABLED',
      groups: [...groups],
      assignments: held.map(({ accountId, permissionSet }) => ({ accountId, permissionSet })),
    },
  }));
}
