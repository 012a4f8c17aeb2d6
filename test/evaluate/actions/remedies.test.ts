import { expect, it } from 'vitest';
import { partyOf, remedyOf } from '../../../src/evaluate/actions/remedies.ts';
import { type ThirdPartyRef, thirdPartyRef } from '../../../src/model/party.ts';

type Kind = ThirdPartyRef['kind'];

/** The word of the remedy, and the party that it is about. */
function remedy(checkId: string, kind?: Kind): [word: string, party: string | undefined] {
  const party = kind && thirdPartyRef(kind, 'Nimbus');
  const found = remedyOf({ checkId, title: 'It is wrong', ...(party && { thirdParty: party }) });
  return [found.word, partyOf(found, party)?.key];
}

it.each<[kind: Kind | undefined, checkId: string, word: string, party?: string]>([
  ['registered', 'external-id-missing', 'external-ids', 'registered:Nimbus'],
  ['registered', 'third-party-admin', 'access', 'registered:Nimbus'],
  ['registered', 'overdue-review', 'review', 'registered:Nimbus'],
  ['registered', 'stale-role', 'review', 'registered:Nimbus'],
  // Nobody agrees with a stranger on an external ID before it is decided whether it may come at all.
  ['unknown', 'external-id-missing', 'admission', 'unknown:Nimbus'],
  ['known-vendor', 'third-party-admin', 'admission', 'known-vendor:Nimbus'],
  ['organization', 'unregistered-third-party', 'admission', 'organization:Nimbus'],
  ['identity-provider', 'web-identity-subject', 'access', 'identity-provider:Nimbus'],
  ['service', 'transitive-third-party-access', 'services'],
  ['public', 'external-id-missing', 'public'],
  [undefined, 'public-trust', 'public'],
  [undefined, 'stale-role', 'unused'],
  [undefined, 'role-drift', 'drift'],
  // What is gone is taken out, whoever it was.
  ['registered', 'deleted-principal', 'gone'],
  ['unknown', 'closed-account-trust', 'gone'],
  ['registered', 'third-party-access-key', 'keys'],
])('%s, %s: %s', (kind, checkId, word, party) => {
  expect(remedy(checkId, kind)).toEqual([word, party]);
});

it.each<[kind: Kind | undefined, party?: string]>([['registered', 'registered:Nimbus'], [undefined]])(
  'a check that no remedy speaks of is one of its own: %s',
  (kind, party) => {
    expect(remedy('a-check-to-come', kind)).toEqual(['a-check-to-come', party]);
    const { title } = remedyOf({ checkId: 'a-check-to-come', title: 'It is wrong' });
    expect([title(''), title('Nimbus')]).toEqual(['It is wrong', 'It is wrong: Nimbus']);
  },
);
