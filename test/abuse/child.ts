import { tryCase } from './door.ts';
import { DOORS } from './doors.ts';

// The cases of one door, in a process that may hang or die: KIND SEED FROM TO. Tells of each when it begins and ends.

const [kind = '', seed, from, to] = process.argv.slice(2);
const door = await DOORS[kind]?.();
if (door === undefined) throw new Error(`There is no door ${kind}.`);
for (let number = Number(from); number < Number(to); number += 1) {
  process.send?.({ begun: number });
  const bad = await tryCase(door, kind, Number(seed), number);
  process.send?.({ ended: number, ...(bad === undefined ? {} : { bad }) });
}
await door.close();
process.disconnect?.();
