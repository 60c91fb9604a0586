import * as z from 'zod/mini';
import { isDate } from './local-date.ts';
import { isZone } from './zone.ts';

const openPattern = /^([01]\d|2[0-3]):[0-5]\d$/;
const closePattern = /^(([01]\d|2[0-3]):[0-5]\d|24:00)$/;

const TimeWindow = z
  .tuple([
    z.string().check(z.regex(openPattern, 'A window opens at a time from "00:00" to "23:59".')),
    z.string().check(z.regex(closePattern, 'A window closes at a time from "00:01" to "24:00".')),
  ])
  .check(
    z.refine(([open, close]) => open < close, {
      error: 'A window must close later than it opens; windows do not cross midnight (split them there).',
    }),
  );

// "HH:MM" texts of equal length sort as the times they mean, so no parsing is needed to compare them.
function apart(windows: readonly (readonly [string, string])[]): boolean {
  const sorted = [...windows].sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted.every(([open], i) => i === 0 || (sorted[i - 1]?.[1] ?? '') <= open);
}

const TimeWindows = z.array(TimeWindow).check(z.refine(apart, { error: 'The windows of a day overlap.' }));

// zod/mini brings no texts of its own; what an author of a calendar can get wrong is said here.
function explain(issue: { readonly code?: string; readonly keys?: readonly string[] }): string | undefined {
  if (issue.code === 'unrecognized_keys') return `Unknown field: ${issue.keys?.join(', ')}.`;
  if (issue.code === 'invalid_key') return 'Not a date that exists, written YYYY-MM-DD.';
  return undefined;
}

const LocalDate = z
  .string()
  .check(z.refine(isDate, { error: 'Not a date that exists, written YYYY-MM-DD.' }));

const TimeZone = z
  .string('A calendar names the time zone its hours are in.')
  .check(z.refine(isZone, { error: 'Not a time zone of the tz database, such as "Europe/Paris".' }));

const Version = z
  .string()
  .check(z.minLength(1, 'A version is not empty.'), z.maxLength(80, 'A version has at most 80 characters.'));

const provenance = {
  /** Holidays are known up to and including this local date; later deadlines are provisional. */
  knownUntil: z.optional(LocalDate),
  /** Which edition of the calendar this is; clocks carry it (rule 12). */
  version: z.optional(Version),
};

const AlwaysOpen = z.strictObject(
  { always: z.literal(true), timeZone: z.optional(TimeZone), ...provenance },
  { error: explain },
);

const WeeklyHours = z
  .strictObject(
    {
      always: z.optional(z.undefined()),
      timeZone: TimeZone,
      weekly: z.strictObject(
        {
          mon: z.optional(TimeWindows),
          tue: z.optional(TimeWindows),
          wed: z.optional(TimeWindows),
          thu: z.optional(TimeWindows),
          fri: z.optional(TimeWindows),
          sat: z.optional(TimeWindows),
          sun: z.optional(TimeWindows),
        },
        { error: explain },
      ),
      holidays: z.optional(z.array(LocalDate)),
      overrides: z.optional(z.record(LocalDate, TimeWindows, { error: explain })),
      ...provenance,
    },
    { error: explain },
  )
  .check(
    z.refine(
      ({ weekly, overrides }) =>
        [...Object.values(weekly), ...Object.values(overrides ?? {})].some((windows) => windows?.length),
      { error: 'The calendar never opens: it needs a window on at least one day.' },
    ),
  );

/**
 * When a promise's time counts (targets.md rule 1): around the clock, or weekly windows in one zone with
 * holidays (closed dates) and overrides (dates with their own windows, stronger than holidays).
 * `{always: true}` may name a zone, which then decides its local dates; UTC otherwise.
 * Refuses empty, inverted and overlapping windows, unknown zones and a calendar that never opens.
 */
export const Calendar = z.discriminatedUnion('always', [AlwaysOpen, WeeklyHours], {
  error: 'A calendar is {"always": true}, or has a timeZone and weekly windows.',
});
export type Calendar = z.infer<typeof Calendar>;
export type WeeklyCalendar = z.infer<typeof WeeklyHours>;
