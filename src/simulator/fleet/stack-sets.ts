import type { WorldStackSet } from '../world.ts';
import { DELEGATED_ADMINISTRATOR } from './organization.ts';
import type { Place } from './place.ts';
import { complianceDeployment, monitoringDeployment } from './vendor-stacks.ts';

/** Accounts whose stacks were taken into a stack set; somebody changed the first of them by hand. */
const TAKEN_IN = [2, 4, 5];

/** The stack sets that are administered from an account: of the organization in its first, of its own in its second. */
export function stackSetsOf(place: Place): WorldStackSet[] {
  if (place.index === 0) return [stackSet(place, monitoringDeployment(place).stack, 'DRIFTED')];
  if (place.index !== DELEGATED_ADMINISTRATOR) return [];
  return [{ ...stackSet(place, complianceDeployment(place).stack, 'IN_SYNC'), selfManaged: true }];
}

function stackSet(
  place: Place,
  { name, region, template }: { name: string; region: string; template: string },
  status: 'IN_SYNC' | 'DRIFTED',
): WorldStackSet {
  return {
    name,
    region,
    template,
    capabilities: ['CAPABILITY_NAMED_IAM'],
    drift: { status, checkedAt: place.daysAgo(0.3) },
    instances: TAKEN_IN.map((index, at) => ({
      accountId: place.accountIdAt(index),
      region,
      stackName: name,
      driftStatus: at === 0 ? status : 'IN_SYNC',
    })),
  };
}
