import { expect, it } from 'vitest';
import { tooOld } from '../../src/cli/node-floor.ts';

it.each(['v12.22.12', 'v18.20.4', 'v20.9.0', 'v20.18.3'])(
  'is told of in one sentence or two: %s',
  (version) => {
    expect(tooOld(version, '>=20.19')).toBe(
      `Countersign needs Node 20.19 or later, and this is ${version}. Node 22 or later is the one to choose.`,
    );
  },
);

it.each(['v20.19.0', 'v20.20.2', 'v21.0.0', 'v22.1.0', 'v100.0.0', 'v22.0.0-nightly2024'])(
  'is no matter where Node is %s',
  (version) => {
    expect(tooOld(version, '>=20.19')).toBeNull();
  },
);
