import * as z from 'zod/mini';
import { Duration } from './duration.ts';

const CalendarName = z.string().check(z.minLength(1), z.maxLength(60));

/** So many hours of a calendar: the offering's own, unless it names another one (OFF-2, OFF-3). */
const WithinHours = z.strictObject({ within: Duration, calendar: z.optional(CalendarName) });

/**
 * So many service days (targets.md rule 9). With `dayHours` a day is that much business time; without, the promise
 * ends with the last close of the last day.
 */
const WithinServiceDays = z.strictObject({
  serviceDays: z.int().check(z.gte(1), z.lte(60)),
  dayHours: z.optional(Duration),
  calendar: z.optional(CalendarName),
});

/**
 * What an offering promises at one severity. A duration alone counts on the offering's calendar; `best-effort` and
 * `none` (not applicable) run no clock, and are shown as what they are.
 */
export const Target = z.union(
  [Duration, z.enum(['best-effort', 'none']), WithinHours, WithinServiceDays],
  'must be a duration (4h), best-effort, none, {within, calendar} or {serviceDays, dayHours, calendar}',
);
export type Target = z.infer<typeof Target>;

/** One target for each severity. */
export const TargetBySeverity = z.strictObject({ 1: Target, 2: Target, 3: Target, 4: Target });

/** The calendar a target names for itself; undefined where it counts on the offering's. */
export function calendarOf(target: Target): string | undefined {
  return typeof target === 'string' ? undefined : target.calendar;
}
