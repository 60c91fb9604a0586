import { DeskBusy, DeskUnreachable } from './desk-errors.ts';
import { UploadEnded } from './outcome.ts';
import { Paused, type Run } from './run.ts';
import { Stalled } from './watch.ts';

/** How long the desk has for an answer (ms). */
const ANSWER_WITHIN_MS = 60_000;

/** Longest time that a desk is left alone for because it asks for that (ms). */
const LONGEST_LEFT_ALONE_MS = 300_000;

/** Attempts at a desk that has never answered: its address may be wrong. */
const ATTEMPTS_AT_STRANGER = 4;

/** Answers "busy" in a row after which the desk, or the store, is taken to be out of order. */
export const MOST_BUSY = 60;

/**
 * Asks the desk until it answers: for ever while it cannot be reached, MOST_BUSY times while it is busy. Rejects with
 * DeskRefused where it refuses, and with the end of the upload.
 */
export async function ask<Answer>(
  run: Run,
  question: (signal: AbortSignal) => Promise<Answer>,
): Promise<Answer> {
  for (let failures = 0, busy = 0; ; ) {
    await run.unpaused();
    try {
      const since = run.clock.now();
      const answer = await run.attempt(() => since + ANSWER_WITHIN_MS - run.clock.now(), question);
      run.heard();
      return answer;
    } catch (error) {
      if (run.signal.aborted) throw run.signal.reason;
      if (error instanceof Paused) continue;
      failures += 1;
      if (error instanceof DeskUnreachable || error instanceof Stalled) {
        if (!run.heardOnce && failures >= ATTEMPTS_AT_STRANGER)
          throw new UploadEnded({ kind: 'unreachable', sentence: 'The desk does not answer.' });
        run.unheard();
        await run.nap(run.waitMs(failures));
      } else if (error instanceof DeskBusy) {
        run.heard();
        busy += 1;
        if (busy >= MOST_BUSY) throw new UploadEnded(outOfOrder('The desk', error.status));
        const leftAloneMs = Math.min(error.retryAfterSeconds * 1000, LONGEST_LEFT_ALONE_MS);
        await run.nap(Math.max(leftAloneMs, run.waitMs(failures)));
      } else {
        run.heard();
        throw error;
      }
    }
  }
}

/** The end of an upload whose desk, or store, only ever says that it is busy. */
export function outOfOrder(who: string, status: number) {
  return {
    kind: 'failed',
    sentence: `${who} has answered ${status} ${MOST_BUSY} times in a row. What has arrived is kept: upload the file again later to go on.`,
  } as const;
}
