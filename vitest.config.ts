import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { THOROUGH } from './test/support/thorough.ts';

/** Suites that need a program that is not ours. */
const OUTSIDE = ['test/outside/**/*.test.ts'];

/**
 * Suites that scan the simulator, speak to a server, sign or read evidence on disk, or run the built command line or
 * another tool of this repository. What they need to be loaded (the SDK, the simulator, TypeScript) no other suite waits for.
 */
const SCAN = [
  'test/{aws,cli,collect,docs,doctor,evidence,facts,lint,notify,run,setup,simulator}/**/*.test.ts',
  'test/evaluate/golden-facts.test.ts',
  'test/review/answers-on-disk.test.ts',
  'test/targets/{billing-transfers,discover-targets,several-organizations}.test.ts',
];

/** A limit ends what hangs. It is far above what a test takes, so that a busy machine never meets it. */
const limits = { testTimeout: 600_000, hookTimeout: 600_000, expect: { poll: { timeout: 300_000 } } };

/** No suite mocks a module or leaves anything behind in one, so a worker loads each only once. */
const shared = { ...limits, isolate: false, globalSetup: ['test/support/scratch.ts'] };
/** With few cases, code that V8 makes faster is seldom run often enough to pay for making it: Node 20 can be told to wait. */
const optimizingLate = THOROUGH || !process.version.startsWith('v20.') ? [] : ['--interrupt-budget=600000'];
/** Suites that scan wait for half of their time, at the pace that the product keeps to: more of them fit beside each other. */
const scanning = {
  maxWorkers: 2 * availableParallelism(),
  sequence: { groupOrder: 1 },
  globalSetup: [...shared.globalSetup, 'test/support/build.ts'],
};

/** Suites that count steps load modules anew. They come last, so that no other has to load its modules again. */
class StepsLast extends BaseSequencer {
  override async sort(suites: TestSpecification[]): Promise<TestSpecification[]> {
    const counts = ({ moduleId }: TestSpecification) => readFileSync(moduleId, 'utf8').includes('/steps.ts');
    const sorted = await super.sort(suites);
    return [...sorted.filter((one) => !counts(one)), ...sorted.filter(counts)];
  }
}

export default defineConfig({
  test: {
    maxWorkers: availableParallelism(),
    sequence: { sequencer: StepsLast },
    // What is compiled for one run of the tests is there for the next.
    experimental: { fsModuleCache: true },
    projects: [
      {
        test: {
          ...shared,
          // With few cases a run ends before code that V8 has made faster pays for making it.
          execArgv: THOROUGH ? [] : ['--no-opt'],
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [...SCAN, ...OUTSIDE],
        },
      },
      { test: { ...shared, ...scanning, execArgv: optimizingLate, name: 'scan', include: SCAN } },
      // Whoever runs these wants to know what outsiders say of all of it.
      {
        test: {
          ...shared,
          ...scanning,
          env: { COUNTERSIGN_THOROUGH: '1' },
          name: 'outside',
          include: OUTSIDE,
        },
      },
    ],
  },
});
