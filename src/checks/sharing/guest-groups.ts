import type { OrganizationContext, Outcome } from '../../model/check.ts';
import { jsonPointer } from '../../model/json-pointer.ts';
import { meansDomain, meansGroup, partyOfEntry } from '../../parties/identity-center-guests.ts';
import { listed } from '../support/wording.ts';
import { type CenterSeen, shortened } from './guest-people.ts';

const MOST_NAMED = 5;

/**
 * Whether each group that the register names holds people of that third party alone. It can be told where the entry
 * names domains too: somebody with an address of none of them is somebody else, or has an address that nobody registered.
 */
export function* groupOutcomes(
  { account, center }: CenterSeen,
  { parties }: OrganizationContext,
): Iterable<Outcome> {
  const people = new Map(center.people.map((person) => [person.id, person]));
  for (const entry of parties.entriesWithGuests) {
    const { identityCenter: guests } = entry;
    if (guests === undefined || guests.domains.length === 0) continue;
    for (const [index, { id, name, memberIds, assignments }] of center.groups.entries()) {
      if (memberIds === null || !meansGroup(guests, name)) continue;
      const about = {
        accountId: account.accountId,
        resource: {
          arn: `aws:identitystore:${center.region ?? 'global'}:${account.accountId}:group/${id}`,
          type: 'AWS::IdentityStore::Group',
        },
      };
      const members = memberIds.flatMap((member) => people.get(member) ?? []);
      const strangers = members.filter(
        ({ domains }) => domains.length > 0 && !domains.some((domain) => meansDomain(guests, domain)),
      );
      const without = members.filter(({ domains }) => domains.length === 0).length;
      const group = `Group ${shortened(name)}, which the register gives to ${entry.name},`;
      if (strangers.length > 0) {
        const shown = strangers.slice(0, MOST_NAMED).map(({ userName }) => shortened(userName));
        const rest = strangers.length - shown.length;
        yield {
          ...about,
          status: 'FAIL',
          discriminator: entry.name,
          detail: `${group} holds ${listed(rest > 0 ? [...shown, `${rest} more`] : shown)}, whose addresses are of other domains. The group holds ${assignments.length === 1 ? 'an assignment' : `${assignments.length} assignments`}.`,
          thirdParty: partyOfEntry(entry),
          evidence: [
            {
              fact: 'identity-center',
              region: 'global',
              pointer: jsonPointer('groups', index, 'memberIds'),
              value: memberIds,
              marks: strangers.slice(0, MOST_NAMED).map((one) => jsonPointer(memberIds.indexOf(one.id))),
            },
          ],
          remediation:
            'Take out whoever is not of the third party, or add the domain of those who are to identityCenter.domains in the register.',
        };
      } else if (without > 0) {
        const detail = `${group} holds ${without} of whom no address is known.`;
        yield { ...about, status: 'UNKNOWN', detail };
      } else {
        yield {
          ...about,
          status: 'PASS',
          detail: `${group} holds nobody with an address of another domain.`,
        };
      }
    }
  }
}
