import fc from 'fast-check';
import moment from 'moment-timezone';
import { describe, expect, it } from 'vitest';
import { openCalendar } from '#shared/targets/interval-index.ts';
import { serviceDaysDue } from '#shared/targets/service-days.ts';
import { randomCalendar, randomInstant } from './random-calendar.ts';

const length = fc.integer({ min: 0, max: 200 * 3_600_000 });
const runs = { numRuns: 400 };

describe('open time, whatever the calendar', () => {
  it('adds up: due(due(s, a), b) = due(s, a + b)', () => {
    const property = fc.property(randomCalendar, randomInstant, length, length, (calendar, s, a, b) => {
      const open = openCalendar(calendar);
      expect(open.due(open.due(s, a), b)).toBe(open.due(s, a + b));
    });
    fc.assert(property, runs);
  });

  it('measures what it promised: elapsed(s, due(s, n)) = n, and one ms earlier it is not yet due', () => {
    const property = fc.property(randomCalendar, randomInstant, length, (calendar, s, n) => {
      const open = openCalendar(calendar);
      const due = open.due(s, n);
      expect(open.elapsed(s, due)).toBe(n);
      if (n > 0) expect(open.elapsed(s, due - 1)).toBe(n - 1);
    });
    fc.assert(property, runs);
  });

  it('[lesson 16] puts every due inside a window or at its close', () => {
    const property = fc.property(randomCalendar, randomInstant, length, (calendar, s, n) => {
      const open = openCalendar(calendar);
      fc.pre(n > 0);
      expect(open.isOpen(open.due(s, n) - 1)).toBe(true);
    });
    fc.assert(property, runs);
  });

  it('is monotone in start and in target', () => {
    const property = fc.property(randomCalendar, randomInstant, length, length, (calendar, s, n, more) => {
      const open = openCalendar(calendar);
      fc.pre(n > 0);
      expect(open.due(s + more, n)).toBeGreaterThanOrEqual(open.due(s, n));
      expect(open.due(s, n + more)).toBeGreaterThanOrEqual(open.due(s, n) + more);
    });
    fc.assert(property, runs);
  });

  it('lists intervals that add up to elapsed, apart from each other', () => {
    const property = fc.property(randomCalendar, randomInstant, length, (calendar, s, wall) => {
      const open = openCalendar(calendar);
      const spans = open.intervals(s, s + wall);
      expect(spans.reduce((sum, { from, to }) => sum + to - from, 0)).toBe(open.elapsed(s, s + wall));
      for (const [i, span] of spans.entries()) {
        expect(span.from).toBeGreaterThan(spans[i - 1]?.to ?? 0);
        expect(open.isOpen(span.from)).toBe(true);
        expect(open.nextOpen(span.from)).toBe(span.from);
      }
    });
    fc.assert(property, runs);
  });

  it('gives the same answers whatever was asked before', () => {
    const questions = fc.array(fc.tuple(randomInstant, length), { minLength: 1, maxLength: 8 });
    const property = fc.property(randomCalendar, questions, (calendar, asked) => {
      const used = openCalendar(calendar);
      for (const [s, n] of asked) expect(used.due(s, n)).toBe(openCalendar(calendar).due(s, n));
    });
    fc.assert(property, runs);
  });

  it('[lesson 28] takes 00:00-24:00 on seven days for 24x7, in every zone there is', () => {
    const day: [string, string][] = [['00:00', '24:00']];
    const weekly = { mon: day, tue: day, wed: day, thu: day, fri: day, sat: day, sun: day };
    const days = fc.integer({ min: 0, max: 30 });
    for (const timeZone of moment.tz.names()) {
      const open = openCalendar({ timeZone, weekly });
      const always = openCalendar({ always: true, timeZone });
      const property = fc.property(randomInstant, length, days, (s, n, ahead) => {
        expect(open.due(s, n)).toBe(s + n);
        expect(always.due(s, n)).toBe(s + n);
        expect(open.elapsed(s, s + n)).toBe(n);
        expect(open.intervals(s, s + n)).toEqual(always.intervals(s, s + n));
        expect([open.isOpen(s), open.nextOpen(s), open.localDate(s)]).toEqual([true, s, always.localDate(s)]);
        const endOfDay = { mode: 'end-of-day', days: ahead } as const;
        expect(serviceDaysDue(open, s, endOfDay)).toBe(serviceDaysDue(always, s, endOfDay));
      });
      fc.assert(property, { numRuns: 8 });
    }
  });
});
