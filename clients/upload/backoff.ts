/** Longest wait between two attempts (ms). */
export const LONGEST_WAIT_MS = 30_000;

const FIRST_WAIT_MS = 500;

/**
 * How long to wait before the next attempt (ms), after `failures` failed ones: anything up to a bound that doubles.
 * Full jitter keeps clients that failed together from coming back together.
 * https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/
 */
export function waitMs(failures: number, random: number): number {
  return Math.floor(random * Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(failures, 16)));
}
