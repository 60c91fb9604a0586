import fc from 'fast-check';
import { expect, it } from 'vitest';
import { requestView } from '#shared/domain/request-view.ts';
import type { PackCalendar } from '#shared/policy/pack.ts';
import { toInstant, toMs } from '#shared/schema/instant.ts';
import type { ClockView } from '#shared/schema/view.ts';
import type { Calendar } from '#shared/targets/calendar.ts';
import { openCalendar } from '#shared/targets/interval-index.ts';
import { randomCalendar } from '#test/shared/targets/random-calendar.ts';
import { ADA, customer } from '#test/support/people.ts';
import { HOUSE, houseWith } from '#test/support/policies.ts';
import { act, file } from '#test/support/requests.ts';

const written = (windows: readonly (readonly [string, string])[] = []) =>
  windows.map(([open, close]) => `${open}-${close}`);

/** A calendar of the engine, as packs write it. */
function packCalendar(calendar: Calendar & { timeZone: string }): PackCalendar {
  if (calendar.always) return 'always';
  const { timeZone, weekly, holidays = [], overrides = {} } = calendar;
  return {
    weekly: Object.fromEntries(Object.entries(weekly).map(([day, windows]) => [day, written(windows)])),
    zone: timeZone,
    holidays,
    overrides: Object.fromEntries(
      Object.entries(overrides).map(([date, windows]) => [date, written(windows)]),
    ),
  };
}

const severity = fc.constantFrom(1 as const, 2 as const, 3 as const, 4 as const);
/** Any ms of the year that the contract runs. */
const at = fc.integer({ min: Date.UTC(2026, 0, 3), max: Date.UTC(2026, 11, 29) });
const filing = fc.record({ calendar: randomCalendar, at, severity });

function policyWith(business: PackCalendar) {
  return houseWith({ calendars: { ...HOUSE.pack.calendars, business } });
}

function countedOf({ derivation }: ClockView) {
  if (derivation.kind !== 'counted') throw new Error('Nothing was counted.');
  return derivation;
}

it('[lesson 4] [lesson 16] what counted adds up to the target, lies in open time, and ends with the due', () => {
  fc.assert(
    fc.property(filing, fc.nat(10_000_000_000), (one, later) => {
      const policy = policyWith(packCalendar(one.calendar));
      const at = toInstant(one.at);
      const request = file({ policy, at, form: { severity: one.severity, reachableContact: 'Ada' } }).after;
      const view = (now: number) => {
        const { clocks } = requestView(request, customer(ADA), 'contact', policy, toInstant(now));
        const [clock] = clocks;
        if (!clock) throw new Error('No clock.');
        return clock;
      };
      const clock = view(one.at);
      const why = countedOf(clock);
      const left = why.leftOut?.seconds ?? 0;
      const listed = why.counted.reduce((ms, { from, to }) => ms + toMs(to) - toMs(from), 0);

      expect(listed + left * 1000).toBe((why.targetSeconds ?? Number.NaN) * 1000);
      expect(why.countedSeconds).toBe(why.targetSeconds);
      expect(clock.remainingSeconds).toBe(why.targetSeconds);
      expect(why.counted.at(-1)?.to).toBe(clock.dueAt);

      const open = openCalendar(one.calendar);
      let before = one.at;
      for (const { from, to, seconds } of why.counted) {
        expect(toMs(from)).toBeGreaterThanOrEqual(before);
        expect(open.elapsed(toMs(from), toMs(to))).toBe(toMs(to) - toMs(from));
        expect(seconds).toBe((toMs(to) - toMs(from)) / 1000);
        before = toMs(to);
      }
      const closed = new Set(why.skippedHolidays.map(({ date }) => date));
      for (const { from } of why.counted) expect(closed.has(open.localDate(toMs(from)))).toBe(false);

      // [lesson 21] However much later it is looked at.
      expect(view(one.at + later).derivation).toEqual(why);
    }),
    { numRuns: 300 },
  );
});

it('[OFF-6] after a change of severity the used time is kept: what counted is still the target, or more', () => {
  fc.assert(
    fc.property(filing, severity, fc.nat(300_000_000), (one, next, wait) => {
      fc.pre(next !== one.severity);
      const policy = policyWith(packCalendar(one.calendar));
      const form = { severity: one.severity, reachableContact: 'Ada' };
      const filed = file({ policy, at: toInstant(one.at), form }).after;
      const at = toInstant(one.at + wait);
      const { after } = act(
        filed,
        {
          action: 'change-severity',
          severity: next,
          reason: 'x',
          agreedWith: 'Ada',
          reachableContact: 'Ada',
        },
        { at, by: customer(ADA), policy },
      );
      const [clock] = requestView(after, customer(ADA), 'contact', policy, at).clocks;
      if (!clock) throw new Error('No clock.');
      const { targetSeconds, countedSeconds, history } = countedOf(clock);
      // A target that was used up when it changed is due at the change.
      if (clock.dueAt === at) expect(countedSeconds).toBeGreaterThanOrEqual(targetSeconds ?? Number.NaN);
      else expect(countedSeconds).toBe(targetSeconds);
      expect(history.at(-1)?.dueAt).toBe(clock.dueAt);
    }),
    { numRuns: 200 },
  );
});
