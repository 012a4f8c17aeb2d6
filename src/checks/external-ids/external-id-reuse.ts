import {
  type Digest,
  type OrganizationContext,
  type Outcome,
  organizationCheck,
  type Resource,
} from '../../model/check.ts';
import { groupedBy } from '../../model/grouped-by.ts';
import { replacementCommands } from '../remedies/external-id.ts';
import { listed } from '../support/judged-role.ts';
import { userOf } from './id-users.ts';
import { foldedId, type Sighting, sightingsIn } from './sightings.ts';
import { unreadOutcomes } from './unread.ts';

interface Sightings {
  sightings: Sighting[];
  /** Roles whose trust policy could not be understood in full. */
  unread: Resource[];
}

/** What one role asks of one third party, whichever of its accounts it names. */
interface Placed {
  accountId: string;
  /** Who it is, see `userOf`. */
  user: string;
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
  cannotKnow:
    'Uses of the same external ID outside the accounts of this run, at the third party’s other customers above all. Values that a policy names by a pattern or a variable are not compared.',
  per: 'account',
  requires: ['authorization-details'],
  digest: (facts, context): Sightings => {
    const { sightings, unread } = sightingsIn(facts['authorization-details'], context);
    return {
      sightings: sightings.map(({ admitted: _, role: __, folded, evidence, ...sighting }) => ({
        ...sighting,
        folded: folded(),
        evidence: evidence(),
      })),
      unread,
    };
  },
  evaluate: ({ digests }, context) => {
    const { uses, sameUse } = usesIn(digests);
    return digests.flatMap(({ account: { accountId }, value: { sightings, unread } }) => {
      const outcomes = sameUse(accountId, sightings).map((placed) => judge(placed, uses, context));
      return unreadOutcomes(outcomes, unread).map((outcome) => ({ ...outcome, accountId }));
    });
  },
});

/** All uses of each external ID, in whatever case it is written, and how the sightings of one account come together to uses. */
function usesIn(digests: ReadonlyArray<Digest<Sightings>>): {
  uses: ReadonlyMap<string, Use[]>;
  sameUse(accountId: string, sightings: readonly Sighting[]): Placed[];
} {
  const user = userOf(
    digests.flatMap(({ account: { accountId }, value }) =>
      value.sightings.map((sighting) => ({ ...sighting, accountId })),
    ),
  );
  const sameUse = (accountId: string, sightings: readonly Sighting[]) =>
    [...groupedBy(sightings, (one) => JSON.stringify([one.resource.arn, user(one)])).values()].flatMap(
      (same) => {
        const sighting = together(same);
        return sighting === undefined ? [] : [{ accountId, user: user(sighting), sighting }];
      },
    );
  const uses = digests.flatMap(({ account: { accountId }, value }) =>
    sameUse(accountId, value.sightings).flatMap((use) =>
      use.sighting.externalIds.map((id) => ({ ...use, id })),
    ),
  );
  return { uses: groupedBy(uses, ({ id, sighting }) => foldedId(sighting, id) ?? id), sameUse };
}

/** Several accounts of one third party in one role: one use of all their ids. */
function together(same: readonly Sighting[]): Sighting | undefined {
  const [first, ...others] = [...same].sort((a, b) => (a.key < b.key ? -1 : 1));
  if (first === undefined || others.length === 0) return first;
  const pieces = same.flatMap(({ evidence }) => evidence);
  return {
    ...first,
    name: listed([first, ...others].map(({ name }) => name)),
    externalIds: [...new Set(same.flatMap(({ externalIds }) => externalIds))],
    inAnyCase: [...new Set(same.flatMap(({ inAnyCase }) => inAnyCase))],
    folded: Object.fromEntries(same.flatMap(({ folded }) => Object.entries(folded))),
    evidence: [...new Map(pieces.map((piece) => [piece.pointer, piece])).values()],
  };
}

interface Use extends Placed {
  id: string;
}

/** IAM tells upper from lower case unless one of the policies says StringEqualsIgnoreCase. */
function isSameId(
  one: { id: string; sighting: Sighting },
  other: { id: string; sighting: Sighting },
): boolean {
  const acceptsAnyCase = ({ id, sighting }: typeof one) => sighting.inAnyCase.includes(id);
  return one.id === other.id || acceptsAnyCase(one) || acceptsAnyCase(other);
}

function judge(
  { accountId, user, sighting }: Placed,
  uses: ReadonlyMap<string, Use[]>,
  context: Pick<OrganizationContext, 'showExternalId'>,
): Outcome {
  const { resource, key, thirdParty, name, evidence } = sighting;
  const others = sighting.externalIds.map((id) => {
    const spelled = uses.get(foldedId(sighting, id) ?? id) ?? [];
    const elsewhere = spelled.filter((use) => isSameId({ id, sighting }, use));
    return {
      id,
      otherParties: elsewhere.filter((use) => use.user !== user),
      otherAccounts: elsewhere.filter((use) => use.user === user && use.accountId !== accountId),
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
    fixes: () => replacementCommands(resource.arn),
  };
}

function roles(uses: readonly Placed[]): string {
  const all = [...new Set(uses.map(({ sighting }) => `${sighting.resource.arn} (${sighting.name})`))].sort();
  const more = all.length - SHOWN_ROLES;
  return more > 0 ? `${all.slice(0, SHOWN_ROLES).join(', ')} and ${more} more` : listed(all);
}
