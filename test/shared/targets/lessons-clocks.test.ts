import { describe, expect, it } from 'vitest';
import { foldClock } from '#shared/targets/clock.ts';
import type { ClockEvent } from '#shared/targets/clock-event.ts';
import { clockReading } from '#shared/targets/clock-reading.ts';
import type { ClockPolicy } from '#shared/targets/clock-state.ts';
import { contactPlan } from '#shared/targets/contact-plan.ts';
import { nextReplies } from '#shared/targets/next-reply.ts';
import { warningAt } from '#shared/targets/warning.ts';
import { always, chicago, HOUR, inJune, june, office } from './june-2026.ts';

// What other help desks shipped, as far as it is the engine's to get right. Chicago is at UTC-5, open 13:00 to 01:00.

const promise = (hours: number, openTime = chicago): ClockPolicy => ({
  targetMs: hours * HOUR,
  openTime,
  calendarId: openTime === chicago ? 'chicago' : '24x7',
});

/** A clock whose policies are its keys, given its events with the first at sequence 0. */
function clock(policy: ClockPolicy, start: number, ...later: ClockEvent<ClockPolicy>[]) {
  const state = foldClock<ClockPolicy>(
    [{ type: 'created', at: start, sequence: 0, policy }, ...later],
    (key) => key,
  );
  if (!state) throw new Error('no clock');
  return state;
}
const event = (
  type: 'paused' | 'resumed' | 'stopped' | 'solved' | 'reopened' | 'cancelled',
  at: number,
  sequence = 1,
): ClockEvent<ClockPolicy> => ({ type, at, sequence });

describe('[lesson 1] clocks are independent of each other', () => {
  const start = june(9, '14:00');

  it('what stops one leaves the other as it was', () => {
    const response = clock(promise(4), start, event('stopped', june(9, '15:00')));
    const resolution = clock(promise(8), start);
    expect([response.phase, inJune(response.due)]).toEqual(['stopped', '9 18:00']);
    expect([resolution.phase, inJune(resolution.due)]).toEqual(['running', '9 22:00']);
  });

  it('one that is not armed has no due to be the next', () => {
    const update = foldClock<ClockPolicy>([event('resumed', start)], (key) => key);
    expect(update).toBeNull();
    const armed = clock(promise(2), june(9, '15:00'));
    const paused = clock(promise(1), start, event('paused', june(9, '14:30')));
    const dues = [update, armed, paused].flatMap((state) => state?.due ?? []);
    expect(dues.map(inJune)).toEqual(['9 17:00']);
  });
});

describe('[lesson 2] what was promised by a policy ends with it', () => {
  it('a cancelled clock has no due, no warning and nothing left, whatever comes later', () => {
    const state = clock(
      promise(4),
      june(9, '14:00'),
      event('cancelled', june(9, '15:00')),
      event('resumed', june(9, '16:00'), 2),
      event('reopened', june(9, '17:00'), 3),
    );
    expect(inJune(state.due)).toBeNull();
    expect([0.5, 0.75, 1].map((share) => warningAt(state, share))).toEqual([null, null, null]);
    expect(clockReading(state, june(20, '14:00'))).toMatchObject({ status: 'cancelled', remaining: null });
  });
});

describe('[lesson 3] a notice keeps the hours of whom it is for', () => {
  it('a target missed at midnight is missed at midnight, and its manager is told in the morning', () => {
    const missed = clock(promise(2, always), june(9, '22:00'));
    const manager = office('Europe/Paris', '08:00', '17:00');
    expect(inJune(missed.due)).toBe('10 00:00');
    expect(clockReading(missed, june(10, '00:01')).status).toBe('missed');
    expect(inJune(manager.nextOpen(missed.due ?? 0))).toBe('10 06:00');
    // Being told later is no later due.
    expect(clockReading(missed, june(10, '06:00'))).toMatchObject({ status: 'missed', elapsed: 8 * HOUR });
  });
});

describe('[lesson 5] a step of the ladder is told from others by due and threshold, not by its day', () => {
  it('two thresholds on one day are two instants', () => {
    const state = clock(promise(8), june(9, '14:00'));
    expect([0.5, 0.75, 1].map((share) => inJune(warningAt(state, share)))).toEqual([
      '9 18:00',
      '9 20:00',
      '9 22:00',
    ]);
  });

  it('a due that moved makes new steps, one that stayed does not', () => {
    const paused = [event('paused', june(9, '15:00')), event('resumed', june(9, '16:00'), 2)];
    expect(inJune(clock(promise(8), june(9, '14:00'), ...paused).due)).toBe('9 23:00');
    // Paused over the night, in which nobody counts.
    const nightly = [event('paused', june(10, '02:00')), event('resumed', june(10, '03:00'), 2)];
    expect(inJune(clock(promise(14), june(9, '14:00'), ...nightly).due)).toBe('10 16:00');
    expect(inJune(clock(promise(14), june(9, '14:00')).due)).toBe('10 16:00');
  });
});

describe('[lesson 8] attempts and closing are planned without anybody asking', () => {
  const rule = {
    attempts: 3,
    spread: 'distinct-service-days',
    after: [1, 3, 6],
    closeAfterDays: 10,
  } as const;
  const silentSince = june(9, '14:00');
  const plan = (now: number, ...days: number[]) => {
    const attempts = days.map((day) => ({ at: june(day, '15:00'), effective: true }));
    const { nextAttemptAt, closeAt } = contactPlan(chicago, rule, { attempts, silentSince, now });
    return [inJune(nextAttemptAt), inJune(closeAt)];
  };

  it('three attempts, then the close at the first open instant on day ten', () => {
    expect(plan(silentSince)).toEqual(['10 13:00', null]);
    expect(plan(june(10, '16:00'), 10)).toEqual(['12 13:00', null]);
    expect(plan(june(12, '16:00'), 10, 12)).toEqual(['15 13:00', null]);
    expect(plan(june(15, '16:00'), 10, 12, 15)).toEqual([null, '19 13:00']);
  });
});

describe('[lesson 13] how often something was reopened can be read from its clock', () => {
  it('each solved stretch is kept', () => {
    const state = clock(
      promise(8),
      june(9, '14:00'),
      event('solved', june(9, '15:00')),
      event('reopened', june(9, '16:00'), 2),
      event('solved', june(9, '17:00'), 3),
      event('reopened', june(10, '14:00'), 4),
    );
    const solved = state.held.filter(({ reason }) => reason === 'solved');
    expect(solved.map(({ from, to }) => [inJune(from), inJune(to)])).toEqual([
      ['9 15:00', '9 16:00'],
      ['9 17:00', '10 14:00'],
    ]);
    expect(inJune(state.due)).toBe('10 20:00');
  });
});

describe('[lesson 17] every step of the ladder has its instant, however late anybody looks', () => {
  it('in order, the same on the day and a week after', () => {
    const events = [event('paused', june(9, '16:00')), event('resumed', june(10, '14:00'), 2)];
    const state = clock(promise(8), june(9, '14:00'), ...events);
    const steps = [0.25, 0.5, 0.75, 1].map((share) => inJune(warningAt(state, share)));
    expect(steps).toEqual(['9 16:00', '10 16:00', '10 18:00', '10 20:00']);
    expect(clockReading(state, june(17, '14:00')).status).toBe('missed');
    expect([0.25, 0.5, 0.75, 1].map((share) => inJune(warningAt(state, share)))).toEqual(steps);
  });
});

describe('[lesson 20] what is promised is asked again when severity or offering changes', () => {
  it('from the change on, on the other calendar too', () => {
    const change: ClockEvent<ClockPolicy> = {
      type: 'severity',
      at: june(9, '15:00'),
      sequence: 1,
      policy: promise(12, always),
    };
    const state = clock(promise(14), june(9, '14:00'), change);
    expect(inJune(state.due)).toBe('10 02:00');
    expect(state.policy?.calendarId).toBe('24x7');
    expect(state.history.map(({ calendarId, due }) => [calendarId, inJune(due)])).toEqual([
      ['chicago', '10 16:00'],
      ['24x7', '10 02:00'],
    ]);
  });

  it('and a promise that began when nothing was promised is none', () => {
    const none = foldClock(
      [{ type: 'created', at: june(9, '14:00'), sequence: 0, policy: 'free' }],
      () => undefined,
    );
    expect(none).toMatchObject({ phase: 'untargeted', due: null, met: null });
  });
});

describe('next reply and its like', () => {
  it('[lesson 1] a second message of the customer does not put the answer off', () => {
    const messages = [
      { type: 'customer', at: june(9, '14:00'), sequence: 0 },
      { type: 'customer', at: june(9, '15:30'), sequence: 1 },
    ] as const;
    expect(nextReplies(chicago, messages, 2 * HOUR).map(({ due }) => inJune(due))).toEqual(['9 16:00']);
  });
});
