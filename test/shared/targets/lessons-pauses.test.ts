import { describe, expect, it } from 'vitest';
import { foldClock } from '#shared/targets/clock.ts';
import type { ClockEvent } from '#shared/targets/clock-event.ts';
import { clockReading } from '#shared/targets/clock-reading.ts';
import { explainClock } from '#shared/targets/explain.ts';
import { warningAt } from '#shared/targets/warning.ts';
import { chicago, HOUR, inJune, june } from './june-2026.ts';

// Pauses as other help desks shipped them. Chicago is at UTC-5, open 13:00 to 01:00; keys are hours promised.

function clock(hours: number, ...later: ClockEvent<number>[]) {
  const created: ClockEvent<number> = { type: 'created', at: june(9, '14:00'), sequence: 0, policy: hours };
  const policyFor = (key: number) => ({ targetMs: key * HOUR, openTime: chicago, calendarId: 'chicago' });
  const state = foldClock([created, ...later], policyFor);
  if (!state) throw new Error('no clock');
  return state;
}
const at = (
  day: number,
  time: string,
  type: 'paused' | 'resumed' | 'stopped' | 'solved' | 'reopened',
  sequence = 1,
): ClockEvent<number> => ({ type, at: june(day, time), sequence });

describe('[lesson 9] paused, then resolved in one step', () => {
  it('closes the pause before it computes: met, with the time used before the pause', () => {
    const state = clock(4, at(9, '15:00', 'paused'), at(12, '15:00', 'solved'));
    expect(state).toMatchObject({ phase: 'solved', met: true, used: HOUR });
    expect(inJune(state.due)).toBe('12 18:00');
    expect(state.held).toEqual([
      { from: june(9, '15:00'), to: june(12, '15:00'), reason: 'paused' },
      { from: june(12, '15:00'), to: null, reason: 'solved' },
    ]);
  });

  it('in the same instant too, by sequence', () => {
    const state = clock(4, at(9, '15:00', 'paused'), at(9, '15:00', 'solved', 2));
    expect(state).toMatchObject({ phase: 'solved', met: true, used: HOUR });
  });

  it('and reopened it counts on', () => {
    const solved = [at(9, '15:00', 'paused'), at(12, '15:00', 'solved', 2)];
    expect(inJune(clock(4, ...solved, at(15, '14:00', 'reopened', 3)).due)).toBe('15 17:00');
  });
});

describe('[lesson 10] what a clock shows is derived from the clock', () => {
  it.each([
    ['running', [], '9 18:00'],
    ['paused', [at(9, '15:00', 'paused')], null],
    ['running', [at(9, '15:00', 'paused'), at(9, '16:00', 'resumed')], '9 19:00'],
    // Too late to pause: it ticks, and says so.
    ['missed', [at(9, '18:30', 'paused')], '9 18:00'],
    ['met', [at(9, '15:00', 'paused'), at(9, '16:00', 'stopped')], '9 19:00'],
  ] as const)('%s after %j', (status, events, due) => {
    const state = clock(4, ...events);
    const now = status === 'running' ? june(9, '17:00') : june(9, '20:00');
    expect([clockReading(state, now).status, inJune(state.due)]).toEqual([status, due]);
    if (status === 'paused') {
      expect(clockReading(state, june(30, '20:00'))).toEqual(clockReading(state, now));
    }
  });
});

describe('[lesson 11] a pause is never added to anything', () => {
  it('a pause over the night costs the open time in it, not its hours', () => {
    // 17 hours on the wall, of which five were open: one before the close, four after the opening.
    const paused = clock(12, at(10, '00:00', 'paused'), at(10, '17:00', 'resumed'));
    expect([inJune(clock(12).due), inJune(paused.due)]).toEqual(['10 14:00', '10 19:00']);
  });

  it('a pause while everything is closed costs nothing', () => {
    const closed = clock(14, at(10, '01:30', 'paused'), at(10, '12:30', 'resumed'));
    expect(inJune(closed.due)).toBe(inJune(clock(14).due));
  });

  it('the explanation counts open intervals, and they add up to the target', () => {
    const explained = explainClock(clock(12, at(9, '16:00', 'paused'), at(10, '00:00', 'resumed')));
    expect(explained.counted.map(({ from, to }) => [inJune(from), inJune(to)])).toEqual([
      ['9 14:00', '9 16:00'],
      ['10 00:00', '10 01:00'],
      ['10 13:00', '10 22:00'],
    ]);
  });
});

describe('[lesson 12] resolved is not closed', () => {
  it('what was solved runs on when reopened, what was stopped does not', () => {
    const solved = clock(4, at(9, '15:00', 'solved'), at(10, '14:00', 'reopened'));
    expect([solved.phase, inJune(solved.due)]).toEqual(['running', '10 17:00']);
    const stopped = clock(4, at(9, '15:00', 'stopped'), at(10, '14:00', 'reopened'));
    expect([stopped.phase, stopped.met, inJune(stopped.endedAt)]).toEqual(['stopped', true, '9 15:00']);
  });

  it('months later the same', () => {
    const later = Date.parse('2026-11-10T15:00:00Z');
    const reopened: ClockEvent<number> = { type: 'reopened', at: later, sequence: 2 };
    // Chicago is at UTC-6 by then: open from 14:00.
    expect(clock(4, at(9, '15:00', 'solved'), reopened).due).toBe(later + 3 * HOUR);
  });
});

describe('[lesson 14] a pause outlives a change of severity', () => {
  const severity = (day: number, time: string, policy: number): ClockEvent<number> => ({
    type: 'severity',
    at: june(day, time),
    sequence: 5,
    policy,
  });

  it('during the pause', () => {
    const paused = [at(9, '15:00', 'paused'), severity(9, '16:00', 2)];
    expect([clock(8, ...paused).phase, inJune(clock(8, ...paused).due)]).toEqual(['paused', null]);
    expect(inJune(clock(8, ...paused, at(10, '15:00', 'resumed', 6)).due)).toBe('10 16:00');
  });

  it('and one that came before is still taken off after three changes', () => {
    const changes = [severity(9, '17:00', 6), severity(9, '18:00', 10), severity(9, '19:00', 5)];
    const paused = [at(9, '15:00', 'paused'), at(9, '16:00', 'resumed', 2)];
    expect(inJune(clock(8, ...paused, ...changes).due)).toBe('9 20:00');
  });

  it('whichever of them arrives last', () => {
    const events = [at(9, '15:00', 'paused'), severity(9, '16:00', 2), at(9, '17:00', 'resumed', 6)];
    const dues = [
      [0, 1, 2],
      [0, 2, 1],
      [1, 0, 2],
      [1, 2, 0],
      [2, 0, 1],
      [2, 1, 0],
    ].map((order) => inJune(clock(8, ...order.flatMap((i) => events[i] ?? [])).due));
    expect(new Set(dues)).toEqual(new Set(['9 18:00']));
  });
});

describe('[lesson 15] whether a clock is paused is read at the moment of firing', () => {
  it('a warning planned before the pause is gone in it, and comes later after it', () => {
    expect(inJune(warningAt(clock(8), 0.5))).toBe('9 18:00');
    const paused = clock(8, at(9, '15:00', 'paused'));
    expect(warningAt(paused, 0.5)).toBeNull();
    expect(clockReading(paused, june(20, '18:00')).status).toBe('paused');
    expect(inJune(warningAt(clock(8, at(9, '15:00', 'paused'), at(9, '21:00', 'resumed')), 0.5))).toBe(
      '10 00:00',
    );
  });

  it('a pause that is told late takes the miss back', () => {
    const missed = clock(4);
    expect(clockReading(missed, june(9, '20:00')).status).toBe('missed');
    const told = clock(4, at(9, '15:00', 'paused'));
    expect(clockReading(told, june(9, '20:00')).status).toBe('paused');
  });
});

describe('[lesson 27] a hand-over never touches a clock', () => {
  it('to be created once more, resumed without a pause, or reopened without an end moves nothing', () => {
    const again: ClockEvent<number> = { type: 'created', at: june(9, '16:00'), sequence: 1, policy: 24 };
    expect(clock(4, again, at(9, '16:30', 'resumed', 2), at(9, '17:00', 'reopened', 3))).toEqual(clock(4));
  });
});
