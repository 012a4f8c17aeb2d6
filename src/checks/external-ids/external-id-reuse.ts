import {
  type OrganizationContext,
  type Outcome,
  organizationCheck,
  type Resource,
} from '../../model/check.ts';
import { replacementCommands } from '../remedies/external-id.ts';
import { listed } from '../support/judged-role.ts';
import { type IdUses, type Placed, usesIn } from './id-uses.ts';
import { withNotUnderstood } from './not-understood.ts';
import type { Listing } from './roster.ts';
import { type Sighting, sightingsIn } from './sightings.ts';

interface Sightings {
  sightings: Sighting[];
  /** Roles whose trust policy could not be understood in full. */
  notUnderstood: readonly Resource[];
}

export const externalIdReuse = organizationCheck({
  id: 'external-id-reuse',
  area: 'external-ids',
  title: 'Every account and third party has an external ID of its own',
  failureTitle: 'External ID is used more than once',
  severity: 'high',
  rationale:
    'An external ID proves to one account that a vendor acts for that very customer. Shared with another vendor, it lets either act as the other; shared among accounts, one leak opens them all.',
  remediation:
    'Have the third party issue a new random UUID for each account, and change trust policy and vendor settings together.',
  cannotKnow:
    'Uses of the same external ID outside the accounts of this run, at the third party’s other customers above all. Values that a policy names by a pattern or a variable are not compared.',
  per: 'account',
  requires: ['authorization-details'],
  digest: (facts, context): Sightings => {
    const { sightings, notUnderstood } = sightingsIn(facts['authorization-details'], context.study);
    return {
      sightings: sightings.map(({ admitted: _, role: __, folded, evidence, ...sighting }) => ({
        ...sighting,
        folded: folded(),
        evidence: evidence(),
      })),
      notUnderstood,
    };
  },
  evaluate: ({ digests }, context) => {
    const uses = usesIn(digests);
    return digests.flatMap(({ account: { accountId }, value: { sightings, notUnderstood } }) => {
      const outcomes = uses.sameUse(accountId, sightings).map((placed) => judge(placed, uses, context));
      return withNotUnderstood(outcomes, notUnderstood).map((outcome) => ({ ...outcome, accountId }));
    });
  },
});

function judge(placed: Placed, uses: IdUses, context: Pick<OrganizationContext, 'showExternalId'>): Outcome {
  const { accountId, keys, sighting } = placed;
  const { resource, key, thirdParty, name, evidence } = sighting;
  const used = sighting.externalIds.map((id) => ({
    shown: context.showExternalId(id),
    ...uses.elsewhere(placed, id),
  }));
  const again = used.filter(
    ({ otherParties, otherAccounts }) => otherParties.count + otherAccounts.count > 0,
  );
  if (again.length === 0) {
    return {
      status: 'PASS',
      resource,
      detail: `The external ID of ${name} is used for nobody and nowhere else.`,
    };
  }
  const shared = again.filter(({ otherParties }) => otherParties.count > 0);
  const repeated = again.filter(({ otherAccounts }) => otherAccounts.count > 0);
  const called = (shown: string) => (again.length === 1 ? 'It' : shown);
  const facts = [
    ...shared.map(
      ({ shown, otherParties }) =>
        `${called(shown)} guards roles of other third parties too: ${words(otherParties)}.`,
    ),
    ...repeated.map(({ shown, otherAccounts }) => {
      const it = again.length === 1 ? 'it' : shown;
      return `The same third party uses ${it} in other accounts: ${words(otherAccounts)}.`;
    }),
  ];
  const ids = [...new Set([...shared, ...repeated].map(({ shown }) => shown))];
  return {
    status: 'FAIL',
    resource,
    discriminator: key,
    severity: shared.length > 0 ? 'high' : 'medium',
    thirdParty,
    detail: `The external ID ${listed(ids)} of ${name} is used more than once. ${facts.join(' ')}`,
    evidence: evidence.map((one) => ({ ...one, accountId })),
    fixes: () => replacementCommands(resource.arn),
    corrects: { newExternalId: keys },
  };
}

function words({ count, first }: Listing): string {
  const more = count - first.length;
  return more > 0 ? `${first.join(', ')} and ${more} more` : listed(first);
}
