import * as z from 'zod/mini';
import { isDate } from '#shared/targets/local-date.ts';
import { Refusal, unless } from './refusal.ts';

const MINUTE = 60_000;
const LAST_WRITTEN = Date.parse('9999-12-31T23:59:59.999Z');
// Digits of a second that no whole number of milliseconds has.
const finer = /\.\d{3}\d*[1-9]/;

/** An instant as epoch ms, written with its offset: `2026-06-09T15:00:00Z`, `2026-06-09T17:00:00+02:00`. */
export const Instant = z.pipe(
  z.iso
    .datetime({
      offset: true,
      error: unless('is no instant with its offset, such as "2026-06-09T15:00:00Z"'),
    })
    .check(z.refine((text) => !finer.test(text), { error: 'is finer than a millisecond' })),
  z.transform((text: string) => Date.parse(text)),
);

/** Minutes, from zero up, as ms. Fractions may be given as far as they are whole ms. */
export const Minutes = z.pipe(
  z
    .number({ error: unless('is no number of minutes') })
    .check(
      z.minimum(0, { error: 'is less than no time' }),
      z.refine(wholeMs, { error: 'is not a whole number of milliseconds, or too large to be one' }),
    ),
  z.transform(toMs),
);

function toMs(minutes: number): number {
  // 1.1 * 60000 is not 66000 in floating point: this mends the product, it rounds no time.
  return Math.round(minutes * MINUTE);
}

function wholeMs(minutes: number): boolean {
  const ms = minutes * MINUTE;
  return Number.isSafeInteger(toMs(minutes)) && Math.abs(ms - toMs(minutes)) <= ms * 2 ** -50;
}

/** A date of the calendar, `2026-06-09`. */
export const WrittenDate = z
  .string({ error: unless('is no date, such as "2026-06-09"') })
  .check(z.refine(isDate, { error: 'is no date, such as "2026-06-09"' }));

/** An instant in UTC, to the second, with milliseconds only where there are some. */
export function instantText(ms: number): string {
  if (!(ms <= LAST_WRITTEN)) throw new Refusal('The answer lies after the year 9999.');
  return new Date(ms).toISOString().replace('.000Z', 'Z');
}
