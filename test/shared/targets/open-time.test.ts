import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import type { Calendar } from '#shared/targets/calendar.ts';
import { openCalendar } from '#shared/targets/interval-index.ts';
import { OutsideZoneData } from '#shared/targets/zone.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const at = (text: string) => Date.parse(text);
const iso = (ms: number) => new Date(ms).toISOString();

function daily(timeZone: string, ...windows: [string, string][]): Calendar {
  const weekly = {
    mon: windows,
    tue: windows,
    wed: windows,
    thu: windows,
    fri: windows,
    sat: windows,
    sun: windows,
  };
  return { timeZone, weekly };
}

describe('open time across a change of the clocks', () => {
  it.each([
    // Chicago springs from 02:00 to 03:00 on 2026-03-08, and falls from 02:00 to 01:00 on 2026-11-01.
    [
      'the gap is no time at all',
      'America/Chicago',
      '02:00',
      '03:00',
      '2026-03-08T06:00:00Z',
      30,
      '2026-03-09T07:30:00.000Z',
    ],
    [
      'a window over the gap is an hour short',
      'America/Chicago',
      '01:00',
      '04:00',
      '2026-03-08T07:00:00Z',
      120,
      '2026-03-08T09:00:00.000Z',
    ],
    [
      'a window that opens in the gap opens at its end',
      'America/Chicago',
      '02:30',
      '04:00',
      '2026-03-08T06:00:00Z',
      30,
      '2026-03-08T08:30:00.000Z',
    ],
    [
      'a window that closes in the gap closes at its start',
      'America/Chicago',
      '01:00',
      '02:30',
      '2026-03-08T07:00:00Z',
      60,
      '2026-03-08T08:00:00.000Z',
    ],
    [
      'the overlap counts twice',
      'America/Chicago',
      '01:00',
      '02:00',
      '2026-11-01T06:00:00Z',
      120,
      '2026-11-01T08:00:00.000Z',
    ],
    [
      'a half hour of the overlap comes back',
      'America/Chicago',
      '01:00',
      '01:30',
      '2026-11-01T06:00:00Z',
      45,
      '2026-11-01T07:15:00.000Z',
    ],
    // Lord Howe falls by half an hour, from 02:00 to 01:30, on 2026-04-05 (local).
    [
      'half an hour counts twice',
      'Australia/Lord_Howe',
      '01:30',
      '02:00',
      '2026-04-04T14:00:00Z',
      60,
      '2026-04-04T15:30:00.000Z',
    ],
    // Beirut springs at midnight, from 00:00 to 01:00, on 2026-03-29.
    [
      'midnight itself is skipped',
      'Asia/Beirut',
      '00:00',
      '02:00',
      '2026-03-28T22:00:00Z',
      60,
      '2026-03-28T23:00:00.000Z',
    ],
    // Vancouver stays on summer time in November 2026: Node's own data would say 17:00.
    [
      'a zone newer than the run time',
      'America/Vancouver',
      '08:00',
      '09:00',
      '2026-12-01T00:00:00Z',
      60,
      '2026-12-01T16:00:00.000Z',
    ],
  ])('[lesson 21] [lesson 28] %s', (_what, zone, open, close, start, minutes, due) => {
    expect(iso(openCalendar(daily(zone, [open, close])).due(at(start), minutes * MINUTE))).toBe(due);
  });

  it('keeps Sydney at 25 hours on the day the clocks fall', () => {
    const open = openCalendar(daily('Australia/Sydney', ['00:00', '24:00']));
    const { days } = open;
    const day = days.dayOf(at('2026-04-05T02:00:00Z'));
    expect(open.elapsed(days.startOf(day), days.startOf(day + 1))).toBe(25 * HOUR);
    expect(days.lastClose(day)).toBe(days.firstOpen(day + 1));
  });
});

describe('the edges of open time', () => {
  const paris = openCalendar(daily('Europe/Paris', ['09:00', '12:00'], ['14:00', '18:00']));

  it('is open at the opening and closed at the close', () => {
    expect(paris.isOpen(at('2026-01-12T08:00:00Z'))).toBe(true);
    expect(paris.isOpen(at('2026-01-12T10:59:59.999Z'))).toBe(true);
    expect(paris.isOpen(at('2026-01-12T11:00:00Z'))).toBe(false);
    expect(iso(paris.nextOpen(at('2026-01-12T11:00:00Z')))).toBe('2026-01-12T13:00:00.000Z');
  });

  it('[lesson 18] a lunch break does not count', () => {
    expect(iso(paris.due(at('2026-01-12T10:30:00Z'), HOUR))).toBe('2026-01-12T13:30:00.000Z');
  });

  it('is due at once when nothing is asked for, even while closed', () => {
    expect(iso(paris.due(at('2026-01-12T11:30:00Z'), 0))).toBe('2026-01-12T11:30:00.000Z');
  });

  it('[lesson 28] 23:00-24:00 is an hour, and touches the next day without a seam', () => {
    const late = openCalendar(daily('Europe/Paris', ['00:00', '01:00'], ['23:00', '24:00']));
    const evening = at('2026-01-12T22:00:00Z');
    expect(iso(late.due(evening, HOUR))).toBe('2026-01-12T23:00:00.000Z');
    expect(late.intervals(evening, evening + 3 * HOUR)).toEqual([{ from: evening, to: evening + 2 * HOUR }]);
  });

  it('[lesson 28] a holiday is the local date, neither the day before nor the day after', () => {
    const hours: [string, string][] = [['00:00', '24:00']];
    const weekly = { mon: hours, tue: hours, wed: hours, thu: hours, fri: hours, sat: hours, sun: hours };
    const tokyo = openCalendar({ timeZone: 'Asia/Tokyo', weekly, holidays: ['2026-08-11'] });
    expect(tokyo.isOpen(at('2026-08-10T14:59:59Z'))).toBe(true);
    expect(tokyo.isOpen(at('2026-08-10T15:00:00Z'))).toBe(false);
    expect(tokyo.isOpen(at('2026-08-11T14:59:59Z'))).toBe(false);
    expect(tokyo.isOpen(at('2026-08-11T15:00:00Z'))).toBe(true);
  });

  it('reaches over a gap of years and refuses beyond the zone data', () => {
    const hours: [string, string][] = [['09:00', '10:00']];
    const overrides = { '2025-01-06': hours, '2036-12-30': hours };
    const rare = openCalendar({ timeZone: 'UTC', weekly: {}, overrides });
    expect(iso(rare.due(at('2025-01-06T09:30:00Z'), HOUR))).toBe('2036-12-30T09:30:00.000Z');
    expect(iso(rare.nextOpen(at('2025-01-06T10:00:00Z')))).toBe('2036-12-30T09:00:00.000Z');
    expect(() => rare.due(at('2025-01-06T09:30:00Z'), 2 * HOUR)).toThrow(OutsideZoneData);
    expect(() => rare.nextOpen(at('2037-01-01T00:00:00Z'))).toThrow(OutsideZoneData);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Date.UTC(2023, 11, 31), Date.UTC(2038, 0, 1)])(
    'refuses the instant %d instead of answering NaN',
    (instant) => {
      expect(() => paris.due(instant, HOUR)).toThrow(OutsideZoneData);
      expect(() => paris.due(instant, 0)).toThrow(OutsideZoneData);
      expect(() => paris.elapsed(instant, instant)).toThrow(OutsideZoneData);
      expect(() => paris.isOpen(instant)).toThrow(OutsideZoneData);
      expect(() => paris.localDate(instant)).toThrow(OutsideZoneData);
    },
  );

  it.each([paris, openCalendar({ always: true })])(
    'refuses a negative or broken target, and time backwards',
    (open) => {
      const start = at('2026-01-12T08:00:00Z');
      expect(() => open.due(start, -1)).toThrow(RangeError);
      expect(() => open.due(start, Number.NaN)).toThrow(RangeError);
      expect(() => open.due(start, Number.POSITIVE_INFINITY)).toThrow(OutsideZoneData);
      expect(() => open.elapsed(start, start - 1)).toThrow(RangeError);
    },
  );

  it('tells the local date of the calendar, UTC for one without a zone', () => {
    const late = at('2026-01-12T23:30:00Z');
    expect(paris.localDate(late)).toBe('2026-01-13');
    expect(openCalendar({ always: true }).localDate(late)).toBe('2026-01-12');
    expect(openCalendar({ always: true, timeZone: 'Asia/Tokyo' }).localDate(late)).toBe('2026-01-13');
  });
});

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const subsets = Array.from({ length: 127 }, (_, i) => weekdays.filter((_name, bit) => ((i + 1) >> bit) & 1));

describe('[lesson 6] all 127 sets of working days', () => {
  /** A day walk that knows nothing of the index: 09:00 to 17:00 Chicago on the days of the set. */
  function dayWalk(working: readonly string[], start: number, target: number): number {
    let missing = target;
    let date = Temporal.Instant.fromEpochMilliseconds(start)
      .toZonedDateTimeISO('America/Chicago')
      .toPlainDate();
    for (;;) {
      if (working.includes(weekdays[date.dayOfWeek - 1] ?? '')) {
        const wall = (plainTime: string) =>
          date.toZonedDateTime({ timeZone: 'America/Chicago', plainTime }).epochMilliseconds;
        const open = Math.max(start, wall('09:00'));
        const counted = Math.max(0, wall('17:00') - open);
        if (counted >= missing) return open + missing;
        missing -= counted;
      }
      date = date.add({ days: 1 });
    }
  }

  it.each(subsets.map((working) => [working.join(' '), working] as const))('%s', (_name, working) => {
    const hours: [string, string][] = [['09:00', '17:00']];
    const weekly = Object.fromEntries(working.map((name) => [name, hours]));
    const open = openCalendar({ timeZone: 'America/Chicago', weekly });
    for (let day = 0; day < 7; day++) {
      for (const hours of [1, 8, 9, 40]) {
        const start = at('2026-02-27T21:30:00Z') + day * 24 * HOUR;
        expect(open.due(start, hours * HOUR)).toBe(dayWalk(working, start, hours * HOUR));
      }
    }
  });
});
