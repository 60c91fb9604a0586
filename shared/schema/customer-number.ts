import * as z from 'zod/mini';
import { luhnDigit, passesLuhn } from './luhn.ts';

/** A contact's own number: 10 digits, never shared, the last one a check digit (ACC-2). */
export const CustomerNumber = z.string().check(
  z.regex(/^\d{10}$/, { error: 'a customer number has 10 digits', abort: true }),
  z.refine(
    (number) => passesLuhn(number),
    'the check digit of this customer number does not fit: a digit is mistyped',
  ),
);
export type CustomerNumber = z.infer<typeof CustomerNumber>;

/** Makes a customer number from a random integer below 10^9. */
export function makeCustomerNumber(random: number): CustomerNumber {
  const digits = String(random).padStart(9, '0');
  return digits + luhnDigit(digits);
}
