/** What is given to a connection at first (bytes): little enough for a line of a few kB a second to take in time. */
export const FIRST_SLICE = 64 * 1024;

/** A slice that left sooner was too short, one that left later too long (ms). */
const SHORT_MS = 100;
const LONG_MS = 1000;

/**
 * How much to give to a connection next (bytes), of at most `most`, after `slice` took `tookMs` to leave. Only whole
 * slices are known to have left: on a slow line long ones would look as if nothing moved.
 */
export function nextSlice(slice: number, tookMs: number, most: number): number {
  if (tookMs < SHORT_MS) return Math.min(slice * 2, most);
  return tookMs > LONG_MS ? Math.min(Math.max(Math.floor(slice / 2), FIRST_SLICE), most) : slice;
}
