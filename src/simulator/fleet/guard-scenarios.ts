import type { WorldRole } from '../world.ts';
import type { Place } from './place.ts';
import { allowAws, externalId, policy, role, root } from './trust-policies.ts';
import { vendorRole } from './vendor-role.ts';
import { BRACKWATER, DATADOG, NEW_RELIC, OTHER_STRANGER, STRANGER, TALLOW_FINCH } from './vendors.ts';

/** Roles whose external ID guards less than it seems to, or not at all. */

export function guardedAndUnguardedSideBySide(place: Place): WorldRole[] {
  const guarded = allowAws(role(BRACKWATER.accountId, 'ingest'), externalId(place.externalId('brackwater')));
  const unguarded = { Sid: 'TemporaryForMigration', ...allowAws(role(BRACKWATER.accountId, 'migration')) };
  return [vendorRole(place, 'BrackwaterIngest', policy(guarded, unguarded))];
}

export function guardedOnlyIfPresent(place: Place): WorldRole[] {
  const condition = { StringEqualsIfExists: { 'sts:ExternalId': place.externalId('brackwater-export') } };
  return [vendorRole(place, 'BrackwaterExport', policy(allowAws(root(BRACKWATER.accountId), condition)))];
}

export function guardedByAnything(place: Place): WorldRole[] {
  const condition = { StringLike: { 'sts:ExternalId': '*' } };
  return [
    vendorRole(place, 'ManagedServicesOperator', policy(allowAws(root(TALLOW_FINCH.accountId), condition))),
  ];
}

/** A pattern in place of an ID: whoever sends a text that begins like it is let in. */
export function guardedByPattern(place: Place): WorldRole[] {
  const condition = {
    StringLike: { 'sts:ExternalId': ['brackwater-*', place.externalId('brackwater-ledger')] },
  };
  return [
    vendorRole(place, 'BrackwaterLedger', policy(allowAws(role(BRACKWATER.accountId, 'ledger'), condition))),
  ];
}

/** Private addresses, from which no request ever comes: nobody gets in, and nobody has noticed yet. */
export function guardedByPrivateAddresses(place: Place): WorldRole[] {
  const condition = {
    ...externalId(place.externalId('brackwater-vpn')),
    IpAddress: { 'aws:SourceIp': ['10.0.0.0/8'] },
  };
  return [vendorRole(place, 'BrackwaterVpn', policy(allowAws(role(BRACKWATER.accountId, 'vpn'), condition)))];
}

export function guardedForAllValues(place: Place): WorldRole[] {
  const condition = { 'ForAllValues:StringEquals': { 'sts:ExternalId': place.externalId('tallow') } };
  return [
    vendorRole(place, 'ManagedServicesReader', policy(allowAws(root(TALLOW_FINCH.accountId), condition))),
  ];
}

export function unguarded(place: Place): WorldRole[] {
  return [
    vendorRole(place, 'partner-file-exchange', policy(allowAws(root(STRANGER.accountId))), { tags: {} }),
    vendorRole(place, 'NewRelicInfrastructure', policy(allowAws(NEW_RELIC.accountId))),
  ];
}

export function openToThePublic(place: Place): WorldRole[] {
  return [
    vendorRole(
      place,
      'edge-diagnostics',
      policy({ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' }),
    ),
  ];
}

export function openToWhoeverKnowsTheId(place: Place): WorldRole[] {
  const statement = allowAws('*', externalId(place.externalId('public')));
  return [vendorRole(place, 'courier-integration', policy(statement))];
}

/** A Deny asks for the external ID that the Allow does not mention. */
export function guardedByDeny(place: Place): WorldRole[] {
  const allow = allowAws(role(DATADOG.accountId, 'logs-forwarder'));
  const deny = {
    Effect: 'Deny',
    Principal: { AWS: '*' },
    Action: 'sts:AssumeRole',
    Condition: { StringNotEquals: { 'sts:ExternalId': place.externalId('datadog-logs') } },
  };
  return [vendorRole(place, 'DatadogLogForwarder', policy(allow, deny))];
}

export function deletedPrincipal(place: Place): WorldRole[] {
  const statement = allowAws('AROAQ7DELETEDROLE5EXA', externalId(place.externalId('former-partner')));
  return [vendorRole(place, 'former-partner-reader', policy(statement))];
}

/** A time limit that is over, and one that is not. */
export function timeLimits(place: Place): WorldRole[] {
  const until = (days: number) => ({
    ...externalId(place.externalId(`limit-${days}`)),
    DateLessThan: { 'aws:CurrentTime': place.daysAgo(days) },
  });
  return [
    vendorRole(place, 'penetration-test', policy(allowAws(root(OTHER_STRANGER.accountId), until(75)))),
    vendorRole(place, 'BrackwaterTrial', policy(allowAws(role(BRACKWATER.accountId, 'trial'), until(-45)))),
  ];
}

/** As it should be: one role of a registered vendor, from its addresses, until a given day. */
export function guardedInEveryWay(place: Place): WorldRole[] {
  const condition = {
    ...externalId(place.externalId('tallow-finch-inventory')),
    IpAddress: { 'aws:SourceIp': ['198.51.100.0/25'] },
    DateLessThan: { 'aws:CurrentTime': place.daysAgo(-150) },
  };
  const statement = allowAws(role(TALLOW_FINCH.accountId, 'inventory'), condition);
  return [vendorRole(place, 'TallowFinchInventory', policy(statement))];
}
