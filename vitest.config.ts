import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** Suites that need a program that is not ours. */
const OUTSIDE = ['test/outside/**/*.test.ts'];

/** Suites that scan the simulator, or run the built command line or another tool of this repository. */
const SCAN = [
  'test/cli/**/*.test.ts',
  'test/collect/**/*.test.ts',
  'test/evidence/{golden-evidence,manifest,verify,verify-chain}.test.ts',
  'test/lint/*.test.ts',
  'test/run/**/*.test.ts',
  'test/simulator/*.test.ts',
  'test/targets/discover-targets.test.ts',
];

/** A limit ends what hangs. It is far above what a test takes, so that a busy machine never meets it. */
const limits = { testTimeout: 600_000, hookTimeout: 600_000, expect: { poll: { timeout: 300_000 } } };

/** No suite mocks a module or leaves anything behind in one, so a worker loads each only once. */
const shared = { ...limits, isolate: false };

export default defineConfig({
  test: {
    maxWorkers: availableParallelism(),
    projects: [
      { test: { ...shared, name: 'unit', include: ['test/**/*.test.ts'], exclude: [...SCAN, ...OUTSIDE] } },
      { test: { ...shared, name: 'scan', include: SCAN, globalSetup: ['test/support/build.ts'] } },
      { test: { ...shared, name: 'outside', include: OUTSIDE, globalSetup: ['test/support/build.ts'] } },
    ],
  },
});
