import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  edgeAt,
  edgesUpTo,
  edgeTable,
  NO_EDGES,
  openBefore,
  reachedAt,
  searchedOpenBefore,
  searchedReach,
  TOTAL,
} from '#shared/targets/edge-table.ts';

/** Intervals in [0, 2000), some of them a unit long or apart, as lengths of stretches closed and open by turns. */
const intervals = fc
  .array(fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 90 })), { maxLength: 20 })
  .map((stretches) => {
    const edges: number[] = [];
    let at = 0;
    for (const stretch of stretches) {
      at += stretch;
      edges.push(at);
    }
    return edges.length % 2 === 0 ? edges : edges.slice(1);
  });

/** Open units in [0, ms), counted one by one. */
function counted(edges: readonly number[], ms: number): number {
  let open = 0;
  for (let unit = 0; unit < ms; unit++) if (edges.filter((edge) => edge <= unit).length % 2 === 1) open++;
  return open;
}

const isOrUnsure = (expected: number) => (found: number) => found === expected || Number.isNaN(found);

describe('a table of edges', () => {
  it('knows the open time before every instant: by bisection always, by bucket unless it says NaN', () => {
    const property = fc.property(intervals, (edges) => {
      const { numbers, buckets } = edgeTable(0, 2_000, edges);
      for (let ms = 0; ms < 2_000; ms += 7) {
        const open = counted(edges, ms);
        expect(searchedOpenBefore(numbers, ms)).toBe(open);
        expect(openBefore(numbers, buckets, ms)).toSatisfy(isOrUnsure(open));
      }
    });
    fc.assert(property, { numRuns: 60 });
  });

  it('knows when every amount is reached: the first instant before which so much is open', () => {
    const property = fc.property(intervals, (edges) => {
      const { numbers, buckets } = edgeTable(0, 2_000, edges);
      const total = numbers[TOTAL] ?? Number.NaN;
      expect(total).toBe(counted(edges, 2_000));
      for (let amount = 1; amount <= total; amount += 5) {
        const reached = searchedReach(numbers, amount);
        expect([counted(edges, reached), counted(edges, reached - 1)]).toEqual([amount, amount - 1]);
        expect(reachedAt(numbers, buckets, amount)).toSatisfy(isOrUnsure(reached));
      }
    });
    fc.assert(property, { numRuns: 60 });
  });

  it('is sure about working hours, and unsure only where two edges lie close', () => {
    const hour = 3_600_000;
    const day = 24 * hour;
    const working = Array.from({ length: 50 }, (_, i) => [i * day + 8 * hour, i * day + 20 * hour]).flat();
    const unsure = (edges: readonly number[]) => {
      const { numbers, buckets } = edgeTable(0, 50 * day, edges);
      const instants = Array.from({ length: 50 * 96 }, (_, i) => i * 900_000);
      return instants.filter((ms) => Number.isNaN(openBefore(numbers, buckets, ms))).length;
    };
    expect(unsure(working)).toBe(0);
    // One break of a minute, so rare that the buckets are not made shorter for it.
    const oneBreak = [...working.slice(0, 41), 20 * day + 13 * hour, 20 * day + 13 * hour + 60_000];
    expect(unsure([...oneBreak, ...working.slice(41)])).toBeGreaterThan(0);
    expect(unsure([...oneBreak, ...working.slice(41)])).toBeLessThan(50);
  });

  it('names edges by their place, and Infinity after the last', () => {
    const { numbers } = edgeTable(0, 100, [10, 20, 30, 40]);
    expect([0, 1, 2, 3, 4].map((place) => edgeAt(numbers, place))).toEqual([
      10,
      20,
      30,
      40,
      Number.POSITIVE_INFINITY,
    ]);
    expect([9, 10, 20, 29, 45].map((ms) => edgesUpTo(numbers, ms))).toEqual([0, 1, 2, 2, 4]);
  });

  it('may be empty, and then is sure of nothing', () => {
    for (const { numbers, buckets } of [NO_EDGES, edgeTable(0, 100, [])]) {
      expect(openBefore(numbers, buckets, 50)).toBeNaN();
      expect(searchedOpenBefore(numbers, 50)).toBe(0);
      expect(edgeAt(numbers, 0)).toBe(Number.POSITIVE_INFINITY);
    }
  });
});
