import type { WorldRole } from '../world.ts';
import {
  guessableIds,
  idSharedByAccounts,
  idSharedByVendors,
  idsOfOtherFormats,
} from './external-id-scenarios.ts';
import { bedrockRoles, githubActions, samlRoles, terraformRuns } from './federated-scenarios.ts';
import {
  deletedPrincipal,
  guardedAndUnguardedSideBySide,
  guardedByAnything,
  guardedByDeny,
  guardedByPattern,
  guardedByPrivateAddresses,
  guardedForAllValues,
  guardedInEveryWay,
  guardedOnlyIfPresent,
  openToThePublic,
  openToWhoeverKnowsTheId,
  timeLimits,
  unguarded,
} from './guard-scenarios.ts';
import { hostileText, unreadableTrust } from './hostile-scenarios.ts';
import {
  chainEnd,
  chainStart,
  chainThroughPerimeter,
  ownAccountTrusts,
  sandboxesInProduction,
} from './own-account-scenarios.ts';
import type { Place } from './place.ts';
import {
  boundedSelfEscalation,
  longSessions,
  overdueVendors,
  overPrivileged,
  staleRoles,
  unregisteredVendor,
  wholeAccount,
} from './upkeep-scenarios.ts';

type RoleScenario = (place: Place) => WorldRole[];

/** Accounts in which the scenarios go round once. */
export const ROUND = 25;

/** What each account of the first round has beside its standing roles, by seat in the round. */
const BY_SEAT: Readonly<Record<number, readonly RoleScenario[]>> = {
  2: [guardedAndUnguardedSideBySide, overdueVendors],
  3: [guardedOnlyIfPresent],
  4: [chainStart, guardedByDeny],
  5: [chainEnd, guardedByAnything],
  6: [idSharedByAccounts, githubActions],
  7: [idSharedByAccounts, guardedForAllValues],
  8: [idSharedByVendors, wholeAccount],
  9: [idSharedByVendors, guardedByPrivateAddresses],
  10: [unregisteredVendor, openToWhoeverKnowsTheId],
  11: [staleRoles, idsOfOtherFormats],
  12: [guessableIds],
  13: [deletedPrincipal, guardedByPattern],
  14: [samlRoles, timeLimits],
  15: [longSessions, sandboxesInProduction],
  16: [openToThePublic, unguarded],
  17: [githubActions, ownAccountTrusts],
  18: [chainThroughPerimeter, terraformRuns],
  19: [guardedInEveryWay, boundedSelfEscalation],
  21: [overPrivileged, unreadableTrust],
  22: [bedrockRoles, hostileText],
};

/** All of the seat's scenarios in the first round; later rounds are healthier, so that a large fleet is believable. */
export function scenarioRoles(place: Place): WorldRole[] {
  const scenarios = BY_SEAT[place.index % ROUND] ?? [];
  const random = place.random('scenarios');
  return scenarios
    .filter(() => place.index < ROUND || random.chance(0.25))
    .flatMap((scenario) => scenario(place));
}
