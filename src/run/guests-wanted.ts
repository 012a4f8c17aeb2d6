import type { GuestsWanted } from '../collect/collector.ts';
import type { Rules } from '../evaluate/rules.ts';
import { meansDomain, meansGroup } from '../parties/identity-center-guests.ts';

/** Whom to look for in IAM Identity Center: all people that the register gives to third parties, where the configuration says where. */
export function guestsWanted({
  config,
  parties,
}: Pick<Rules, 'config' | 'parties'>): GuestsWanted | undefined {
  if (config.identityCenter === undefined) return undefined;
  const entries = parties.entriesWithGuests.flatMap(({ identityCenter }) => identityCenter ?? []);
  return {
    ...config.identityCenter,
    domains: [...new Set(entries.flatMap(({ domains }) => domains))],
    groups: [...new Set(entries.flatMap(({ groups }) => groups))],
    meansDomain: (domain) => entries.some((guests) => meansDomain(guests, domain)),
    meansGroup: (name) => entries.some((guests) => meansGroup(guests, name)),
  };
}
