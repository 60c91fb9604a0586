import { expect, it } from 'vitest';
import { comparedAmounts } from '#shared/uploads/compared-amounts.ts';

const TIB = 1024 ** 4;

it.each([
  [
    [6 * TIB, 5 * TIB],
    ['6.0 TiB', '5.0 TiB'],
  ],
  [
    [5 * TIB + 1, 5 * TIB],
    ['5,497,558,138,881 bytes', '5,497,558,138,880 bytes'],
  ],
  [
    [7, 0, 0],
    ['7 B', '0 B', '0 B'],
  ],
])('amounts of %j bytes are told apart', (amounts, texts) => {
  expect(comparedAmounts(...amounts)).toEqual(texts);
});
