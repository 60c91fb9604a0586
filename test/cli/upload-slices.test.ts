import { describe, expect, it } from 'vitest';
import { RateLimit } from '#cli/upload/rate-limit.ts';
import { FIRST_SLICE, nextSlice } from '#cli/upload/slice-length.ts';

const KIB = 1024;
const MIB = KIB ** 2;

describe('how much is given to a connection at once', () => {
  it('doubles while it leaves at once, up to the most', () => {
    const lengths = [FIRST_SLICE];
    for (let at = 0; at < 5; at += 1) lengths.push(nextSlice(lengths.at(-1) ?? 0, 5, MIB));
    expect(lengths).toEqual([64 * KIB, 128 * KIB, 256 * KIB, 512 * KIB, MIB, MIB]);
  });

  it('stays where it takes a moment, and is halved where it takes long, down to the first', () => {
    expect(nextSlice(MIB, 500, MIB)).toBe(MIB);
    expect(nextSlice(MIB, 1500, MIB)).toBe(512 * KIB);
    expect(nextSlice(FIRST_SLICE, 20_000, MIB)).toBe(FIRST_SLICE);
    // As with --limit-rate.
    expect([5, 500, 20_000].map((tookMs) => nextSlice(64, tookMs, 64))).toEqual([64, 64, 64]);
  });

  it.each([5, 16, 125])('%i kB a second: no slice takes the 30 s after which a line seems dead', (kbps) => {
    let slice = FIRST_SLICE;
    let left = 16 * MIB;
    // What buffers of the system take at once.
    let free = 400 * KIB;
    while (left > 0) {
      const tookMs = Math.max(0, slice - free) / kbps;
      expect(tookMs).toBeLessThan(30_000);
      free = Math.max(0, free - slice);
      left -= slice;
      slice = nextSlice(slice, tookMs, MIB);
    }
  });
});

describe('--limit-rate', () => {
  /** How long several connections take to send so many slices each (ms). */
  async function sent(limit: RateLimit, connections: number, slices: number): Promise<number> {
    const { signal } = new AbortController();
    const begun = performance.now();
    const send = async () => {
      for (let at = 0; at < slices; at += 1) await limit.take(limit.slice, signal);
    };
    await Promise.all(Array.from({ length: connections }, send));
    return performance.now() - begun;
  }

  it.each([
    [2 * MIB, 8, 2],
    [2 * MIB, 1, 16],
    [2000, 4, 4],
  ])('%i bytes a second hold for all connections together', async (rate, connections, slices) => {
    const limit = new RateLimit(rate);
    const bytes = connections * slices * limit.slice;
    // The first slice leaves at once.
    const rightMs = ((bytes - limit.slice) / rate) * 1000;
    const tookMs = await sent(limit, connections, slices);
    expect(tookMs).toBeGreaterThan(rightMs - 5);
    expect(tookMs).toBeLessThan(rightMs + 250);
  });

  it('what was not used in a pause is not sent at once after it', async () => {
    const limit = new RateLimit(2 * MIB);
    await sent(limit, 2, 2);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await sent(limit, 4, 1)).toBeGreaterThan(3 * 50 - 5);
  });

  it('a connection that is given up stops waiting for its turn', async () => {
    const limit = new RateLimit(1024);
    const flight = new AbortController();
    await limit.take(10_240, flight.signal);
    const waiting = limit.take(1, flight.signal);
    flight.abort();
    await expect(waiting).rejects.toThrow('aborted');
  });
});
