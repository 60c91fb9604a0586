import type { Activity } from './activity.ts';
import type { Clock, LocalClock } from './clock.ts';
import type { Streams } from './streams/streams.ts';

/** Everything that can have work in flight. */
export interface WorkSources {
  readonly activity: Activity;
  readonly streams: Pick<Streams, 'atRest' | 'rest'>;
  readonly clock: Clock & Pick<LocalClock, 'nextTimer'>;
  /** Further counts of work; zero means none. They need not tell when they change. */
  readonly counts: readonly (() => number)[];
}

/**
 * Resolves when nothing is left to do before time moves: no function runs, no call is out, every write was delivered
 * by the streams, every count is zero and no timer is due.
 */
export async function quiescence({ activity, streams, clock, counts }: WorkSources): Promise<void> {
  const isQuiet = () =>
    activity.inFlight().length === 0 &&
    streams.atRest() &&
    counts.every((count) => count() === 0) &&
    (clock.nextTimer() ?? Number.POSITIVE_INFINITY) > clock.now();
  while (!isQuiet()) {
    await activity.idle();
    await streams.rest();
    // What is counted only moves within this process, so it is done a few turns of the event loop later.
    await new Promise((resolve) => setImmediate(resolve));
  }
}
