import { digest, stableUuid } from '../digest.ts';
import { type Random, randomOf } from './random.ts';

/** Where a thing is generated: one account of one fleet. Everything follows from it, and nothing from the fleet's size. */
export interface Place {
  /** From 0; the management account is 0, the delegated administrator 1. */
  index: number;
  accountId: string;
  organizationId: string;
  /** The id of any other account of the fleet. */
  accountIdAt(index: number): string;
  /** Choices for one purpose. */
  random(purpose: string): Random;
  /** A time so many days before the fleet's moment; negative for after. */
  daysAgo(days: number): string;
  /** A well-made external ID: a UUID of this account and vendor alone. */
  externalId(vendor: string): string;
}

const DAY = 24 * 60 * 60 * 1000;

export function placeOf(seed: string, asOf: string, index: number): Place {
  const accountId = fleetAccountId(seed, index);
  return {
    index,
    accountId,
    organizationId: fleetOrganizationId(seed),
    accountIdAt: (other) => fleetAccountId(seed, other),
    random: (purpose) => randomOf('fleet', seed, index, purpose),
    daysAgo: (days) => new Date(Date.parse(asOf) - days * DAY).toISOString(),
    externalId: (vendor) => stableUuid('external-id', seed, accountId, vendor),
  };
}

/** Twelve digits of a made-up range; one account has leading zeros, as some real ones do. */
export function fleetAccountId(seed: string, index: number): string {
  const prefix = index === 5 ? '0090' : '9000';
  const number = Number.parseInt(digest('account', seed, index).slice(0, 8), 16) % 10_000;
  return `${prefix}${String(index).padStart(4, '0')}${String(number).padStart(4, '0')}`;
}

export function fleetOrganizationId(seed: string): string {
  return `o-${digest('organization', seed).slice(0, 10)}`;
}
