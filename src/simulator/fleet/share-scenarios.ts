import type { AccountContents, WorldShare } from '../world.ts';
import type { Place } from './place.ts';
import { ROUND } from './scenarios.ts';
import { role } from './trust-policies.ts';
import { BRACKWATER, FIVETRAN, OTHER_STRANGER, STRANGER, TALLOW_FINCH } from './vendors.ts';

type Shares = Pick<AccountContents, 'shares' | 'receivedShares' | 'shareInvitations'>;

const REGION = 'eu-west-1';
/** The account that owns the network of the company. */
const NETWORK = 18;

/** Shares of AWS RAM of every kind, by seat in the round. Nobody else has any. */
const BY_SEAT: Readonly<Record<number, (place: Place) => Shares>> = {
  0: withinTheOrganization,
  2: withVendors,
  3: openToMore,
  4: received,
  5: madeByPolicy,
  [NETWORK]: network,
};

export function sharesOf(place: Place): Shares {
  const { index, random } = place;
  if (index >= ROUND && !random('shares').chance(0.15)) return {};
  return BY_SEAT[index % ROUND]?.(place) ?? {};
}

/** As it should be: with the whole organization, and with nobody beyond it. */
function withinTheOrganization(place: Place): Shares {
  return {
    shares: [
      share(place, 'company-cost-categories', 700, {
        allowExternalPrincipals: false,
        principals: [{ entity: organization(place) }],
        resources: [resource(place, 'license-manager', 'license-configuration:lic-0c0ffee')],
      }),
    ],
  };
}

/** The network, for own accounts alone; and a share that was taken back last week. */
function network(place: Place): Shares {
  return {
    shares: [
      share(place, 'transit', 900, {
        allowExternalPrincipals: false,
        principals: [2, 4, 6].map((index) => ({ entity: place.accountIdAt(index) })),
        resources: [resource(place, 'ec2', 'transit-gateway/tgw-0a1b2c3d4e5f60718')],
      }),
      share(place, 'transit-for-the-move', 60, {
        status: 'DELETED',
        principals: [{ entity: OTHER_STRANGER.accountId, status: 'DISASSOCIATED' }],
      }),
    ],
  };
}

/** With a registered vendor, with a role of it that was taken out again, and with somebody who has yet to accept. */
function withVendors(place: Place): Shares {
  return {
    shares: [
      share(place, 'managed-operations', 240, {
        principals: [
          { entity: TALLOW_FINCH.accountId },
          { entity: role(BRACKWATER.accountId, 'loader'), status: 'DISASSOCIATED' },
        ],
        resources: [
          resource(place, 'ec2', 'transit-gateway/tgw-0f00ba4f00ba4f00b'),
          resource(place, 'ec2', 'prefix-list/pl-0a9b8c7d6e5f40312'),
        ],
      }),
      share(place, 'resolver-rules', 3, {
        principals: [
          { entity: place.accountIdAt(3) },
          { entity: STRANGER.accountId, status: 'ASSOCIATING', since: place.daysAgo(1) },
        ],
        resources: [resource(place, 'route53resolver', 'resolver-rule/rslvr-rr-0c1d2e3f4a5b60718')],
      }),
    ],
  };
}

/** Nobody outside has it, and anybody may be given it. */
function openToMore(place: Place): Shares {
  return {
    shares: [
      share(place, 'test-certificates', 420, {
        principals: [{ entity: place.accountIdAt(2) }, { entity: 'pca-connector-ad.amazonaws.com' }],
        resources: [resource(place, 'acm-pca', 'certificate-authority/0f0e0d0c-0b0a-4908-8706-050403020100')],
      }),
    ],
  };
}

/** What others share: the company's own network account, a vendor, and somebody who asks to be let in. */
function received(place: Place): Shares {
  return {
    receivedShares: [
      {
        name: 'transit',
        region: REGION,
        owningAccountId: place.accountIdAt(NETWORK),
        createdAt: place.daysAgo(900),
        resources: [
          {
            arn: `arn:aws:ec2:${REGION}:${place.accountIdAt(NETWORK)}:transit-gateway/tgw-0a1b2c3d4e5f60718`,
            type: 'ec2:TransitGateway',
          },
        ],
      },
      {
        name: 'tallow-finch-prefixes',
        region: REGION,
        owningAccountId: TALLOW_FINCH.accountId,
        createdAt: place.daysAgo(200),
        resources: [
          {
            arn: `arn:aws:ec2:${REGION}:${TALLOW_FINCH.accountId}:prefix-list/pl-0f1e2d3c4b5a69788`,
            type: 'ec2:PrefixList',
          },
        ],
      },
    ],
    shareInvitations: [
      {
        shareName: 'free-catalogue',
        region: REGION,
        senderAccountId: OTHER_STRANGER.accountId,
        sentAt: place.daysAgo(0.2),
      },
    ],
  };
}

/** A resource policy lets a known vendor in, so that RAM lists a share which nobody made. */
function madeByPolicy(place: Place): Shares {
  return {
    shares: [
      share(place, 'DataCatalog-shipments', 30, {
        featureSet: 'CREATED_FROM_POLICY',
        principals: [{ entity: FIVETRAN.accountId }],
        resources: [resource(place, 'glue', 'database/shipments')],
      }),
    ],
  };
}

function share(place: Place, name: string, daysAgo: number, more: Partial<WorldShare>): WorldShare {
  return { name, region: REGION, createdAt: place.daysAgo(daysAgo), ...more };
}

function resource(place: Place, service: string, id: string): { entity: string } {
  return { entity: `arn:aws:${service}:${REGION}:${place.accountId}:${id}` };
}

function organization(place: Place): string {
  return `arn:aws:organizations::${place.accountIdAt(0)}:organization/${place.organizationId}`;
}
