import fc from 'fast-check';
import { it } from 'vitest';
import { liveRandomly } from './live-randomly.ts';
import { RUNS_PER_FILE, randomLife } from './random-life.ts';

it('random interleavings leave every SR parked at its version or finished, each promise kept once (two)', async () => {
  const property = fc.asyncProperty(randomLife, async (life) => void (await liveRandomly(life)));
  await fc.assert(property, { numRuns: RUNS_PER_FILE, seed: 19_991_231 });
}, 600_000);
