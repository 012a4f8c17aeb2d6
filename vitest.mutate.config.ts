import { defineConfig } from 'vitest/config';

/**
 * The tests that mutants are shown to: of the folders that `stryker.config.json` names, but for what takes long, since
 * it would be run for each mutant.
 */
export default defineConfig({
  test: {
    include: ['test/{policy,checks,evaluate,targets,config}/**/*.test.ts'],
    exclude: [
      '**/{*.property,*-speed,hostile,published-actions,registry}.test.ts',
      'test/targets/discover-targets.test.ts',
      'test/policy/chains/{properties,requests}.test.ts',
    ],
    setupFiles: ['test/support/same-cases.ts'],
    isolate: false,
  },
});
