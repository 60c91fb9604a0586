import * as z from 'zod/mini';

/** A UTC instant as text with milliseconds, `2026-03-01T09:00:00.000Z`: sorts as text in time order. */
export const Instant = z.iso.datetime({ precision: 3 });
export type Instant = z.infer<typeof Instant>;

/** An instant as a person or another program may write it: any precision, any offset. */
export const WrittenInstant = z.pipe(
  z.iso.datetime({ offset: true }),
  z.transform((written) => toInstant(Date.parse(written))),
);

/** Epoch milliseconds to their one written form. */
export function toInstant(epochMs: number): Instant {
  return new Date(epochMs).toISOString();
}

/** An instant's epoch milliseconds. */
export function toMs(instant: Instant): number {
  return Date.parse(instant);
}
