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

/** No promise is longer; more digits than that are a slip of the pen. */
const LONGEST_MS = 366 * MS.d;

function isPromise(ms: number): boolean {
  return ms > 0 && ms <= LONGEST_MS;
}

/** A written duration longer than nothing and at most 366 days. */
export const Duration = z
  .string()
  .check(
    z.refine(
      (written) => isPromise(durationMs(written)),
      'must be a duration such as 30m, 4h, 2d, PT30M or P10D, at most 366d',
    ),
  );

/** A whole number of calendar days, at most 366: `P3D` or `3d`. */
export const Days = z
  .string()
  .check(
    z.refine(
      (written) => isPromise(durationMs(written)) && durationMs(written) % MS.d === 0,
      'must be whole days, such as P3D or 3d, at most 366d',
    ),
  );

/** Whole days of a duration that `Days` accepted. */
export function wholeDays(written: string): number {
  return durationMs(written) / MS.d;
}
