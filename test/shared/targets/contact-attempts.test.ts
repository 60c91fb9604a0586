import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attemptsSatisfied, type ContactAttempt, countedAttempts } from '#shared/targets/contact-attempts.ts';
import { type ContactRule, contactPlan } from '#shared/targets/contact-plan.ts';
import { openCalendar } from '#shared/targets/interval-index.ts';
import { randomCalendar, randomInstant } from './random-calendar.ts';

const hours: [string, string][] = [['09:00', '18:00']];
const weekly = { mon: hours, tue: hours, wed: hours, thu: hours, fri: hours };
const tokyo = openCalendar({ timeZone: 'Asia/Tokyo', weekly, holidays: ['2026-07-20'] });
const rule: ContactRule = {
  attempts: 3,
  spread: 'distinct-service-days',
  after: [1, 3, 6],
  closeAfterDays: 10,
};

/** Tokyo's wall time in July 2026; the 1st is a Wednesday. */
function july(day: number, time = '09:00'): number {
  return Date.parse(`2026-07-01T${time}:00+09:00`) + (day - 1) * 86_400_000;
}
const tried = (day: number, time = '10:00'): ContactAttempt => ({ at: july(day, time), effective: true });
const bounced = (day: number): ContactAttempt => ({ at: july(day, '10:00'), effective: false });

function plan(since: number, now: number, ...attempts: ContactAttempt[]) {
  const { counted, ...rest } = contactPlan(tokyo, rule, { attempts, silentSince: since, now });
  return { ...rest, counted: counted.length };
}

describe('[CLO-1] attempts that count', () => {
  const count = (...attempts: ContactAttempt[]) => countedAttempts(tokyo, attempts, july(1, '12:00')).length;

  it('are one a day, at any hour, on service days of the customer', () => {
    expect(count(tried(2, '23:30'), tried(3, '00:10'), tried(3, '17:00'))).toBe(2);
    expect(count(tried(4), tried(5), tried(20))).toBe(0);
  });

  it('come after the last sign of life', () => {
    expect(count(tried(1, '11:00'), tried(1, '12:00'), tried(1, '12:01'))).toBe(1);
  });

  it('[CLO-2] were not bounced', () => {
    expect(count(bounced(2), tried(2, '15:00'), bounced(3))).toBe(1);
  });

  it('lie within ten days of each other; older ones make room', () => {
    const rule10 = { required: 3, windowDays: 10 };
    const satisfied = (...attempts: ContactAttempt[]) => attemptsSatisfied(tokyo, attempts, july(1), rule10);
    expect(satisfied(tried(3), tried(6), tried(13))).toBe(july(13, '10:00'));
    expect(satisfied(tried(3), tried(6), tried(14))).toBeNull();
    expect(satisfied(tried(3), tried(6), tried(14), tried(15))).toBe(july(15, '10:00'));
  });
});

describe('[CLO-1] the plan for a silent customer', () => {
  // The wait begins on Wednesday the 1st at 12:00.
  const since = july(1, '12:00');

  it('opens with the first attempt on day 1, at the first open instant', () => {
    expect(plan(since, since)).toEqual({
      counted: 0,
      satisfiedAt: null,
      nextAttemptAt: july(2),
      closeAt: null,
    });
  });

  it('moves from the weekend to the service day after it', () => {
    // Day 3 is Saturday the 4th.
    expect(plan(since, july(2, '10:00'), tried(2)).nextAttemptAt).toBe(july(6));
  });

  it('keeps two attempts apart when both fall on the same Monday', () => {
    // Silent since Friday the 3rd: days 1 and 3 are Saturday and Monday.
    const friday = july(3, '12:00');
    expect(plan(friday, friday).nextAttemptAt).toBe(july(6));
    expect(plan(friday, july(6, '10:00'), tried(6)).nextAttemptAt).toBe(july(7));
  });

  it('closes on day 10 after the third attempt, at its first open instant', () => {
    // Day 10 is Saturday the 11th.
    const done = plan(since, july(7, '10:00'), tried(2), tried(6), tried(7));
    expect(done).toEqual({
      counted: 3,
      satisfiedAt: july(7, '10:00'),
      nextAttemptAt: null,
      closeAt: july(13),
    });
  });

  it('never closes before the third attempt, however late that is', () => {
    const late = plan(since, july(14, '20:00'), tried(6), tried(7), tried(14, '19:00'));
    expect(late.closeAt).toBe(july(15));
  });

  it('[CLO-2] replaces a bounced attempt on the next service day', () => {
    expect(plan(since, july(2, '11:00'), bounced(2)).nextAttemptAt).toBe(july(3));
    expect(plan(since, july(10, '11:00'), tried(2), tried(6), bounced(10)).nextAttemptAt).toBe(july(13));
  });

  it('drops an attempt that fell out of the window, and tries again', () => {
    const again = plan(since, july(13, '11:00'), tried(2), tried(6), bounced(13));
    expect(again.nextAttemptAt).toBe(july(14));
    expect(plan(since, july(14, '11:00'), tried(2), tried(6), bounced(13), tried(14)).nextAttemptAt).toBe(
      july(15),
    );
  });

  it('brings an attempt forward where a long closure would push the last one out', () => {
    const closed = Array.from({ length: 14 }, (_, i) =>
      new Date(july(8 + i, '12:00')).toISOString().slice(0, 10),
    );
    const calendar = openCalendar({ timeZone: 'Asia/Tokyo', weekly, holidays: closed });
    // Closed from the 8th to the 21st: the third attempt wished for the 7th is the last chance, the second the 6th.
    const wait = { silentSince: since, now: july(3, '10:00'), attempts: [tried(3)] };
    expect(contactPlan(calendar, { ...rule, after: [1, 5, 8] }, wait).nextAttemptAt).toBe(july(6));
    const second = { silentSince: since, now: july(6, '10:00'), attempts: [tried(3), tried(6)] };
    expect(contactPlan(calendar, { ...rule, after: [1, 5, 8] }, second).nextAttemptAt).toBe(july(7));
  });

  it('plans nothing before the present, and waits for opening when that is at night', () => {
    expect(plan(since, july(9, '11:00')).nextAttemptAt).toBe(july(9, '11:00'));
    expect(plan(since, july(9, '21:00')).nextAttemptAt).toBe(july(10));
  });

  it('says when the calendar can never satisfy the rule', () => {
    const mondays = openCalendar({ timeZone: 'Asia/Tokyo', weekly: { mon: hours } });
    const never = contactPlan(mondays, rule, { attempts: [], silentSince: since, now: since });
    expect(never).toMatchObject({ nextAttemptAt: null, closeAt: null });
  });

  it('led by its own plan, ends closed after three distinct service days and day 10, on any calendar', () => {
    const flags = fc.array(fc.boolean(), { minLength: 30, maxLength: 30 });
    const property = fc.property(randomCalendar, randomInstant, flags, (calendar, silentSince, delivered) => {
      const open = openCalendar(calendar);
      const { days } = open;
      const attempts: ContactAttempt[] = [];
      let now = silentSince;
      for (let step = 0; ; step++) {
        const { nextAttemptAt, closeAt, counted, satisfiedAt } = contactPlan(open, rule, {
          attempts,
          silentSince,
          now,
        });
        if (closeAt !== null) {
          const last = counted.slice(-3).map(({ at }) => days.dayOf(at));
          expect(new Set(last).size).toBe(3);
          expect((last[2] ?? 0) - (last[0] ?? 0)).toBeLessThanOrEqual(10);
          expect(closeAt).toBeGreaterThanOrEqual(satisfiedAt ?? Number.POSITIVE_INFINITY);
          expect(days.dayOf(closeAt)).toBeGreaterThanOrEqual(days.dayOf(silentSince) + 10);
          expect(open.isOpen(closeAt)).toBe(true);
          return;
        }
        if (nextAttemptAt === null) return;
        expect(nextAttemptAt).toBeGreaterThanOrEqual(now);
        expect(open.isOpen(nextAttemptAt)).toBe(true);
        expect(step).toBeLessThan(60);
        now = nextAttemptAt;
        // From the thirtieth on every mail arrives, so that the story ends.
        attempts.push({ at: now, effective: delivered[step] ?? true });
      }
    });
    fc.assert(property, { numRuns: 200 });
  });
});
