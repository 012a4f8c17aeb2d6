import type { World } from '../../world.ts';

export interface DriftBook {
  world: World;
}

export function createDriftBook(world: World): DriftBook {
  return { world };
}
