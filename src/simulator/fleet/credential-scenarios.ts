import type { AccountContents, WorldAccessKey } from '../world.ts';
import { permit } from './permissions.ts';
import type { Place } from './place.ts';
import { ROUND } from './scenarios.ts';

type Credentials = Pick<AccountContents, 'users' | 'root'>;

/** Long-term credentials that should not be there, by seat in the round. Nobody else has any. */
const BY_SEAT: Readonly<Record<number, (place: Place) => Credentials>> = {
  3: vendorWithKey,
  9: vendorWithPassword,
  12: pipelineWithOldKey,
  17: rootWithKey,
};

export function credentialsOf(place: Place): Credentials {
  const { index, random } = place;
  if (index >= ROUND && !random('credentials').chance(0.25)) return {};
  return BY_SEAT[index % ROUND]?.(place) ?? {};
}

/** A vendor that came before there were roles for vendors, and still comes by the key of then. */
function vendorWithKey(place: Place): Credentials {
  return {
    users: [
      {
        name: 'brackwater-forecasts',
        path: '/vendors/brackwater/',
        createdAt: place.daysAgo(900),
        inlinePolicies: { Metrics: permit(['cloudwatch:GetMetricData', 'cloudwatch:ListMetrics']) },
        accessKeys: [{ ...usedKey(place, 880, 400), inactive: true }, usedKey(place, 640, 2)],
      },
    ],
  };
}

function vendorWithPassword(place: Place): Credentials {
  return {
    users: [
      {
        name: 'night-shift',
        createdAt: place.daysAgo(300),
        tags: { vendor: 'tallow-finch' },
        inlinePolicies: { Looking: permit(['ec2:DescribeInstances', 'cloudwatch:GetMetricData']) },
        password: place.daysAgo(9),
      },
    ],
  };
}

/** The company's own: one key too old, one that nobody uses. */
function pipelineWithOldKey(place: Place): Credentials {
  const inlinePolicies = { Publish: permit(['cloudfront:ListDistributions']) };
  return {
    users: [
      {
        ...{ name: 'ci-publish', createdAt: place.daysAgo(420), inlinePolicies },
        accessKeys: [usedKey(place, 400, 1)],
      },
      {
        ...{ name: 'ci-publish-trial', createdAt: place.daysAgo(80), inlinePolicies },
        accessKeys: [usedKey(place, 80, 30)],
      },
    ],
  };
}

function rootWithKey(place: Place): Credentials {
  return { root: { password: place.daysAgo(700), mfa: true, accessKeys: [usedKey(place, 1200, 700)] } };
}

function usedKey(place: Place, made: number, used: number): WorldAccessKey {
  return {
    createdAt: place.daysAgo(made),
    lastUsed: { at: place.daysAgo(used), region: 'eu-west-1', service: 's3' },
  };
}
