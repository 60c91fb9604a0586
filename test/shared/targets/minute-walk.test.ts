import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import type { WeeklyCalendar } from '#shared/targets/calendar.ts';
import { openCalendar } from '#shared/targets/interval-index.ts';
import { randomCalendar, zones } from './random-calendar.ts';

const MINUTE = 60_000;
const names = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** Rule 1 read aloud: what the wall shows at this instant, looked up in the date's windows. */
function openAt(calendar: WeeklyCalendar, ms: number): boolean {
  const wall = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(calendar.timeZone);
  const date = wall.toPlainDate().toString();
  const name = names[wall.dayOfWeek - 1] ?? 'mon';
  const usual = calendar.holidays?.includes(date) ? [] : calendar.weekly[name];
  const windows = calendar.overrides?.[date] ?? usual ?? [];
  const now = wall.toPlainTime().toString({ smallestUnit: 'minute' });
  return windows.some(([open, close]) => open <= now && now < close);
}

/** Counts minute by minute; null when the target is not reached within `most` minutes. */
function walk(calendar: WeeklyCalendar, start: number, minutes: number, most: number): number | null {
  let missing = minutes;
  for (let at = start; at < start + most * MINUTE; at += MINUTE) {
    if (openAt(calendar, at)) missing -= 1;
    if (missing === 0) return at + MINUTE;
  }
  return null;
}

// Days on which some of the zones change, and quiet ones between.
const days = [
  '2024-09-08',
  '2024-11-02',
  '2025-03-08',
  '2025-03-29',
  '2025-04-05',
  '2025-04-24',
  '2025-06-10',
]
  .concat(['2025-09-06', '2025-09-27', '2025-10-04', '2025-10-25', '2025-10-30', '2025-11-01', '2026-02-27'])
  .map((day) => Date.parse(day));
const start = fc
  .tuple(fc.constantFrom(...days), fc.integer({ min: 0, max: 2_000 }))
  .map(([day, minute]) => day + minute * MINUTE);

describe('the interval index against an independent minute walk', () => {
  it.each(zones)('finds the same due in %s', (timeZone) => {
    const property = fc.property(
      randomCalendar,
      start,
      fc.integer({ min: 1, max: 900 }),
      (random, from, minutes) => {
        const calendar = { ...random, timeZone } as WeeklyCalendar;
        const walked = walk(calendar, from, minutes, 2_880);
        const due = openCalendar(calendar).due(from, minutes * MINUTE);
        if (walked === null) expect(due).toBeGreaterThan(from + 2_880 * MINUTE);
        else expect(due).toBe(walked);
      },
    );
    fc.assert(property, { numRuns: 10 });
  });
});
