import type { Calendar } from '../targets/calendar.ts';
import { type PackCalendar, WEEKDAYS } from './pack.ts';

type Window = [string, string];
type Weekday = (typeof WEEKDAYS)[number];

/** A pack's calendar as the target engine takes it, with the customer's zone where the pack says so. */
export function targetCalendar(calendar: PackCalendar, customerZone: string): Calendar {
  // Open at every instant, and still the customer's own dates tell one service day from the next.
  if (calendar === 'always') return { always: true, timeZone: customerZone };
  const weekly: Partial<Record<Weekday, Window[]>> = {};
  for (const [days, windows] of Object.entries(calendar.weekly)) {
    for (const day of weekdays(days)) weekly[day] = [...(weekly[day] ?? []), ...windows.map(bounds)];
  }
  return {
    timeZone: calendar.zone === 'customer' ? customerZone : calendar.zone,
    weekly,
    ...(calendar.holidays && { holidays: calendar.holidays }),
    ...(calendar.overrides && {
      overrides: Object.fromEntries(
        Object.entries(calendar.overrides).map(([date, windows]) => [date, windows.map(bounds)]),
      ),
    }),
  };
}

function bounds(window: string): Window {
  const [open = '', close = ''] = window.split('-');
  return [open, close];
}

/** The days a key of `weekly` stands for: `mon`, or `mon..fri`. */
function weekdays(key: string): readonly Weekday[] {
  const [first, last = first] = key.split('..');
  const from = WEEKDAYS.indexOf(first as Weekday);
  const to = WEEKDAYS.indexOf(last as Weekday);
  if (from < 0 || to < from)
    throw new Error(`"${key}" is neither a day (mon) nor a range of days (mon..fri)`);
  return WEEKDAYS.slice(from, to + 1);
}
