import { defineConfig } from 'vitest/config';

/** Suites that scan, start a program or run the built command line; all others are pure and need nothing built. */
const SCANNING = [
  'test/cli/**/*.test.ts',
  'test/collect/**/*.test.ts',
  'test/docs/{for-auditors,report-steps}.test.ts',
  'test/evidence/{kms-signer,signature}.test.ts',
  'test/evidence/store/*.test.ts',
  'test/lint/*.test.ts',
  'test/moto/*.test.ts',
  'test/report/*browser.test.ts',
  'test/run/**/*.test.ts',
  'test/simulator/*.test.ts',
  'test/targets/discover-targets.test.ts',
];

const limits = { testTimeout: 60_000, hookTimeout: 120_000 };

export default defineConfig({
  test: {
    projects: [
      { test: { ...limits, name: 'unit', include: ['test/**/*.test.ts'], exclude: SCANNING } },
      { test: { ...limits, name: 'scan', include: SCANNING, globalSetup: ['test/support/build.ts'] } },
    ],
  },
});
