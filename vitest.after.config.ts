import { defineConfig } from 'vitest/config';

/** What can only be asked once every other test has run: `vitest run --config vitest.after.config.ts`. */
export default defineConfig({
  test: {
    include: ['test/after/**/*.test.ts'],
    reporters: ['default', ['json', { outputFile: 'coverage/results/after.json' }]],
    testTimeout: 60_000,
  },
});
