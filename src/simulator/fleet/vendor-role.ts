import type { WorldRole } from '../world.ts';
import { awsPolicy } from './permissions.ts';
import type { Place } from './place.ts';
import type { Policy } from './trust-policies.ts';

/** A role for a third party, in ordinary use and tagged unless `changes` says otherwise. */
export function vendorRole(
  place: Place,
  name: string,
  trustPolicy: Policy,
  changes: Partial<WorldRole> = {},
): WorldRole {
  const random = place.random(name);
  return {
    name,
    createdAt: place.daysAgo(random.between(120, 900)),
    trustPolicy,
    attachedPolicies: [awsPolicy('SecurityAudit')],
    tags: { owner: 'platform-team', justification: `Access for ${name}` },
    lastUsed: { at: place.daysAgo(random.between(0, 20)), region: 'us-east-1' },
    ...changes,
  };
}
