import { defineConfig } from 'vitest/config';

/** Tests that look at what the whole run before them left behind. */
export default defineConfig({
  test: {
    include: ['test/after/**/*.test.ts'],
    reporters: ['default', ['json', { outputFile: 'coverage/results/after.json' }]],
  },
});
