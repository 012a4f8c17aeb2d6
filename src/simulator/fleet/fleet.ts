import type { World } from '../world.ts';

export const DEFAULT_AS_OF = '2026-11-01T00:00:00.000Z';

export function generateFleet(_options: {
  accounts: number;
  seed: string;
  asOf: string;
  rolesPerAccount: number;
}): World {
  return { asOf: _options.asOf, callerAccountId: '900000000001', accounts: [] };
}
