import { describe, expect, it, test } from 'vitest';
import { readClocks } from '#shared/domain/clocks.ts';
import { toInstant, toMs } from '#shared/schema/instant.ts';
import type { Severity, SupportRequest } from '#shared/schema/request.ts';
import { ADA, CAROL, customer, GRACE, staff } from '#test/support/people.ts';
import { HOUSE, houseWith } from '#test/support/policies.ts';
import { act, type Filing, given, planned, workflowStep } from '#test/support/requests.ts';

/** The first-response clock at an instant, as `state due`. */
function clock(request: SupportRequest, at: string, policy = HOUSE): string {
  const found = readClocks(request, policy, toMs(at)).find(({ name }) => name === 'first-response');
  return `${found?.state} ${found?.due == null ? 'never' : toInstant(found.due)}`;
}

function filedAt(severity: Severity, filing: Filing = {}): SupportRequest {
  return given.filed({ ...filing, form: { severity, reachableContact: 'Ada, +49 30 1234' } });
}

function change(request: SupportRequest, severity: Severity, at: string, policy = HOUSE): SupportRequest {
  const action = {
    action: 'change-severity',
    severity,
    reason: 'Impact.',
    agreedWith: 'Ada',
    reachableContact: 'Ada, +49 30 1234',
  } as const;
  return act(request, action, { at, by: staff(GRACE), policy }).after;
}

/** Ladder steps as `instant step threshold`, in the order they come, while nobody answers. */
function ladder(request: SupportRequest, from: string, policy = HOUSE): string[] {
  const steps: string[] = [];
  let [state, now] = [request, from];
  for (let round = 0; round < 20; round++) {
    const next = planned(state, now, policy);
    if (next.step === 'Wait') {
      if (next.awaiting !== 'assignment' && next.awaiting !== 'first-response') break;
      if (toMs(next.dueAt) - toMs(now) === 7 * 86_400_000) break;
      now = next.dueAt;
      continue;
    }
    steps.push(`${now} ${next.actionId.slice('26123456787/'.length)}`);
    state = workflowStep(state, now, { policy }).after;
  }
  return steps;
}

describe('[OFF-2] [OFF-7] given a request on business hours, filed on Monday at 10:00 in Berlin', () => {
  test.each([
    [1, '2026-03-02T11:00:00.000Z'],
    [2, '2026-03-02T13:00:00.000Z'],
    [3, '2026-03-02T17:00:00.000Z'],
    [4, '2026-03-04T09:00:00.000Z'],
  ] as const)('severity %i is due when its business hours have passed', (severity, due) => {
    expect(clock(filedAt(severity), '2026-03-02T09:00:00.000Z')).toBe(`running ${due}`);
  });

  it('counts in the zone of the customer', () => {
    // 09:00 UTC is 18:00 in Tokyo: the day is over, and Tuesday opens at 23:00 UTC.
    const request = filedAt(1, { contact: { ...ADA, zone: 'Asia/Tokyo' } });
    expect(clock(request, '2026-03-02T09:00:00.000Z')).toBe('running 2026-03-03T01:00:00.000Z');
  });

  it('counts over the weekend on which the clocks go forward', () => {
    // Friday 27 March 16:00 in Berlin: two hours that day, two on Monday, which opens at 06:00 UTC.
    expect(clock(filedAt(2, { at: '2026-03-27T15:00:00.000Z' }), '2026-03-27T15:00:00.000Z')).toBe(
      'running 2026-03-30T08:00:00.000Z',
    );
  });

  it('counts over the weekend on which they go back', () => {
    expect(clock(filedAt(2, { at: '2026-10-23T14:00:00.000Z' }), '2026-10-23T14:00:00.000Z')).toBe(
      'running 2026-10-26T09:00:00.000Z',
    );
  });
});

describe('given other offerings', () => {
  test('[OFF-2] premium counts every hour, also across the change of clocks', () => {
    const request = filedAt(4, { offering: 'premium', at: '2026-03-28T20:00:00.000Z' });
    expect(clock(request, '2026-03-28T20:00:00.000Z')).toBe('running 2026-03-29T04:00:00.000Z');
  });

  test('[OFF-3] free promises nothing, warns of nothing and misses nothing', () => {
    const request = filedAt(1, { offering: 'free' });
    expect(clock(request, '2026-12-01T00:00:00.000Z')).toBe('untargeted never');
    expect(ladder(request, '2026-03-02T09:00:00.000Z')).toEqual([]);
  });
});

describe('[CARD-1] given nobody answers', () => {
  it('the ladder fires step by step, each once, and the miss after the due instant itself', () => {
    expect(ladder(filedAt(3), '2026-03-02T09:00:00.000Z')).toEqual([
      '2026-03-02T13:00:00.000Z WarnOfTarget/first-response/2026-03-02T17:00:00.000Z/50%',
      '2026-03-02T15:00:00.000Z WarnOfTarget/first-response/2026-03-02T17:00:00.000Z/75%',
      '2026-03-02T17:00:00.001Z RecordMissedTarget/first-response/2026-03-02T17:00:00.000Z/missed',
    ]);
  });

  it('steps that the workflow comes late for are caught up in order, without repeating', () => {
    expect(ladder(filedAt(3), '2026-03-05T09:00:00.000Z')).toEqual([
      '2026-03-05T09:00:00.000Z WarnOfTarget/first-response/2026-03-02T17:00:00.000Z/50%',
      '2026-03-05T09:00:00.000Z WarnOfTarget/first-response/2026-03-02T17:00:00.000Z/75%',
      '2026-03-05T09:00:00.000Z RecordMissedTarget/first-response/2026-03-02T17:00:00.000Z/missed',
    ]);
  });
});

describe('given a first response', () => {
  const answer = (at: string, by = staff(GRACE)) =>
    act(given.inProgress(), { action: 'comment', text: 'Looking.', visibility: 'public' }, { at, by }).after;

  it('[OFF-7] at the due instant itself it is met', () => {
    expect(clock(answer('2026-03-02T17:00:00.000Z'), '2026-03-09T00:00:00.000Z')).toBe(
      'met 2026-03-02T17:00:00.000Z',
    );
  });

  it('[OFF-7] a millisecond later it is missed', () => {
    expect(clock(answer('2026-03-02T17:00:00.001Z'), '2026-03-09T00:00:00.000Z')).toBe(
      'missed 2026-03-02T17:00:00.000Z',
    );
  });

  it('the ladder is over, and a change of severity brings no new one', () => {
    expect(ladder(answer('2026-03-02T10:00:00.000Z'), '2026-03-02T10:00:00.000Z')).toEqual([]);
    const raised = change(answer('2026-03-02T10:00:00.000Z'), 2, '2026-03-02T11:00:00.000Z');
    expect(clock(raised, '2026-03-09T00:00:00.000Z')).toBe('met 2026-03-02T17:00:00.000Z');
    expect(planned(raised, '2026-03-09T00:00:00.000Z').step).toBe('Wait');
  });

  it('[FIL-7] given by phone it counts when somebody was reached', () => {
    const call = (reached: boolean) =>
      act(
        given.inProgress(),
        { action: 'log-phone-contact', direction: 'outbound', reached, note: 'Called.' },
        { at: '2026-03-02T10:00:00.000Z', by: staff(CAROL) },
      ).after;
    expect(clock(call(true), '2026-03-03T10:00:00.000Z')).toBe('met 2026-03-02T17:00:00.000Z');
    expect(clock(call(false), '2026-03-03T10:00:00.000Z')).toBe('missed 2026-03-02T17:00:00.000Z');
  });
});

describe('[OFF-6] given the severity changes before the first response', () => {
  const NOON = '2026-03-02T12:00:00.000Z';

  it('carry: the three hours used are kept, so four hours are due in one', () => {
    expect(clock(change(filedAt(4), 2, NOON), NOON)).toBe('running 2026-03-02T13:00:00.000Z');
  });

  it('carry: used up already, it is due at the change', () => {
    expect(clock(change(filedAt(4), 1, NOON), NOON)).toBe('running 2026-03-02T12:00:00.000Z');
  });

  it('carry: lowered, it is due later', () => {
    expect(clock(change(filedAt(2), 4, NOON), NOON)).toBe('running 2026-03-04T09:00:00.000Z');
  });

  it('retroactive: as if it had always been so', () => {
    const policy = houseWith({ onSeverityChange: 'retroactive' });
    expect(clock(change(filedAt(4), 1, NOON, policy), NOON, policy)).toBe('missed 2026-03-02T11:00:00.000Z');
  });

  it('restart: the time begins anew', () => {
    const policy = houseWith({ onSeverityChange: 'restart' });
    expect(clock(change(filedAt(4), 2, NOON, policy), NOON, policy)).toBe('running 2026-03-02T16:00:00.000Z');
  });

  it('the ladder follows the new due under new keys, and steps passed at the change come at once', () => {
    expect(ladder(change(filedAt(4), 2, NOON), NOON)).toEqual([
      '2026-03-02T12:00:00.000Z WarnOfTarget/first-response/2026-03-02T13:00:00.000Z/50%',
      '2026-03-02T12:00:00.000Z WarnOfTarget/first-response/2026-03-02T13:00:00.000Z/75%',
      '2026-03-02T13:00:00.001Z RecordMissedTarget/first-response/2026-03-02T13:00:00.000Z/missed',
    ]);
  });

  it('there and back at one instant it repeats no step', () => {
    const warned = workflowStep(filedAt(3), '2026-03-02T13:00:00.000Z').after;
    const at = '2026-03-02T13:30:00.000Z';
    expect(ladder(change(change(warned, 2, at), 3, at), at)).toEqual([
      '2026-03-02T15:00:00.000Z WarnOfTarget/first-response/2026-03-02T17:00:00.000Z/75%',
      '2026-03-02T17:00:00.001Z RecordMissedTarget/first-response/2026-03-02T17:00:00.000Z/missed',
    ]);
  });
});

describe('[CLO-4] given a request that was closed unanswered and reopened', () => {
  it('the clock goes on where it stopped: the time it was closed is not counted', () => {
    const by = customer(ADA);
    const closed = act(
      given.inProgress(),
      { action: 'close', reason: 'withdrawn', description: 'x' },
      { at: '2026-03-02T12:00:00.000Z', by },
    ).after;
    expect(clock(closed, '2026-03-05T00:00:00.000Z')).toBe('met 2026-03-02T17:00:00.000Z');
    const open = act(
      closed,
      { action: 'reopen', reason: 'Again.' },
      { at: '2026-03-04T09:00:00.000Z', by },
    ).after;
    // Three hours were used; five are left from Wednesday 10:00.
    expect(clock(open, '2026-03-04T09:00:00.000Z')).toBe('running 2026-03-04T14:00:00.000Z');
    expect(open).toMatchObject({
      status: 'in-progress',
      reopenCount: 1,
      owner: { email: 'grace@vendor.example' },
    });
  });

  it('without an engineer it is filed again', () => {
    const by = customer(ADA);
    const closed = act(
      given.filed(),
      { action: 'close', reason: 'withdrawn', description: 'x' },
      { at: '2026-03-02T12:00:00.000Z', by },
    ).after;
    expect(closed).toMatchObject({ status: 'closed', owner: null });
    const open = act(
      closed,
      { action: 'reopen', reason: 'Again.' },
      { at: '2026-03-02T13:00:00.000Z', by },
    ).after;
    expect(open.status).toBe('filed');
    expect(planned(open, '2026-03-02T13:00:00.000Z')).toMatchObject({ step: 'Wait', awaiting: 'assignment' });
  });
});
