import type { AccountContents } from '../world.ts';
import type { Place } from './place.ts';
import { ROUND } from './scenarios.ts';
import { type Coming, refusedTokens, visits } from './trail-events.ts';
import { BRACKWATER, DATADOG, SNYK, TALLOW_FINCH } from './vendors.ts';

type Events = NonNullable<AccountContents['events']>;

/** What CloudTrail shows beside the ordinary, by seat in the round. */
const BY_SEAT: Readonly<Record<number, (place: Place) => Events>> = {
  2: (place) => [...sometimesWithoutId(place), ...afterTheEnd(place)],
  3: alwaysWithId,
  6: refused,
  15: fromElsewhere,
  19: asAgreed,
};

/** Monitoring comes everywhere, and some others where there is something to see. */
export function activityOf(place: Place): Pick<AccountContents, 'events'> {
  const events = visits(place, {
    ...{ role: 'DatadogIntegrationRole', vendor: DATADOG, as: 'integration' },
    externalId: place.externalId('datadog'),
    ...{ address: '203.0.113.10', daysAgo: [2, 12, 25, 38, 51], time: '12:05' },
  });
  const more = place.index < ROUND ? (BY_SEAT[place.index]?.(place) ?? []) : [];
  return { events: [...events, ...more] };
}

const TALLOW: Pick<Coming, 'vendor' | 'as'> = { vendor: TALLOW_FINCH, as: 'operator' };
const NIGHT: Pick<Coming, 'address' | 'time'> = { address: '198.51.100.20', time: '23:20' };

/** The managed services provider, from its own addresses and at night: as it was agreed. */
function asAgreed(place: Place): Events {
  return visits(place, {
    ...{ role: 'TallowFinchInventory', vendor: TALLOW_FINCH, as: 'inventory', ...NIGHT },
    externalId: place.externalId('tallow-finch-inventory'),
    daysAgo: [4, 11, 18, 25, 32, 39, 46, 53, 60, 67, 74, 81],
    calls: [{ source: 'ec2.amazonaws.com', name: 'CreateTags' }],
  });
}

/** The same provider by its name, at noon and from somewhere else, making itself a key. */
function fromElsewhere(place: Place): Events {
  const role = { role: 'TallowFinchOnCall', ...TALLOW, externalId: place.externalId('TallowFinchOnCall') };
  return [
    ...visits(place, { ...role, ...NIGHT, daysAgo: [9, 37] }),
    ...visits(place, {
      ...{ ...role, address: '192.0.2.45', time: '12:40', daysAgo: [6] },
      calls: [
        { source: 'iam.amazonaws.com', name: 'CreateAccessKey' },
        { source: 'cloudtrail.amazonaws.com', name: 'StopLogging', errorCode: 'AccessDenied' },
      ],
    }),
  ];
}

/** A vendor whose contract ended forty days ago, and who has not noticed. */
function afterTheEnd(place: Place): Events {
  return visits(place, {
    ...{ role: 'SnykIntegration', vendor: SNYK, as: 'integration', address: '203.0.113.61' },
    externalId: place.externalId('SnykIntegration'),
    ...{ daysAgo: [70, 55, 30, 3], time: '05:15' },
  });
}

/** Two identities of one vendor, of which one was never set up with the external ID. */
function sometimesWithoutId(place: Place): Events {
  const role = { role: 'BrackwaterIngest', vendor: BRACKWATER, address: '203.0.113.80', time: '03:30' };
  return [
    ...visits(place, {
      ...{ ...role, as: 'ingest', externalId: place.externalId('brackwater') },
      daysAgo: [1, 8, 22, 29],
    }),
    ...visits(place, { ...role, as: 'migration', daysAgo: [28, 29] }),
  ];
}

/** The role does not insist on the external ID, and the vendor sends it all the same. */
function alwaysWithId(place: Place): Events {
  return visits(place, {
    ...{ role: 'BrackwaterExport', vendor: BRACKWATER, as: 'export', address: '203.0.113.81' },
    externalId: place.externalId('brackwater-export'),
    ...{ daysAgo: [1, 5, 12, 19, 26, 33], time: '04:45' },
  });
}

function refused(place: Place): Events {
  return refusedTokens(place, 'github-deploy', [1, 2, 3, 4, 5, 6, 7]);
}
