import * as z from 'zod/mini';

const MS = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000 } as const;
const SHORT = /^(\d+(?:\.\d+)?)(d|h|m|s)$/;
const ISO = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/**
 * Milliseconds of a duration as packs write it: `30m`, `4h`, `2d` or ISO 8601 (`PT30M`, `P10D`).
 * NaN when it is neither; months and years have no fixed length and are refused.
 */
export function durationMs(written: string): number {
  const short = SHORT.exec(written);
  if (short) return Number(short[1]) * MS[short[2] as keyof typeof MS];
  const iso = ISO.exec(written);
  if (!iso || written === 'P' || written.endsWith('T')) return Number.NaN;
  const [days, hours, minutes, seconds] = iso.slice(1).map((part) => Number(part ?? 0));
  return (days ?? 0) * MS.d + (hours ?? 0) * MS.h + (minutes ?? 0) * MS.m + (seconds ?? 0) * MS.s;
}

/** A written duration longer than nothing. */
export const Duration = z
  .string()
  .check(
    z.refine((written) => durationMs(written) > 0, 'must be a duration such as 30m, 4h, 2d, PT30M or P10D'),
  );

/** A whole number of calendar days: `P3D` or `3d`. */
export const Days = z
  .string()
  .check(
    z.refine(
      (written) => durationMs(written) > 0 && durationMs(written) % MS.d === 0,
      'must be whole days, such as P3D or 3d',
    ),
  );

/** Whole days of a duration that `Days` accepted. */
export function wholeDays(written: string): number {
  return durationMs(written) / MS.d;
}
