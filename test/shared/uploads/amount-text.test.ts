import { expect, it } from 'vitest';
import { amountText } from '#shared/uploads/amount-text.ts';

it.each([
  [0, '0 B'],
  [1, '1 B'],
  [1023, '1023 B'],
  [1024, '1.0 KiB'],
  [102_399, '100 KiB'],
  [1_048_063, '1023 KiB'],
  [1_048_064, '1.0 MiB'],
  [800_000_000, '763 MiB'],
  [5 * 1024 ** 4, '5.0 TiB'],
  [2 ** 60, '1024 PiB'],
])('%d bytes are %s', (bytes, text) => {
  expect(amountText(bytes)).toBe(text);
});
