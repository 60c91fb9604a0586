import type { Logger } from '@aws-lambda-powertools/logger';
import type { Attended } from '../io/attended-files.ts';

/** Where a sweep tells what it met: of a file only what finds it again, never its name or whose it is. */
export type SweepLog = Pick<Logger, 'error' | 'warn'>;

/**
 * Looks at each file in turn, and answers how many it failed at. Each of those is told of, and keeps no other from its
 * turn. Throws only what the list itself throws.
 */
export async function eachFile(
  files: AsyncIterable<Attended> | Iterable<Attended>,
  look: (attended: Attended) => Promise<void>,
  log: SweepLog,
): Promise<number> {
  let failed = 0;
  for await (const attended of files) {
    try {
      await look(attended);
    } catch (error) {
      failed += 1;
      const { number, id } = attended;
      log.error('not swept', { number, id, error: asError(error) });
    }
  }
  return failed;
}

/** What was thrown, as the log takes it. */
export function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
