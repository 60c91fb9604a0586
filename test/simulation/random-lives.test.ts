import fc from 'fast-check';
import { describe, it } from 'vitest';
import { liveRandomly } from './live-randomly.ts';
import { randomLife } from './random-life.ts';

const RUNS = 100;

describe('random lives of the desk', () => {
  it('end with every SR parked at its present version or finished, and every promise kept once', async () => {
    const start = performance.now();
    await fc.assert(
      fc.asyncProperty(randomLife, async (life) => void (await liveRandomly(life))),
      { numRuns: RUNS, seed: 1, endOnFailure: true },
    );
    console.log((performance.now() - start) / RUNS);
  }, 600_000);
});
