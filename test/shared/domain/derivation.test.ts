import { describe, expect, it } from 'vitest';
import { requestView } from '#shared/domain/request-view.ts';
import type { PackCalendar } from '#shared/policy/pack.ts';
import type { Policy } from '#shared/policy/policy.ts';
import type { CountedDerivation } from '#shared/schema/derivation.ts';
import type { ClockName } from '#shared/schema/event.ts';
import type { SupportRequest } from '#shared/schema/request.ts';
import { ClockView } from '#shared/schema/view.ts';
import { ADA, CAROL, customer, GRACE, MONA, staff } from '#test/support/people.ts';
import { EVERY_CLOCK, HOUSE, houseWith } from '#test/support/policies.ts';
import { act, file, given } from '#test/support/requests.ts';

/** Ada in Germany, whose public holidays her calendar keeps. */
const GERMAN = { ...ADA, country: 'DE' };
/** Maundy Thursday, 16:00 in Berlin: the holidays of Easter lie ahead. */
const BEFORE_EASTER = '2026-04-02T14:00:00.000Z';

function clockOf(
  request: SupportRequest,
  name: ClockName,
  { at = '2026-04-02T15:00:00.000Z', policy = HOUSE as Policy, by = customer(ADA) } = {},
): ClockView {
  const { clocks } = requestView(request, by, 'contact', policy, at);
  const found = clocks.find(({ clock }) => clock === name);
  if (!found) throw new Error(`There is no ${name}.`);
  expect(ClockView.parse(found)).toEqual(found);
  return found;
}

function derivationOf(...args: Parameters<typeof clockOf>): CountedDerivation {
  const { derivation } = clockOf(...args);
  if (derivation.kind !== 'counted') throw new Error('Nothing was counted.');
  return derivation;
}

/** The intervals as `from/to`. */
const spans = ({ counted }: CountedDerivation) => counted.map(({ from, to }) => `${from}/${to}`);

describe('[lesson 4] [lesson 10] why a deadline is what it is', () => {
  it('says what was promised, what counted, and by its name each holiday that moved it', () => {
    const request = file({ contact: GERMAN, at: BEFORE_EASTER }).after;
    expect(clockOf(request, 'first-response', { at: '2026-04-02T15:30:00.000Z' })).toEqual({
      clock: 'first-response',
      state: 'running',
      startedAt: '2026-04-02T14:00:00.000Z',
      dueAt: '2026-04-07T12:00:00.000Z',
      remainingSeconds: 23_400,
      provisional: false,
      derivation: {
        kind: 'counted',
        pack: 'house@2',
        severity: 3,
        offering: 'standard',
        targetSeconds: 28_800,
        calendar: {
          id: 'business',
          country: 'DE',
          version: 'DE 2026-11-22',
          timeZone: 'Europe/Berlin',
          alwaysOpen: false,
        },
        zoneDataVersion: '2026f',
        counted: [
          {
            from: '2026-04-02T14:00:00.000Z',
            to: '2026-04-02T16:00:00.000Z',
            seconds: 7_200,
            calendar: 'business',
          },
          {
            from: '2026-04-07T06:00:00.000Z',
            to: '2026-04-07T12:00:00.000Z',
            seconds: 21_600,
            calendar: 'business',
          },
        ],
        countedSeconds: 28_800,
        usedSeconds: null,
        leftOut: null,
        skippedHolidays: [
          { date: '2026-04-03', name: 'Good Friday' },
          { date: '2026-04-06', name: 'Easter Monday' },
        ],
        held: [],
        endedAt: null,
        history: [
          {
            at: '2026-04-02T14:00:00.000Z',
            severity: 3,
            offering: 'standard',
            targetSeconds: 28_800,
            calendar: 'business',
            dueAt: '2026-04-07T12:00:00.000Z',
            missed: false,
          },
        ],
        provisional: false,
        knownUntil: '2027-12-31',
      },
    });
  });

  it('names the make-up days that were worked', () => {
    const contact = { ...ADA, country: 'CN', zone: 'Asia/Shanghai' };
    const request = file({ contact, at: '2026-10-09T09:00:00.000Z', form: { severity: 2 } }).after;
    expect(derivationOf(request, 'first-response').counted).toEqual([
      {
        from: '2026-10-09T09:00:00.000Z',
        to: '2026-10-09T10:00:00.000Z',
        seconds: 3_600,
        calendar: 'business',
      },
      {
        from: '2026-10-10T00:00:00.000Z',
        to: '2026-10-10T03:00:00.000Z',
        seconds: 10_800,
        calendar: 'business',
        makeUpDay: 'Make-up day for National Day',
      },
    ]);
  });

  it('leaves a holiday without a name that a calendar lists itself', () => {
    const business: PackCalendar = {
      weekly: { 'mon..fri': ['08:00-18:00'] },
      zone: 'customer',
      holidays: ['2026-04-03'],
    };
    const policy = houseWith({ calendars: { ...HOUSE.pack.calendars, business } });
    const request = file({ contact: GERMAN, at: BEFORE_EASTER, policy }).after;
    const { skippedHolidays, calendar, knownUntil } = derivationOf(request, 'first-response', { policy });
    expect(skippedHolidays).toEqual([{ date: '2026-04-03', name: null }]);
    expect(calendar).toMatchObject({ country: null, version: null });
    expect(knownUntil).toBeNull();
  });

  it('knows no holidays where the country has no list: every deadline may still move', () => {
    const contact = { ...ADA, country: 'NO', zone: 'Europe/Oslo' };
    const clock = clockOf(file({ contact, at: BEFORE_EASTER }).after, 'first-response');
    expect(clock.provisional).toBe(true);
    expect(clock.derivation).toMatchObject({
      provisional: true,
      knownUntil: '1970-01-01',
      calendar: { country: 'NO', version: null },
      skippedHolidays: [],
    });
  });

  it('is provisional beyond the last date whose holidays are known', () => {
    const { DE } = HOUSE.pack.countries ?? {};
    if (!DE) throw new Error('The house pack has no list of Germany.');
    const policy = houseWith({ countries: { DE: { ...DE, knownUntil: '2026-06-30' } } });
    const filedAt = (at: string) =>
      clockOf(file({ contact: GERMAN, at, policy }).after, 'first-response', { at, policy });
    // Six hours of the day are left, and two for the next.
    expect(filedAt('2026-06-29T10:00:00.000Z')).toMatchObject({
      dueAt: '2026-06-30T08:00:00.000Z',
      provisional: false,
    });
    expect(filedAt('2026-06-30T10:00:00.000Z')).toMatchObject({
      dueAt: '2026-07-01T08:00:00.000Z',
      provisional: true,
      derivation: { provisional: true, knownUntil: '2026-06-30' },
    });
  });

  it('[lesson 16] a due at closing time is the end of that day, not the next opening', () => {
    const request = file({ at: '2026-03-02T09:00:00.000Z' }).after;
    const { counted } = derivationOf(request, 'first-response');
    expect(clockOf(request, 'first-response').dueAt).toBe('2026-03-02T17:00:00.000Z');
    expect(counted.at(-1)?.to).toBe('2026-03-02T17:00:00.000Z');
  });

  it('around the clock it is one interval, without holidays', () => {
    const request = file({ contact: GERMAN, at: BEFORE_EASTER, offering: 'premium' }).after;
    const why = derivationOf(request, 'first-response');
    expect(spans(why)).toEqual(['2026-04-02T14:00:00.000Z/2026-04-02T18:00:00.000Z']);
    expect(why.calendar).toEqual({
      id: 'around-the-clock',
      country: null,
      version: null,
      timeZone: 'Europe/Berlin',
      alwaysOpen: true,
    });
    expect(why.skippedHolidays).toEqual([]);
  });

  it('counts to the millisecond', () => {
    const request = file({ at: '2026-03-02T16:59:59.877Z' }).after;
    expect(derivationOf(request, 'first-response')).toMatchObject({
      counted: [{ seconds: 0.123 }, { seconds: 28_799.877 }],
      countedSeconds: 28_800,
    });
  });
});

describe('[lesson 14] what changed in the meantime', () => {
  it('[OFF-6] an agreed severity: both promises, and the time used so far', () => {
    const filed = given.filed({ at: '2026-03-02T09:00:00.000Z' });
    const raise = { action: 'change-severity', severity: 2, reason: 'x', agreedWith: 'Ada' } as const;
    const { after } = act(filed, raise, { at: '2026-03-02T10:00:00.000Z', by: staff(CAROL) });
    const why = derivationOf(after, 'first-response');
    expect(spans(why)).toEqual([
      '2026-03-02T09:00:00.000Z/2026-03-02T10:00:00.000Z',
      '2026-03-02T10:00:00.000Z/2026-03-02T13:00:00.000Z',
    ]);
    expect(why).toMatchObject({ severity: 2, targetSeconds: 14_400, countedSeconds: 14_400 });
    expect(why.history).toEqual([
      {
        at: '2026-03-02T09:00:00.000Z',
        severity: 3,
        offering: 'standard',
        targetSeconds: 28_800,
        calendar: 'business',
        dueAt: '2026-03-02T17:00:00.000Z',
        missed: false,
      },
      {
        at: '2026-03-02T10:00:00.000Z',
        severity: 2,
        offering: 'standard',
        targetSeconds: 14_400,
        calendar: 'business',
        dueAt: '2026-03-02T13:00:00.000Z',
        missed: false,
      },
    ]);
  });

  it('[lesson 20] another contract: each stretch on its own calendar', () => {
    const filed = given.filed({ at: '2026-03-02T09:00:00.000Z' });
    const upgrade = { action: 'change-contract', contractId: 'ACME-2', reason: 'Upgraded.' } as const;
    const { after } = act(filed, upgrade, { at: '2026-03-02T10:00:00.000Z', by: staff(CAROL) });
    const why = derivationOf(after, 'first-response');
    expect(why.counted.map(({ calendar, seconds }) => [calendar, seconds])).toEqual([
      ['business', 3_600],
      ['around-the-clock', 10_800],
    ]);
    expect(why).toMatchObject({ offering: 'premium', targetSeconds: 14_400 });
    expect(why.history.map(({ offering, dueAt }) => [offering, dueAt])).toEqual([
      ['standard', '2026-03-02T17:00:00.000Z'],
      ['premium', '2026-03-02T13:00:00.000Z'],
    ]);
  });

  it('a holiday on both sides of a change is told once', () => {
    const filed = given.filed({ contact: GERMAN, at: BEFORE_EASTER });
    const lower = { action: 'change-severity', severity: 4, reason: 'x', agreedWith: 'Ada' } as const;
    const { after } = act(filed, lower, { at: '2026-04-03T10:00:00.000Z', by: staff(CAROL) });
    expect(derivationOf(after, 'first-response').skippedHolidays).toEqual([
      { date: '2026-04-03', name: 'Good Friday' },
      { date: '2026-04-06', name: 'Easter Monday' },
    ]);
  });

  it('[lesson 9] a pause: nothing is due while it lasts, and its time is left out', () => {
    const policy = EVERY_CLOCK;
    const asked = given.awaitingCustomer({ policy });
    const paused = clockOf(asked, 'promised-update', { policy, at: '2026-03-02T12:00:00.000Z' });
    expect(paused).toMatchObject({ state: 'paused', dueAt: null, remainingSeconds: 72_000 });
    expect(paused.derivation).toMatchObject({
      counted: [],
      held: [{ from: '2026-03-02T10:00:00.000Z', to: null, reason: 'paused' }],
    });
    const answer = { action: 'comment', text: 'Version 9.', visibility: 'public' } as const;
    const { after } = act(asked, answer, { at: '2026-03-03T10:00:00.000Z', by: customer(ADA), policy });
    const resumed = clockOf(after, 'promised-update', { policy, at: '2026-03-03T10:00:00.000Z' });
    expect(resumed).toMatchObject({ state: 'running', dueAt: '2026-03-05T10:00:00.000Z' });
    expect(resumed.derivation).toMatchObject({
      countedSeconds: 72_000,
      held: [{ from: '2026-03-02T10:00:00.000Z', to: '2026-03-03T10:00:00.000Z', reason: 'paused' }],
    });
  });

  it('[lesson 2] the end of the entitlement: nothing is due, and what was stays told', () => {
    const end = { action: 'end-entitlement', reason: 'Over.' } as const;
    const { after } = act(given.filed(), end, { at: '2026-03-02T10:00:00.000Z', by: staff(MONA) });
    const clock = clockOf(after, 'first-response', { at: '2026-03-02T12:00:00.000Z' });
    expect(clock).toMatchObject({ state: 'ended', dueAt: null, remainingSeconds: null });
    expect(clock.derivation).toMatchObject({ endedAt: '2026-03-02T10:00:00.000Z', countedSeconds: 3_600 });
  });

  it('where nothing is promised, nothing is counted', () => {
    const clock = clockOf(given.filed({ offering: 'free' }), 'first-response');
    expect(clock).toMatchObject({ state: 'untargeted', dueAt: null, remainingSeconds: null });
    expect(clock.derivation).toMatchObject({ targetSeconds: null, calendar: null, counted: [] });
  });

  it('[ESC-5] the next update of an escalation was promised by a person', () => {
    const clock = clockOf(given.escalationLed(), 'promised-update', { at: '2026-03-02T12:00:00.000Z' });
    expect(clock).toEqual({
      clock: 'promised-update',
      state: 'running',
      startedAt: '2026-03-02T10:30:00.000Z',
      dueAt: '2026-03-02T14:00:00.000Z',
      remainingSeconds: 7_200,
      provisional: false,
      derivation: { kind: 'promised' },
    });
  });
});

describe('[lesson 21] a derivation depends on the past alone', () => {
  const LOOKS = ['2026-04-07T12:00:00.001Z', '2026-08-01T00:00:00.000Z', '2027-02-01T00:00:00.000Z'];

  it.each([
    ['missed and still owed', given.filed({ contact: GERMAN, at: '2026-03-27T15:00:00.000Z' })],
    ['met', given.awaitingCustomer({ contact: GERMAN })],
    ['closed', given.closed({ contact: GERMAN })],
  ])('%s: in spring, in summer, a year later', (_, request) => {
    const seen = LOOKS.map((at) => clockOf(request, 'first-response', { at }));
    expect(seen[0]?.derivation).toMatchObject({ kind: 'counted', zoneDataVersion: '2026f' });
    expect(seen[1]).toEqual(seen[0]);
    expect(seen[2]).toEqual(seen[0]);
  });

  it('the offset is that of the date counted, not of the day it is looked at', () => {
    // Friday in winter time, Monday in summer time: 08:00 is 07:00Z, then 06:00Z.
    const request = given.filed({ at: '2026-03-27T15:00:00.000Z' });
    expect(spans(derivationOf(request, 'first-response', { at: '2026-12-01T00:00:00.000Z' }))).toEqual([
      '2026-03-27T15:00:00.000Z/2026-03-27T17:00:00.000Z',
      '2026-03-30T06:00:00.000Z/2026-03-30T12:00:00.000Z',
    ]);
  });
});

describe('who reads it', () => {
  it('customers read what staff read, and no name of an engineer', () => {
    const policy = EVERY_CLOCK;
    const request = given.awaitingCustomer({ policy });
    const at = '2026-03-02T12:00:00.000Z';
    const ofCustomer = requestView(request, customer(ADA), 'contact', policy, at).clocks;
    expect(ofCustomer).toEqual(requestView(request, staff(GRACE), 'none', policy, at).clocks);
    expect(ofCustomer.map(({ clock }) => clock)).toEqual([
      'first-response',
      'promised-update',
      'confirmation-mail',
    ]);
    expect(JSON.stringify(ofCustomer)).not.toMatch(/Grace|vendor\.example/);
  });

  it('a series of more than sixty intervals is cut in its middle, and says how much', () => {
    const business: PackCalendar = { weekly: { 'mon..sun': ['08:00-08:10'] }, zone: 'Etc/UTC' };
    const policy = houseWith({ calendars: { ...HOUSE.pack.calendars, business } });
    const counted = (severity: 2 | 4) =>
      derivationOf(
        file({ policy, at: '2026-03-02T08:00:00.000Z', form: { severity } }).after,
        'first-response',
        { policy },
      );
    // Four hours are 24 days of ten minutes, twenty hours are 120.
    expect(counted(2)).toMatchObject({ countedSeconds: 14_400, leftOut: null });
    expect(counted(2).counted).toHaveLength(24);
    const long = counted(4);
    expect(long.countedSeconds).toBe(72_000);
    expect(long.leftOut).toEqual({ intervals: 60, seconds: 36_000 });
    expect(long.counted).toHaveLength(60);
    expect(
      [long.counted[0], long.counted[29], long.counted[30], long.counted[59]].map((one) => one?.from),
    ).toEqual([
      '2026-03-02T08:00:00.000Z',
      '2026-03-31T08:00:00.000Z',
      '2026-05-31T08:00:00.000Z',
      '2026-06-29T08:00:00.000Z',
    ]);
  });
});
