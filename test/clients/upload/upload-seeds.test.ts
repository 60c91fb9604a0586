import { describe, expect, it } from 'vitest';
import type { Outcome } from '#clients/upload/outcome.ts';
import { seededRandom } from '#local/step-functions/randomness.ts';
import { type Faults, randomBytesOf, UploadWorld } from '#test/support/upload-world.ts';

const MINUTE = 60_000;

/** Everything at once, from a little to a lot. */
function faultsOf(random: () => number): Faults {
  const chance = (most: number) => (random() < 0.4 ? 0 : random() * most);
  const begin = random() * 20_000;
  return {
    busy: chance(0.2),
    cut: chance(0.2),
    stall: chance(0.03),
    flip: chance(0.15),
    stale: chance(0.05),
    lost: chance(0.05),
    offline: random() < 0.3 ? [[begin, begin + random() * 30 * MINUTE]] : [],
  };
}

/** A whole life: runs that are stopped at any moment, and one that is not. */
async function live(seed: number): Promise<{ world: UploadWorld; outcomes: Outcome[]; early: number }> {
  const random = seededRandom(seed);
  const parts = 1 + Math.floor(random() * 40);
  const size = parts * 1000 - Math.floor(random() * 999);
  const world = new UploadWorld(randomBytesOf(size, seed), {
    seed,
    faults: faultsOf(random),
    bandwidth: 1000 + random() * 20_000,
    looks: Math.floor(random() * 4),
    signedForMs: random() < 0.3 ? 11_000 + random() * 60_000 : 3_600_000,
    listPage: 7,
  });
  const outcomes: Outcome[] = [];
  for (let run = Math.floor(random() * 4); run >= 0; run -= 1) {
    const upload = world.upload({ client: random() < 0.5 ? 'cli' : 'browser', rehash: random() < 0.2 });
    if (run > 0) {
      await world.time.pass(random() * 10_000);
      upload.stop();
    }
    const outcome = await world.time.until(upload.outcome);
    outcomes.push(outcome);
    if (random() < 0.2) world.memory.length = 0;
    if (outcome.kind === 'verified') break;
    if (outcome.kind === 'stopped') continue;
    // Somebody comes back later.
    await world.time.pass(10 * MINUTE);
    if (outcomes.length < 12) run += 1;
  }
  const early = world.progress.filter(({ state }) => state === 'verified').length;
  return { world, outcomes, early };
}

describe('[lesson 23] [lesson 29] whatever happens on the way', () => {
  it.each([0, 100, 200, 300, 400, 500, 600, 700, 800, 900])(
    'nothing is lost, nothing is corrupt, nothing succeeds early (100 seeds from %i)',
    async (first) => {
      const kinds = new Map<string, number>();
      for (let seed = first; seed < first + 100; seed += 1) {
        const { world, outcomes, early } = await live(seed);
        for (const { kind } of outcomes) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
        const last = outcomes.at(-1);
        const verified = [...world.model.uploads.values()].filter(({ view }) => view.state === 'verified');
        const seen = {
          seed,
          last: last?.kind,
          held: world.held,
          verified: verified.map((upload) => world.model.contentOf(upload).equals(world.file.bytes)),
          tooManySigned: world.model.mostSigned > 32,
          // Told only by the run that ended so, once, as its last word.
          early: early - outcomes.filter(({ kind }) => kind === 'verified').length,
          lastWord: world.progress.at(-1)?.state,
          backwards: world.progress.some(({ bytesSent, bytesTotal }) => bytesSent > bytesTotal),
        };
        expect(seen).toEqual({
          seed,
          last: 'verified',
          held: 0,
          verified: [true],
          tooManySigned: false,
          early: 0,
          lastWord: 'verified',
          backwards: false,
        });
      }
      expect(kinds.get('verified')).toBe(100);
      expect(kinds.get('stopped')).toBeGreaterThan(50);
    },
  );
});
