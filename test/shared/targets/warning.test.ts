import { describe, expect, it } from 'vitest';
import { foldClock } from '#shared/targets/clock.ts';
import type { ClockEvent } from '#shared/targets/clock-event.ts';
import { openCalendar } from '#shared/targets/interval-index.ts';
import { warningAt } from '#shared/targets/warning.ts';

const MINUTE = 60_000;
const hours: [string, string][] = [['08:00', '20:00']];
const chicago = openCalendar({ timeZone: 'America/Chicago', weekly: { tue: hours, wed: hours, thu: hours } });
const policyFor = (minutes: number) => ({
  targetMs: minutes * MINUTE,
  openTime: chicago,
  calendarId: 'chicago',
});

// Chicago's wall time on Tuesday 2026-06-09 (UTC-5), or on another day of that June.
const at = (time: string, day = 9) => Date.parse(`2026-06-${String(day).padStart(2, '0')}T${time}:00-05:00`);

function warning(fraction: number, ...events: ClockEvent<number>[]): number | null {
  const state = foldClock(events, policyFor);
  if (!state) throw new Error('no clock');
  return warningAt(state, fraction);
}
const created = (time: string, policy: number): ClockEvent<number> => ({
  type: 'created',
  at: at(time),
  sequence: 0,
  policy,
});
const event = (
  type: 'paused' | 'resumed' | 'solved' | 'reopened' | 'stopped',
  instant: number,
): ClockEvent<number> => ({
  type,
  at: instant,
  sequence: 1,
});
const severity = (instant: number, policy: number): ClockEvent<number> => ({
  type: 'severity',
  at: instant,
  sequence: 1,
  policy,
});

describe('a warning', () => {
  it('comes when its share of open time is used, not so much wall time before due', () => {
    // 240 minutes from 18:00: two hours today, two tomorrow; three quarters are used at 09:00.
    expect(warning(0.5, created('18:00', 240))).toBe(at('20:00'));
    expect(warning(0.75, created('18:00', 240))).toBe(at('09:00', 10));
    expect(warning(1, created('18:00', 240))).toBe(at('10:00', 10));
  });

  it('[lesson 15] waits while the clock is paused, and moves with the pause', () => {
    const paused = [created('10:00', 240), event('paused', at('11:00'))];
    expect(warning(0.5, ...paused)).toBeNull();
    expect(warning(0.5, ...paused, event('resumed', at('13:00')))).toBe(at('14:00'));
  });

  it('that was reached before a pause stays where it was', () => {
    const paused = [created('10:00', 240), event('paused', at('12:30')), event('resumed', at('15:00'))];
    expect(warning(0.5, ...paused)).toBe(at('12:00'));
  });

  it('follows a carried change: at the change when its share is used up already, later otherwise', () => {
    const changed = [created('10:00', 600), severity(at('12:00'), 200)];
    expect(warning(0.5, ...changed)).toBe(at('12:00'));
    expect(warning(0.75, ...changed)).toBe(at('12:30'));
  });

  it('that has passed stays known while the missed clock runs on', () => {
    const reopened = [created('10:00', 60), event('solved', at('12:00')), event('reopened', at('14:00'))];
    expect(warning(0.5, ...reopened)).toBe(at('10:30'));
    expect(warning(1, ...reopened)).toBe(at('11:00'));
  });

  it('is not due once the clock ended', () => {
    expect(warning(0.5, created('10:00', 240), event('stopped', at('10:30')))).toBeNull();
  });
});
