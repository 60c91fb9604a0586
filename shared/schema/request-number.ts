import * as z from 'zod/mini';
import { luhnDigit, passesLuhn } from './luhn.ts';

/** An SR number: 11 digits, two for the year of filing, eight random, one check digit (FIL-5). */
export const RequestNumber = z.string().check(
  z.regex(/^\d{11}$/, 'an SR number has 11 digits'),
  z.refine(
    (number) => passesLuhn(number),
    'the check digit of this SR number does not fit: a digit is mistyped',
  ),
);
export type RequestNumber = z.infer<typeof RequestNumber>;

/**
 * Makes the SR number for a request filed at `filedAt` (an ISO instant) from a random integer below 10^8.
 * Uniqueness is the store's to ensure: it puts the number under `attribute_not_exists`.
 */
export function makeRequestNumber(filedAt: string, random: number): RequestNumber {
  const digits = filedAt.slice(2, 4) + String(random).padStart(8, '0');
  return digits + luhnDigit(digits);
}
