import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Suites that judge much at once, or draw pages of it: what they would notice, a quick one may notice before. */
const LATE =
  /\/(?:facts|masking|report|setup|stack-template)\/|\.property\.|discover|organizations|fix-for|golden/;

class LateLast extends BaseSequencer {
  override async sort(suites: TestSpecification[]): Promise<TestSpecification[]> {
    const isLate = ({ moduleId }: TestSpecification) =>
      LATE.test(moduleId.slice(moduleId.lastIndexOf('/test/')));
    const byName = suites.toSorted((a, b) => (a.moduleId < b.moduleId ? -1 : 1));
    return [...byName.filter((one) => !isLate(one)), ...byName.filter(isLate)];
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
