import type { WorldDelegationRequest, WorldRole } from '../world.ts';
import { permit } from './permissions.ts';
import type { Place } from './place.ts';
import { ROUND } from './scenarios.ts';
import { allowService, policy } from './trust-policies.ts';
import { DATADOG, OTHER_STRANGER } from './vendors.ts';

/** What partners have asked for by temporary delegation, and left behind. */
interface Delegation {
  roles: WorldRole[];
  requests: WorldDelegationRequest[];
}

const NOTHING: Delegation = { roles: [], requests: [] };

/** By seat in the round. Nobody else has any. */
const BY_SEAT: Readonly<Record<number, (place: Place) => Delegation>> = {
  2: toRegisteredVendor,
  3: toStranger,
};

export function delegationOf(place: Place): Delegation {
  if (place.index >= ROUND && !place.random('delegation').chance(0.25)) return NOTHING;
  return BY_SEAT[place.index % ROUND]?.(place) ?? NOTHING;
}

/** The monitoring vendor has set itself up, and left a role that its own boundary limits. */
function toRegisteredVendor(place: Place): Delegation {
  const boundary = 'arn:aws:iam::partner:policy/datadog/forwarder-boundary';
  return {
    roles: [leftRole(place, 'datadog-log-forwarder', boundary)],
    requests: [
      {
        ...finalized(place, 'Sets up the forwarding of logs'),
        ...{ requestorId: DATADOG.accountId, requestorName: DATADOG.name, roleBoundaryArns: [boundary] },
      },
    ],
  };
}

/** Somebody whom nobody has registered was let in for a day's work, left a role, and asks again. */
function toStranger(place: Place): Delegation {
  const boundary = 'arn:aws:iam::partner:policy/harbourlight/agent-boundary';
  const asker = { requestorId: OTHER_STRANGER.accountId, requestorName: 'Harbourlight' };
  return {
    roles: [leftRole(place, 'harbourlight-agent', boundary)],
    requests: [
      { ...finalized(place, 'Sets up the agent'), ...asker, roleBoundaryArns: [boundary] },
      {
        ...{ description: 'Updates the agent', state: 'PENDING_APPROVAL', createdAt: place.daysAgo(1) },
        ...asker,
        owner: person(place, 'release'),
        permissionPolicy: permit(['lambda:UpdateFunctionCode']),
      },
    ],
  };
}

function finalized(place: Place, description: string) {
  return {
    description,
    state: 'FINALIZED',
    owner: person(place, 'release'),
    approver: person(place, 'administration'),
    permissionPolicy: permit(['lambda:CreateFunction', 'iam:CreateRole', 'iam:PassRole']),
    createdAt: place.daysAgo(20),
    updatedAt: place.daysAgo(19),
    sessionSeconds: 43_200,
  };
}

function person(place: Place, role: string): string {
  return `arn:aws:iam::${place.accountId}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_${role}_f0e1d2c3b4a59687`;
}

function leftRole(place: Place, name: string, permissionsBoundary: string): WorldRole {
  return {
    name,
    createdAt: place.daysAgo(19),
    trustPolicy: policy(allowService('lambda.amazonaws.com')),
    inlinePolicies: { Agent: permit(['logs:PutLogEvents']) },
    permissionsBoundary,
    lastUsed: { at: place.daysAgo(1), region: 'eu-west-1' },
  };
}
