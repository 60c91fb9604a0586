import { describe, expect, it } from 'vitest';
import { openCalendar } from '#shared/targets/interval-index.ts';
import { serviceDaysDue } from '#shared/targets/service-days.ts';

const hours: [string, string][] = [
  ['09:00', '12:00'],
  ['14:00', '18:00'],
];
const paris = openCalendar({
  timeZone: 'Europe/Paris',
  weekly: { mon: hours, tue: hours, wed: hours, thu: hours, fri: hours },
  holidays: ['2026-05-14'],
  overrides: { '2026-05-15': [['09:00', '12:00']] },
});
const endOfDay = (start: string, days: number) =>
  new Date(serviceDaysDue(paris, Date.parse(start), { mode: 'end-of-day', days })).toISOString();

describe('service days to the end of the day', () => {
  it('count from the day of the first open instant', () => {
    // Saturday evening: day 0 is Monday, so one service day ends on Tuesday.
    expect(endOfDay('2026-05-09T18:00:00Z', 1)).toBe('2026-05-12T16:00:00.000Z');
    // Tuesday after hours: day 0 is Wednesday; Thursday is a holiday, Friday closes at noon.
    expect(endOfDay('2026-05-12T16:00:00Z', 1)).toBe('2026-05-15T10:00:00.000Z');
  });

  it('end at the last close of the day, lunch break or not; zero days end today', () => {
    expect(endOfDay('2026-05-11T08:00:00Z', 1)).toBe('2026-05-12T16:00:00.000Z');
    expect(endOfDay('2026-05-11T08:00:00Z', 0)).toBe('2026-05-11T16:00:00.000Z');
  });

  it('end at midnight around the clock', () => {
    const tokyo = openCalendar({ always: true, timeZone: 'Asia/Tokyo' });
    const due = serviceDaysDue(tokyo, Date.parse('2026-05-11T16:00:00Z'), { mode: 'end-of-day', days: 2 });
    expect(new Date(due).toISOString()).toBe('2026-05-14T15:00:00.000Z');
  });

  it('are a whole number', () => {
    expect(() => endOfDay('2026-05-11T08:00:00Z', 0.5)).toThrow(RangeError);
    expect(() => endOfDay('2026-05-11T08:00:00Z', -1)).toThrow(RangeError);
  });
});

describe('service days by business time', () => {
  it('are so many times the length of a day', () => {
    const promise = { mode: 'business-time', days: 2, dayMs: 7 * 3_600_000 } as const;
    const due = serviceDaysDue(paris, Date.parse('2026-05-12T10:00:00Z'), promise);
    // Tuesday 4 h, Wednesday 7 h, Friday 3 h: due at its close.
    expect(new Date(due).toISOString()).toBe('2026-05-15T10:00:00.000Z');
  });
});
