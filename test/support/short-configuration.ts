import { registry } from '../../src/checks/registry.ts';
import { usualConfiguration } from '../../src/simulator/fleet/demo-configuration.ts';
import type { World } from '../../src/simulator/world.ts';
import { THOROUGH } from './thorough.ts';

/** Facts that few suites look at, and that take many calls. */
const LEFT_OUT = [
  'credential-report',
  'resource-shares',
  'roles-anywhere',
  'stack-sets',
  'well-architected-shares',
] as const;

/** What turns off the checks that would have them read. */
export const FEWER_CHECKS: Readonly<Record<string, { enabled: false }>> = Object.fromEntries(
  THOROUGH
    ? []
    : registry
        .filter(({ requires }) => LEFT_OUT.some((fact) => requires.includes(fact as never)))
        .map(({ id }) => [id, { enabled: false }]),
);

/** Checks by which something of every account is found, over accounts too, and drift asked for. */
const ENOUGH: readonly string[] = [
  'external-access-finding',
  'external-id-missing',
  'external-id-reuse',
  'role-drift',
  'stale-role',
  'unmanaged-role',
  'unregistered-third-party',
];

/** What turns off all other checks. */
const FEWEST_CHECKS: typeof FEWER_CHECKS = Object.fromEntries(
  THOROUGH ? [] : registry.filter(({ id }) => !ENOUGH.includes(id)).map(({ id }) => [id, { enabled: false }]),
);

/** Of what the simulator lists: pages that are short, or as long as those of AWS. Collectors have short ones in their own suites. */
export const PAGES = THOROUGH ? 5 : 'aws';

/** The configuration of the simulated company; after each change, by which half as many calls are made. */
export function shortConfiguration(world: World): object {
  const whole = usualConfiguration(world);
  return THOROUGH ? whole : { ...whole, regions: ['us-east-1'], checks: FEWER_CHECKS };
}

/** The same, for suites that ask how runs are made and end, and not what is in them. */
export function bareConfiguration(world: World): object {
  return { ...shortConfiguration(world), checks: FEWEST_CHECKS };
}
