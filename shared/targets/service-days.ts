import type { OpenTime } from './open-time.ts';

/** A promise in service days: as business time of `dayMs` each, or to the end of the Nth day (rule 9). */
export type ServiceDays =
  | { readonly mode: 'business-time'; readonly days: number; readonly dayMs: number }
  | { readonly mode: 'end-of-day'; readonly days: number };

/**
 * Due of a promise in service days. By end of day, day 0 is the local date of the first open instant at or after
 * the start, so a request filed on a Saturday counts from Monday. Throws OutsideZoneData.
 */
export function serviceDaysDue(openTime: OpenTime, startMs: number, promise: ServiceDays): number {
  if (!Number.isInteger(promise.days) || promise.days < 0) {
    throw new RangeError(`${promise.days} is no number of service days.`);
  }
  if (promise.mode === 'business-time') return openTime.due(startMs, promise.days * promise.dayMs);
  const { days } = openTime;
  let day = days.dayOf(openTime.nextOpen(startMs));
  for (let n = 0; n < promise.days; n++) day = days.serviceDayFrom(day + 1);
  const close = days.lastClose(day);
  if (close === null) throw new RangeError('A service day without a close.');
  return close;
}
