import { registry } from '../../src/checks/registry.ts';
import { usualConfiguration } from '../../src/simulator/fleet/demo-configuration.ts';
import type { World } from '../../src/simulator/world.ts';
import { THOROUGH } from './thorough.ts';

/** Facts that few suites look at, and that take many calls. */
const LEFT_OUT = ['resource-shares', 'roles-anywhere', 'stack-sets', 'well-architected-shares'] as const;

/** What turns off the checks that would have them read. */
export const FEWER_CHECKS: Readonly<Record<string, { enabled: false }>> = Object.fromEntries(
  THOROUGH
    ? []
    : registry
        .filter(({ requires }) => LEFT_OUT.some((fact) => requires.includes(fact as never)))
        .map(({ id }) => [id, { enabled: false }]),
);

/** The configuration of the simulated company; after each change, by which half as many calls are made. */
export function shortConfiguration(world: World): object {
  const whole = usualConfiguration(world);
  return THOROUGH ? whole : { ...whole, regions: ['us-east-1'], checks: FEWER_CHECKS };
}
