import { LARGEST_FILE, LARGEST_PART, MAX_PARTS, PART_STEP, SMALLEST_PART } from './limits.ts';

/** How a file is cut: every part has `partSize` bytes but the last, which has what is left. */
export interface PartPlan {
  readonly partSize: number;
  /** 0 for an empty file. */
  readonly parts: number;
}

/** Where a part lies in its file, in bytes. */
export interface PartRange {
  readonly start: number;
  readonly length: number;
}

/**
 * How a file of `size` bytes is cut; it follows from the size alone, so whoever has the file can compute its digest.
 * Throws RangeError for what is no size, or more than LARGEST_FILE.
 */
export function planParts(size: number): PartPlan {
  if (!Number.isSafeInteger(size) || size < 0 || size > LARGEST_FILE)
    throw new RangeError(`A file has 0 to ${LARGEST_FILE} bytes, not ${size}.`);
  const even = Math.ceil(size / MAX_PARTS / PART_STEP) * PART_STEP;
  const partSize = Math.min(LARGEST_PART, Math.max(SMALLEST_PART, even));
  return { partSize, parts: Math.ceil(size / partSize) };
}

/** The bytes of part `n`, counted from 1, of a file cut by `partSize`. Throws RangeError where there is no such part. */
export function partRange(n: number, size: number, partSize: number): PartRange {
  const start = (n - 1) * partSize;
  if (!Number.isInteger(n) || n < 1 || start >= size)
    throw new RangeError(`A file of ${size} bytes has no part ${n}.`);
  return { start, length: Math.min(partSize, size - start) };
}
