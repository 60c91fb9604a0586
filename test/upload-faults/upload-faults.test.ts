import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { synthesise } from '#local/synth.ts';
import { liveTogether } from './lanes.ts';
import type { Life } from './life.ts';
import { type Moment, type Plan, planOf } from './plan.ts';
import { Tally } from './tally.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const MIB = 1024 ** 2;
const RUNS = 20;

const AT_FIRST_PART: Moment = { on: 'part', nth: 1, afterMs: 0 };

/** The plan of a seed in short: two parts at most. The stack is killed once, and every fourth client for certain. */
function shortPlanOf(seed: number): Plan {
  const plan = planOf(seed);
  const troubles = plan.troubles.filter(({ kind }) => kind !== 'kill-stack');
  if (seed === 6) troubles.push({ kind: 'kill-stack', at: AT_FIRST_PART, way: 0 });
  if (seed % 4 === 1) troubles.unshift({ kind: 'kill-client', at: AT_FIRST_PART, way: seed / RUNS });
  const size = seed % 4 === 1 ? 16 * MIB + seed : Math.min(plan.size, 18 * MIB + seed);
  return { ...plan, size, rate: null, troubles };
}

describe('[WRK-6] [lesson 23] [lesson 29] uploads to a real stack, which is killed as its clients are', () => {
  let assembly: string;
  beforeAll(async () => {
    assembly = await synthesise({ projectRoot: ROOT });
  });

  it(`lose nothing, corrupt nothing and tell of no success early (${RUNS} seeds)`, async () => {
    const tally = new Tally();
    const lives: Life[] = [];
    const violations: string[] = [];
    const plans = Array.from({ length: RUNS }, (_, at) => shortPlanOf(at + 1));
    await liveTogether(plans, { lanes: 3, assembly, keep: false }, tally, {
      onLife({ seed }, life) {
        lives.push(life);
        for (const violation of life.violations) violations.push(`seed ${seed}: ${violation}\n${life.said}`);
      },
      onStack: (_plans, wrong) => violations.push(...wrong),
    });
    expect(violations).toEqual([]);
    expect(lives.map(({ ends }) => ends.at(-1))).toEqual(Array.from({ length: RUNS }, () => 'verified'));
    expect(tally.of('objects read back')).toBeGreaterThanOrEqual(RUNS);
    expect(tally.of('kills of the stack')).toBe(1);
    expect(tally.of('kills of clients')).toBeGreaterThanOrEqual(5);
    expect(tally.under('fault ').length).toBeGreaterThan(8);
  }, 600_000);
});
