import path from 'node:path';
import * as z from 'zod/mini';
import { type LocalClock, runningClock, virtualClock } from './clock.ts';
import { openRunningClock } from './clock-file.ts';
import type { StartOptions } from './start-options.ts';
import { openStateFile } from './state-file.ts';

/** How a desk last started, and while its time stood still, where. */
const Seen = z.object({ nowMs: z.number(), frozen: z.boolean() });

/** Said when a desk would have to go back in time. */
export class TimeWouldGoBack extends Error {
  override readonly name = 'TimeWouldGoBack';
}

/**
 * The clock of a start: real time, as far ahead as the state folder already is, or time that stands still where it
 * last stood. `--start` may only lead forward from there, because what happened carries its time.
 */
export function startClock({ stateDir, clock, startMs }: StartOptions, realMs: number): LocalClock {
  const seen = openStateFile(path.resolve(stateDir), 'start-clock', Seen, { nowMs: 0, frozen: true });
  const ahead = openRunningClock(stateDir);
  const runningMs = ahead.now();
  ahead.stop();
  const reachedMs = seen.value.frozen ? seen.value.nowMs : runningMs;
  if (startMs !== undefined && startMs < reachedMs) {
    throw new TimeWouldGoBack(
      `The desk in ${stateDir} has lived until ${new Date(reachedMs).toISOString()}; choose a later --start or another --state.`,
    );
  }
  if (clock === 'real') {
    const nowMs = startMs ?? Math.max(reachedMs, runningMs);
    seen.save({ nowMs, frozen: false });
    return runningClock(nowMs - realMs);
  }
  const frozen = virtualClock(startMs ?? (reachedMs || realMs));
  const keep = () => seen.save({ nowMs: frozen.now(), frozen: true });
  keep();
  return {
    ...frozen,
    advanceTo: (instantMs, settle) =>
      frozen.advanceTo(instantMs, async () => {
        keep();
        await settle();
      }),
  };
}
