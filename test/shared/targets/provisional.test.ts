import { describe, expect, it } from 'vitest';
import { foldClock } from '#shared/targets/clock.ts';
import { explainClock } from '#shared/targets/explain.ts';
import { openCalendar } from '#shared/targets/interval-index.ts';
import { isProvisional } from '#shared/targets/provisional.ts';

const hours: [string, string][] = [['08:00', '20:00']];
const weekly = { mon: hours, tue: hours, wed: hours, thu: hours, fri: hours };
const beijing = { timeZone: 'Asia/Shanghai', weekly, version: 'cn-2026.2' };
const known = openCalendar({ ...beijing, knownUntil: '2026-12-31' });

describe('[lesson 4] a due beyond the last known holiday', () => {
  it.each([
    ['2026-12-31T12:00:00+08:00', false],
    // Still the 31st in London, no longer in Beijing.
    ['2026-12-31T23:59:59+08:00', false],
    ['2027-01-01T00:00:00+08:00', true],
    ['2027-01-04T09:00:00+08:00', true],
  ])('%s is provisional: %s', (due, expected) => {
    expect(isProvisional(known, Date.parse(due))).toBe(expected);
  });

  it('is never provisional where the calendar does not say until when it knows', () => {
    expect(isProvisional(openCalendar(beijing), Date.parse('2036-01-04T09:00:00+08:00'))).toBe(false);
    expect(isProvisional(openCalendar({ always: true }), Date.parse('2036-01-04T09:00:00Z'))).toBe(false);
  });

  it('is told as such, with the edition of the calendar', () => {
    const explained = (hours: number, calendarVersion?: string) => {
      const policy = { targetMs: hours * 3_600_000, openTime: known, calendarId: 'beijing' };
      const state = foldClock(
        [{ type: 'created', at: Date.parse('2026-12-31T10:00:00+08:00'), sequence: 0, policy: 1 }],
        () => (calendarVersion === undefined ? policy : { ...policy, calendarVersion }),
      );
      if (!state) throw new Error('no clock');
      return explainClock(state);
    };
    expect(explained(10)).toMatchObject({
      provisional: false,
      knownUntil: '2026-12-31',
      calendarVersion: 'cn-2026.2',
    });
    expect(explained(11)).toMatchObject({ provisional: true });
    expect(explained(1, 'pack 3').calendarVersion).toBe('pack 3');
  });
});
