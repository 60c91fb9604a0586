import { describe, expect, it } from 'vitest';
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
