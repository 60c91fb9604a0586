import { describe, expect, it, test } from 'vitest';
import { compareParts } from '#shared/uploads/compare-parts.ts';

const PLAN = { partSize: 10, parts: 3 };
const announced = new Map([
  [1, 'a'],
  [2, 'b'],
  [3, 'c'],
]);
const whole = [
  { n: 1, size: 10, sha256: 'a' },
  { n: 2, size: 10, sha256: 'b' },
  { n: 3, size: 5, sha256: 'c' },
];

describe('what the store has, held against what was announced', () => {
  it('[WRK-6] is whole when number, size and hash of every part are right', () => {
    expect(compareParts(25, PLAN, announced, whole)).toEqual({ missing: [], mismatched: [] });
    expect(compareParts(0, { partSize: 10, parts: 0 }, new Map(), [])).toEqual({
      missing: [],
      mismatched: [],
    });
  });

  test.each([
    ['lacks a part', whole.slice(1), { missing: [1], mismatched: [] }],
    ['has none', [], { missing: [1, 2, 3], mismatched: [] }],
    [
      'has another hash',
      [{ n: 1, size: 10, sha256: 'x' }, ...whole.slice(1)],
      { missing: [], mismatched: [1] },
    ],
    [
      'has a short part',
      [{ n: 1, size: 9, sha256: 'a' }, ...whole.slice(1)],
      { missing: [], mismatched: [1] },
    ],
    [
      'has a last part as long as the others',
      [...whole.slice(0, 2), { n: 3, size: 10, sha256: 'c' }],
      { missing: [], mismatched: [3] },
    ],
    ['has a part too many', [...whole, { n: 4, size: 1, sha256: 'd' }], { missing: [], mismatched: [4] }],
  ])('%s', (_, stored, shortfall) => {
    expect(compareParts(25, PLAN, announced, stored)).toEqual(shortfall);
  });

  it('a part that nobody announced counts as wrong', () => {
    expect(compareParts(25, PLAN, new Map([[1, 'a']]), whole)).toEqual({ missing: [], mismatched: [2, 3] });
  });
});
