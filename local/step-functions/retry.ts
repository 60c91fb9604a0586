import type { Retrier } from './definition.ts';
import type { Random } from './randomness.ts';
import type { StateFailure } from './state-failure.ts';

/** Whether an ErrorEquals list answers to a failure (Step Functions developer guide, "Handling errors"). */
export function answersTo(errorEquals: readonly string[], failure: StateFailure): boolean {
  const error = failure.error ?? '';
  if (error === 'States.Runtime') return false;
  return errorEquals.some((name) => {
    if (name === error) return true;
    if (name === 'States.ALL') return error !== 'States.DataLimitExceeded';
    if (name === 'States.TaskFailed')
      return error !== 'States.Timeout' && error !== 'States.DataLimitExceeded';
    return name === 'States.HeartbeatTimeout' && failure.heartbeat;
  });
}

/** Milliseconds before the retry that follows `earlier` retries by the same retrier. */
export function retryDelayMs(retrier: Retrier, earlier: number, random: Random): number {
  const seconds = retrier.IntervalSeconds * retrier.BackoffRate ** earlier;
  const capped = Math.min(seconds, retrier.MaxDelaySeconds ?? Number.POSITIVE_INFINITY, 99_999_999);
  return Math.round(capped * 1000 * (retrier.JitterStrategy === 'FULL' ? random() : 1));
}
