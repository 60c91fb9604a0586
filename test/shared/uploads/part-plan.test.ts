import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { partRange, planParts } from '#shared/uploads/part-plan.ts';

const MIB = 1024 ** 2;
const GIB = 1024 ** 3;
const TIB = 1024 ** 4;

/** Sizes of every magnitude up to 5 TiB, and the bytes beside the places where something changes. */
const anySize = fc.oneof(
  fc.maxSafeNat().map((n) => n % (5 * TIB + 1)),
  fc.integer({ min: 0, max: 42 }).chain((power) => fc.integer({ min: 0, max: 2 }).map((d) => 2 ** power + d)),
  fc
    .tuple(fc.integer({ min: 1, max: 170 }), fc.integer({ min: -1, max: 1 }))
    .map(([step, d]) => step * 8 * MIB * 4000 + d),
);

describe('how a file is cut', () => {
  test.each([
    ['an empty file', 0, 16 * MIB, 0],
    ['one byte', 1, 16 * MIB, 1],
    ['exactly a part', 16 * MIB, 16 * MIB, 1],
    ['a part and a byte', 16 * MIB + 1, 16 * MIB, 2],
    ['the largest file in parts of 16 MiB', 4000 * 16 * MIB, 16 * MIB, 4000],
    ['a byte more', 4000 * 16 * MIB + 1, 24 * MIB, 2667],
    ['100 GiB', 100 * GIB, 32 * MIB, 3200],
    ['5 TiB', 5 * TIB, 1312 * MIB, 3997],
    ['the largest of all', 4000 * 5 * GIB, 5 * GIB, 4000],
  ])('[WRK-6] %s', (_, size, partSize, parts) => {
    expect(planParts(size)).toEqual({ partSize, parts });
  });

  test.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 4000 * 5 * GIB + 1])('%d is no size', (size) => {
    expect(() => planParts(size)).toThrow(RangeError);
  });

  it('[WRK-6] every size up to 5 TiB gives at most 4000 parts that S3 takes', () => {
    fc.assert(
      fc.property(anySize, (size) => {
        const { partSize, parts } = planParts(size);
        expect(parts).toBeLessThanOrEqual(4000);
        expect(partSize % (8 * MIB)).toBe(0);
        expect(partSize).toBeGreaterThanOrEqual(16 * MIB);
        expect(partSize).toBeLessThanOrEqual(5 * GIB);
      }),
      { numRuns: 2000 },
    );
  });

  it('the ranges tile the file: no byte is left out and none is in two', () => {
    fc.assert(
      fc.property(anySize, (size) => {
        const { partSize, parts } = planParts(size);
        let end = 0;
        const wrong: number[] = [];
        for (let n = 1; n <= parts; n++) {
          const { start, length } = partRange(n, size, partSize);
          const fits = start === end && length > 0 && (n === parts || length === partSize);
          if (!fits) wrong.push(n);
          end = start + length;
        }
        expect([wrong, end]).toEqual([[], size]);
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    [0, 100],
    [2, 100],
    [1.5, 100],
    [1, 0],
  ])('there is no part %d of %d bytes', (n, size) => {
    expect(() => partRange(n, size, 16 * MIB)).toThrow(RangeError);
  });
});
