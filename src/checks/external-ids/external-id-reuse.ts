import {
  type Digest,
  type OrganizationContext,
  type Outcome,
  organizationCheck,
  type Resource,
} from '../../model/check.ts';
import { replacementCommands } from '../remedies/external-id.ts';
import { groupedBy, listed } from '../support/judged-role.ts';
import { type Sighting, sightingsIn } from './sightings.ts';
import { unreadOutcomes } from './unread.ts';

interface Sightings {
  sightings: Sighting[];
  /** Roles whose trust policy could not be understood in full. */
  unread: Resource[];
}

/** A sighting with the account it was made in. */
interface Placed {
  accountId: string;
  sighting: Sighting;
}

const SHOWN_ROLES = 10;

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
  per: 'account',
  requires: ['authorization-details'],
  digest: (facts, context): Sightings => {
    const { sightings, unread } = sightingsIn(facts['authorization-details'], context);
    return {
      sightings: sightings.map(({ admitted: _, role: __, ...sighting }) => sighting),
      unread,
    };
  },
  evaluate: ({ digests }, context) => {
    const uses = usesByExternalId(digests);
    return digests.flatMap(({ account: { accountId }, value: { sightings, unread } }) => {
      const outcomes = sightings.map((sighting) => judge({ accountId, sighting }, uses, context));
      return unreadOutcomes(outcomes, unread).map((outcome) => ({ ...outcome, accountId }));
    });
  },
});

function usesByExternalId(digests: ReadonlyArray<Digest<Sightings>>): Map<string, Placed[]> {
  const placed = digests.flatMap(({ account: { accountId }, value }) =>
    value.sightings.flatMap((sighting) =>
      sighting.externalIds.map((id) => ({ id, use: { accountId, sighting } })),
    ),
  );
  const uses = new Map<string, Placed[]>();
  for (const [id, group] of groupedBy(placed, (one) => one.id))
    uses.set(
      id,
      group.map(({ use }) => use),
    );
  return uses;
}

function judge(
  { accountId, sighting }: Placed,
  uses: ReadonlyMap<string, Placed[]>,
  context: Pick<OrganizationContext, 'showExternalId'>,
): Outcome {
  const { resource, key, thirdParty, name, evidence } = sighting;
  const others = sighting.externalIds.map((id) => {
    const elsewhere = uses.get(id) ?? [];
    return {
      id,
      otherParties: elsewhere.filter((use) => partyOf(use) !== partyOf({ accountId, sighting })),
      otherAccounts: elsewhere.filter(
        (use) => partyOf(use) === partyOf({ accountId, sighting }) && use.accountId !== accountId,
      ),
    };
  });
  const shared = others.filter(({ otherParties }) => otherParties.length > 0);
  const repeated = others.filter(({ otherAccounts }) => otherAccounts.length > 0);
  if (shared.length === 0 && repeated.length === 0) {
    return {
      status: 'PASS',
      resource,
      detail: `The external ID of ${name} is used for nobody and nowhere else.`,
    };
  }
  const ids = [...new Set([...shared, ...repeated].map(({ id }) => context.showExternalId(id)))];
  const facts = [
    ...(shared.length > 0
      ? [
          `It guards roles of other third parties too: ${roles(shared.flatMap(({ otherParties }) => otherParties))}.`,
        ]
      : []),
    ...(repeated.length > 0
      ? [
          `The same third party uses it in other accounts: ${roles(repeated.flatMap(({ otherAccounts }) => otherAccounts))}.`,
        ]
      : []),
  ];
  return {
    status: 'FAIL',
    resource,
    discriminator: key,
    severity: shared.length > 0 ? 'high' : 'medium',
    thirdParty,
    detail: `The external ID ${listed(ids)} of ${name} is used more than once. ${facts.join(' ')}`,
    evidence: evidence.map((one) => ({ ...one, accountId })),
    fixes: replacementCommands(resource.arn),
  };
}

/** A party by its name in the register or the vendor list, since one party may come from several accounts. */
function partyOf({ sighting: { thirdParty } }: Placed): string {
  return `${thirdParty.kind} ${thirdParty.name}`;
}

function roles(uses: readonly Placed[]): string {
  const all = [...new Set(uses.map(({ sighting }) => `${sighting.resource.arn} (${sighting.name})`))].sort();
  const more = all.length - SHOWN_ROLES;
  return more > 0 ? `${all.slice(0, SHOWN_ROLES).join(', ')} and ${more} more` : listed(all);
}
