import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // What all the others used is looked at when they are done: vitest.after.config.ts.
    exclude: ['test/after/**'],
    reporters: ['default', ['json', { outputFile: 'coverage/results/tests.json' }]],
    // Two cores: more workers only make the journeys' local stacks slower.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
