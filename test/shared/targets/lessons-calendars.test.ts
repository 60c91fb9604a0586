import { describe, expect, it } from 'vitest';
import { Calendar } from '#shared/targets/calendar.ts';
import { foldClock } from '#shared/targets/clock.ts';
import { explainClock } from '#shared/targets/explain.ts';
import { openCalendar } from '#shared/targets/interval-index.ts';
import { always, chicago, HOUR, inJune, june, office, paris } from './june-2026.ts';

// Calendars as other help desks shipped them.

const at = (text: string) => Date.parse(text);
const iso = (ms: number) => new Date(ms).toISOString().replace(':00.000Z', 'Z');

describe('[lesson 4] no holiday eats a day unseen', () => {
  const holidays = ['2026-06-03', '2026-06-04', '2026-06-05', '2026-06-06', '2026-06-10'];
  const fed = office('Europe/Paris', '08:00', '17:00', holidays);
  const explain = (start: number, hours: number) => {
    const policy = { targetMs: hours * HOUR, openTime: fed, calendarId: 'paris' };
    const state = foldClock([{ type: 'created', at: start, sequence: 0, policy: 1 }], () => policy);
    if (!state) throw new Error('no clock');
    return explainClock(state);
  };

  it('every deadline names those it skipped, and only those that took time away', () => {
    const { due, skippedHolidays, counted } = explain(june(2, '14:00'), 2);
    expect(inJune(due)).toBe('8 07:00');
    // The 6th is a Saturday, and the 10th is after the due.
    expect(skippedHolidays.map(({ date }) => date)).toEqual(['2026-06-03', '2026-06-04', '2026-06-05']);
    expect(counted.map(({ from, to }) => [inJune(from), inJune(to)])).toEqual([
      ['2 14:00', '2 15:00'],
      ['8 06:00', '8 07:00'],
    ]);
  });

  it('names none where none was skipped', () => {
    expect(explain(june(8, '07:00'), 2).skippedHolidays).toEqual([]);
  });
});

describe('[lesson 6] due is right though Monday or Thursday is free', () => {
  it.each([
    [['tue', 'wed'], '10 06:30'],
    [['tue', 'fri'], '12 06:30'],
    [['tue', 'sun'], '14 06:30'],
    [['tue'], '16 06:30'],
  ])('with %j worked', (days, due) => {
    const weekly = Object.fromEntries(days.map((day) => [day, [['08:00', '17:00']]]));
    const open = openCalendar(Calendar.parse({ timeZone: 'Europe/Paris', weekly }));
    expect(inJune(open.due(june(9, '14:30'), HOUR))).toBe(due);
  });
});

describe('[lesson 7] hours and holidays belong to the contract', () => {
  it('one instant and one target, and for each customer another due', () => {
    const start = june(12, '14:30');
    const day = { timeZone: 'America/Chicago', holidays: ['2026-06-12'] };
    const off = office(day.timeZone, '08:00', '20:00', day.holidays);
    expect([paris, chicago, off, always].map((open) => inJune(open.due(start, HOUR)))).toEqual([
      '15 06:30',
      '12 15:30',
      '15 14:00',
      '12 15:30',
    ]);
  });
});

describe('[lesson 16] no due lies after closing time', () => {
  it('at the close, not a second later, and never in the night', () => {
    expect(inJune(paris.due(june(9, '14:00'), HOUR))).toBe('9 15:00');
    expect(paris.due(june(9, '14:00'), HOUR + 1)).toBe(june(10, '06:00') + 1);
    for (let minute = 0; minute < 3_000; minute += 7) {
      const due = paris.due(june(9, '14:00') + minute * 60_000, 3 * HOUR);
      const utc = new Date(due).getUTCHours() * 60 + new Date(due).getUTCMinutes();
      expect(utc).toBeGreaterThan(6 * 60 - 1);
      expect(utc).toBeLessThanOrEqual(15 * 60);
    }
  });
});

describe('[lesson 18] business hours do what they say, breaks and all', () => {
  it('every window of a day counts, and nothing between them', () => {
    const hours: [string, string][] = [
      ['08:00', '10:00'],
      ['11:00', '12:00'],
      ['13:30', '17:00'],
      ['20:00', '21:00'],
    ];
    const open = openCalendar({ timeZone: 'UTC', weekly: { tue: hours } });
    const dues = [1, 2, 3, 4, 6.5, 7, 7.5].map((target) => inJune(open.due(june(9, '08:00'), target * HOUR)));
    expect(dues).toEqual(['9 09:00', '9 10:00', '9 12:00', '9 14:30', '9 17:00', '9 20:30', '9 21:00']);
    expect(open.elapsed(june(9, '00:00'), june(10, '00:00'))).toBe(7.5 * HOUR);
  });

  it('leaving out a window changes the due: no switch is inert', () => {
    const lunch = openCalendar({
      timeZone: 'UTC',
      weekly: {
        tue: [
          ['08:00', '12:00'],
          ['13:00', '17:00'],
        ],
      },
    });
    const through = openCalendar({ timeZone: 'UTC', weekly: { tue: [['08:00', '17:00']] } });
    expect(inJune(lunch.due(june(9, '11:00'), 2 * HOUR))).toBe('9 14:00');
    expect(inJune(through.due(june(9, '11:00'), 2 * HOUR))).toBe('9 13:00');
  });
});

describe('[lesson 21] the offset is that of the date in question, not of today', () => {
  it.each([
    // Asked on one side of a change about the other.
    ['Europe/Paris', '2026-03-27T15:00Z', 2, '2026-03-30T07:00Z'],
    ['Europe/Paris', '2026-10-23T14:00Z', 2, '2026-10-26T08:00Z'],
    ['America/Chicago', '2026-03-06T22:00Z', 2, '2026-03-09T14:00Z'],
    ['Australia/Sydney', '2026-04-03T05:00Z', 2, '2026-04-05T23:00Z'],
    ['Asia/Kathmandu', '2026-06-12T10:15Z', 2, '2026-06-15T03:15Z'],
    // Vancouver keeps its summer time in 2026, whatever an older table says.
    ['America/Vancouver', '2026-10-30T23:00Z', 2, '2026-11-02T16:00Z'],
  ])('%s from %s, %d hours to %s', (zone, start, hours, due) => {
    const open = office(zone, '08:00', '17:00');
    expect(iso(open.due(at(start), hours * HOUR))).toBe(due);
    expect(open.elapsed(at(start), at(due))).toBe(hours * HOUR);
  });

  it('reports and deadlines come of one computation: what is due after n has n elapsed', () => {
    for (let day = 1; day < 365; day += 3) {
      const start = at('2026-01-01T11:11:11.111Z') + day * 24 * HOUR;
      expect(chicago.elapsed(start, chicago.due(start, 31 * HOUR))).toBe(31 * HOUR);
    }
  });
});

describe('[lesson 28] the edges of the day, the week and the year', () => {
  const day: [string, string][] = [['00:00', '24:00']];
  const week = { mon: day, tue: day, wed: day, thu: day, fri: day, sat: day, sun: day };

  it('a window inside the gap of a change has no time on that day, and its hour on others', () => {
    const gap = openCalendar({ timeZone: 'Europe/Paris', weekly: { sun: [['02:00', '03:00']] } });
    expect(gap.elapsed(at('2026-03-28T00:00Z'), at('2026-03-30T00:00Z'))).toBe(0);
    expect(gap.elapsed(at('2026-04-04T00:00Z'), at('2026-04-06T00:00Z'))).toBe(HOUR);
    expect(gap.elapsed(at('2026-10-24T00:00Z'), at('2026-10-26T00:00Z'))).toBe(2 * HOUR);
    expect(iso(gap.due(at('2026-03-28T00:00Z'), HOUR))).toBe('2026-04-05T01:00Z');
  });

  it('24x7 is not 23:59: no minute of the year is missing', () => {
    const open = openCalendar({ timeZone: 'Europe/Paris', weekly: week });
    expect(open.elapsed(at('2026-01-01T00:00Z'), at('2027-01-01T00:00Z'))).toBe(365 * 24 * HOUR);
    expect(open.intervals(at('2026-01-01T00:00Z'), at('2027-01-01T00:00Z'))).toHaveLength(1);
  });

  it.each([
    ['inverted hours', { mon: [['17:00', '09:00']] }],
    ['hours over midnight', { mon: [['22:00', '02:00']] }],
    ['an empty window', { mon: [['09:00', '09:00']] }],
    ['no hours at all', {}],
  ])('%s are refused, not searched for ever', (_what, weekly) => {
    expect(Calendar.safeParse({ timeZone: 'Europe/Paris', weekly }).success).toBe(false);
  });

  it('a holiday is the whole local date and no minute more, west and east of Greenwich', () => {
    for (const [timeZone, from, to] of [
      ['Pacific/Kiritimati', '2026-06-08T10:00Z', '2026-06-09T10:00Z'],
      ['Pacific/Pago_Pago', '2026-06-09T11:00Z', '2026-06-10T11:00Z'],
    ] as const) {
      const open = openCalendar({ timeZone, weekly: week, holidays: ['2026-06-09'] });
      expect([open.isOpen(at(from) - 1), open.isOpen(at(from))]).toEqual([true, false]);
      expect([open.isOpen(at(to) - 1), open.isOpen(at(to))]).toEqual([false, true]);
      expect(open.elapsed(at(from), at(to))).toBe(0);
    }
  });
});
