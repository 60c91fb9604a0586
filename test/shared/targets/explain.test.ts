import { describe, expect, it } from 'vitest';
import { foldClock } from '#shared/targets/clock.ts';
import type { ClockEvent } from '#shared/targets/clock-event.ts';
import { explainClock } from '#shared/targets/explain.ts';
import { openCalendar } from '#shared/targets/interval-index.ts';

const HOUR = 3_600_000;
const hours: [string, string][] = [['08:00', '17:00']];
const paris = openCalendar({
  timeZone: 'Europe/Paris',
  weekly: { mon: hours, tue: hours, wed: hours, thu: hours, fri: hours },
  // A Saturday takes nothing away; the 15th is worked all the same.
  holidays: ['2026-05-14', '2026-05-15', '2026-05-16', '2026-06-01'],
  overrides: { '2026-05-15': [['10:00', '12:00']] },
});
const at = (text: string) => Date.parse(`2026-05-${text}:00+02:00`);

function explained(...later: ClockEvent<string>[]) {
  const events: ClockEvent<string>[] = [
    { type: 'created', at: at('13T15:00'), sequence: 0, policy: 'basic' },
    ...later,
  ];
  const state = foldClock(events, () => ({
    targetMs: 6 * HOUR,
    openTime: paris,
    calendarId: 'paris',
    calendarVersion: '7',
    packVersion: 'house 3',
  }));
  if (!state) throw new Error('no clock');
  return explainClock(state);
}

describe('[lesson 4] why this deadline', () => {
  it('lists the intervals counted, the holidays skipped, and what it was computed from', () => {
    expect(explained()).toEqual({
      calendarId: 'paris',
      calendarVersion: '7',
      packVersion: 'house 3',
      zoneDataVersion: '2026f',
      targetMs: 6 * HOUR,
      due: at('18T10:00'),
      provisional: false,
      knownUntil: null,
      counted: [
        { from: at('13T15:00'), to: at('13T17:00'), calendarId: 'paris' },
        { from: at('15T10:00'), to: at('15T12:00'), calendarId: 'paris' },
        { from: at('18T08:00'), to: at('18T10:00'), calendarId: 'paris' },
      ],
      skippedHolidays: [{ date: '2026-05-14', calendarId: 'paris' }],
      held: [],
      history: [
        { at: at('13T15:00'), key: 'basic', calendarId: 'paris', targetMs: 6 * HOUR, due: at('18T10:00') },
      ],
    });
  });

  it('leaves pauses out of what counted, and names them', () => {
    const pause = { type: 'paused', at: at('13T16:00'), sequence: 1 } as const;
    expect(explained(pause)).toMatchObject({
      due: null,
      counted: [{ from: at('13T15:00'), to: at('13T16:00') }],
      skippedHolidays: [],
      held: [{ from: at('13T16:00'), to: null, reason: 'paused' }],
    });
    const resumed = explained(pause, { type: 'resumed', at: at('15T11:00'), sequence: 2 });
    expect(resumed.due).toBe(at('18T12:00'));
    expect(resumed.counted.reduce((sum, { from, to }) => sum + to - from, 0)).toBe(6 * HOUR);
  });
});
