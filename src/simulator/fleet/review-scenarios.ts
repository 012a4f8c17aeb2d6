import type { WorldToolThing, WorldWellArchitected } from '../world.ts';
import type { Place } from './place.ts';
import { ROUND } from './scenarios.ts';
import { OTHER_STRANGER, STRANGER, TALLOW_FINCH } from './vendors.ts';

const REGION = 'eu-west-1';

/** What accounts share by the AWS Well-Architected Tool, by seat in the round. Nobody else shares anything. */
const BY_SEAT: Readonly<Record<number, (place: Place) => WorldWellArchitected>> = {
  0: withTheOrganization,
  2: withConsultants,
  4: ofOthers,
  5: withSomebodyUnknown,
};

export function reviewsOf(place: Place): { wellArchitected: WorldWellArchitected } {
  const { index, random } = place;
  if (index >= ROUND && !random('reviews').chance(0.15)) return { wellArchitected: {} };
  return { wellArchitected: BY_SEAT[index % ROUND]?.(place) ?? {} };
}

/** A lens and a review template of the company's own, for all of its accounts; and a workload that nobody else sees. */
function withTheOrganization({ accountIdAt, organizationId }: Place): WorldWellArchitected {
  const organization = `arn:aws:organizations::${accountIdAt(0)}:organization/${organizationId}`;
  return {
    workloads: [thing('landing-zone')],
    lenses: [thing('quillmarsh-baseline', [{ sharedWith: organization, status: 'ASSOCIATED' }])],
    templates: [thing('quillmarsh-reviews', [{ sharedWith: organization, status: 'ASSOCIATED' }])],
  };
}

/** A registered consultant that may write answers and has the template for them, and one whose invitation nobody took up in time. */
function withConsultants({ accountIdAt }: Place): WorldWellArchitected {
  return {
    workloads: [
      thing('shipment-tracking', [
        { sharedWith: TALLOW_FINCH.accountId, permission: 'CONTRIBUTOR' },
        { sharedWith: accountIdAt(3) },
        { sharedWith: OTHER_STRANGER.accountId, status: 'EXPIRED' },
      ]),
    ],
    templates: [thing('shipping-systems', [{ sharedWith: TALLOW_FINCH.accountId }])],
  };
}

/** Nobody knows who that user is, and who was asked in beside. */
function withSomebodyUnknown(): WorldWellArchitected {
  return {
    workloads: [
      thing('customs-declarations', [{ sharedWith: `arn:aws:iam::${STRANGER.accountId}:user/reviewer` }]),
    ],
    lenses: [thing('freight-lens', [{ sharedWith: OTHER_STRANGER.accountId, status: 'PENDING' }])],
    profiles: [thing('growth-first', [{ sharedWith: STRANGER.accountId }])],
  };
}

/** What a vendor and somebody unknown let this account see. */
function ofOthers(): WorldWellArchitected {
  return {
    received: [
      { ...thing('managed-operations'), kind: 'workload', ownerAccountId: TALLOW_FINCH.accountId },
      { ...thing('operations-profile'), kind: 'profile', ownerAccountId: TALLOW_FINCH.accountId },
    ],
    invitations: [
      { ...thing('free-lens'), kind: 'lens', senderAccountId: OTHER_STRANGER.accountId },
      { ...thing('free-template'), kind: 'template', senderAccountId: OTHER_STRANGER.accountId },
    ],
  };
}

function thing(name: string, shares: WorldToolThing['shares'] = []): WorldToolThing {
  return { name, region: REGION, shares };
}
