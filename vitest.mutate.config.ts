import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Suites that take long for each change: what they would notice, a quick one may notice before. */
const LATE = [
  /\/(?:facts|masking|report|setup|stack-template)\//,
  /\.property\./,
  /discover|organizations|fix-for|golden/,
];

class LateLast extends BaseSequencer {
  override async sort(suites: TestSpecification[]): Promise<TestSpecification[]> {
    const lateness = ({ moduleId }: TestSpecification) =>
      LATE.findLastIndex((late) => late.test(moduleId.slice(moduleId.lastIndexOf('/test/'))));
    return suites.toSorted((a, b) => lateness(a) - lateness(b) || (a.moduleId < b.moduleId ? -1 : 1));
  }
}

/**
 * The tests that mutants are shown to: of the folders that are changed and of those that work through them, but for what
 * takes long, since a test is run for each mutant that it reaches. `tools/mutate.js` runs them in a copy of the repository.
 */
export default defineConfig({
  test: {
    include: [
      'test/{policy,checks,evaluate,targets,config}/**/*.test.ts',
      'test/{facts,masking,parties,report,review,setup,stack-template}/**/*.test.ts',
    ],
    exclude: [
      '**/{*-speed,*-work,hostile,published-actions,fix-for.property}.test.ts',
      'test/report/{access-map,html,page,schema,templates,theme}.test.ts',
    ],
    runner: './tools/mutants/runner.js',
    setupFiles: ['test/support/same-cases.ts'],
    globalSetup: ['test/support/scratch.ts'],
    // One worker has all modules, and with them what each change is noticed by.
    isolate: false,
    fileParallelism: false,
    sequence: { sequencer: LateLast },
    testTimeout: 3_600_000,
    hookTimeout: 600_000,
  },
});
