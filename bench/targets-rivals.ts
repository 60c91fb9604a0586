import { Temporal } from 'temporal-polyfill';
import type { WeeklyCalendar } from '#shared/targets/calendar.ts';
import type { OpenTime } from '#shared/targets/open-time.ts';

// Other ways to find a due, each as its author would write it with care: what the engine is measured against.

export type FindDue = (startMs: number, targetMs: number) => number;

const names = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const MINUTE = 60_000;

function windowsOf(
  calendar: WeeklyCalendar,
  date: Temporal.PlainDate,
): readonly (readonly [string, string])[] {
  const text = date.toString();
  const special = calendar.overrides?.[text];
  if (special) return special;
  if (calendar.holidays?.includes(text)) return [];
  return calendar.weekly[names[date.dayOfWeek - 1] ?? 'mon'] ?? [];
}

/** Asks of each minute what the wall shows. */
export function minuteWalk(calendar: WeeklyCalendar): FindDue {
  return (startMs, targetMs) => {
    let missing = targetMs;
    for (let at = startMs; ; ) {
      const end = (Math.floor(at / MINUTE) + 1) * MINUTE;
      const wall = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(calendar.timeZone);
      const time = wall.toPlainTime().toString({ smallestUnit: 'minute' });
      if (windowsOf(calendar, wall.toPlainDate()).some(([open, close]) => open <= time && time < close)) {
        if (end - at >= missing) return at + missing;
        missing -= end - at;
      }
      at = end;
    }
  };
}

/** Goes from date to date, and asks for the instants of each window. */
export function dayWalk(calendar: WeeklyCalendar): FindDue {
  const { timeZone } = calendar;
  return (startMs, targetMs) => {
    let missing = targetMs;
    let date = Temporal.Instant.fromEpochMilliseconds(startMs).toZonedDateTimeISO(timeZone).toPlainDate();
    for (;;) {
      for (const [open, close] of windowsOf(calendar, date)) {
        const from = Math.max(startMs, date.toZonedDateTime({ timeZone, plainTime: open }).epochMilliseconds);
        const to = date.toZonedDateTime({ timeZone, plainTime: close }).epochMilliseconds;
        if (to <= from) continue;
        if (to - from >= missing) return from + missing;
        missing -= to - from;
      }
      date = date.add({ days: 1 });
    }
  };
}

/** Finds start and end by bisection in the list of all open intervals. */
export function bisection(openTime: OpenTime, from: number, to: number): FindDue {
  const spans = openTime.intervals(from, to);
  const opens = Float64Array.from(spans, (span) => span.from);
  const closes = Float64Array.from(spans, (span) => span.to);
  const before = new Float64Array(spans.length);
  for (let i = 1; i < spans.length; i++) {
    before[i] = (before[i - 1] ?? 0) + (closes[i - 1] ?? 0) - (opens[i - 1] ?? 0);
  }
  return (startMs, targetMs) => {
    let low = 0;
    let high = closes.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((closes[middle] as number) <= startMs) low = middle + 1;
      else high = middle;
    }
    const open = opens[low] as number;
    const amount = (before[low] as number) + (startMs > open ? startMs - open : 0) + targetMs;
    high = closes.length;
    while (low + 1 < high) {
      const middle = (low + high) >> 1;
      if ((before[middle] as number) < amount) low = middle;
      else high = middle;
    }
    return (opens[low] as number) + amount - (before[low] as number);
  };
}

/** No rival: what a call costs that only refuses what is out of its range, and adds. */
export class RangeCheck {
  readonly #range: Float64Array;

  constructor(from: number, until: number) {
    this.#range = Float64Array.of(from, until);
  }

  due(startMs: number, targetMs: number): number {
    const range = this.#range;
    if (!(startMs >= (range[0] as number) && startMs < (range[1] as number) && targetMs > 0)) {
      throw new RangeError('out of range');
    }
    return startMs + targetMs;
  }
}
