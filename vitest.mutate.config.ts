import { defineConfig } from 'vitest/config';

/**
 * The tests that mutants are shown to: of the folders that `stryker.config.json` names and of those that work through
 * them, but for what takes long, since it would be run for each mutant.
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
    setupFiles: ['test/support/same-cases.ts'],
    globalSetup: ['test/support/scratch.ts'],
    isolate: false,
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
