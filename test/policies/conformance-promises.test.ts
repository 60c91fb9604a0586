import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readPack } from '#infra/read-pack.ts';
import { nextInSilence } from '#shared/domain/silence.ts';
import { createPolicy, type Place, type Policy } from '#shared/policy/policy.ts';
import { promiseOf } from '#shared/policy/promise.ts';
import type { ClockName } from '#shared/schema/event.ts';
import { toInstant, toMs } from '#shared/schema/instant.ts';
import type { RequestType, Severity } from '#shared/schema/request.ts';

const policyOf = (name: string) =>
  createPolicy(readPack(fileURLToPath(new URL(`../../policies/${name}.yaml`, import.meta.url))));

const GSS = policyOf('vmware-gss');
const VEEAM = policyOf('veeam');

const BERLIN: Place = { zone: 'Europe/Berlin', country: 'DE' };

/** A Friday, 15:00 in Berlin, 06:00 in Los Angeles; no holiday is near. */
const FRIDAY = '2026-03-06T14:00:00.000Z';

interface Case {
  readonly policy: Policy;
  readonly offering: string;
  readonly severity?: Severity;
  readonly type?: RequestType;
  readonly clock?: ClockName;
  readonly addOns?: readonly string[];
  readonly place?: Place;
  readonly start?: string;
}

/** When the engine has a promise due; null where nothing is promised. */
function dueOf({
  policy,
  offering,
  severity = 1,
  type = 'technical',
  clock = 'first-response',
  addOns = [],
  place = BERLIN,
  start = FRIDAY,
}: Case): string | null {
  const from = toMs(start);
  const promise = promiseOf(clock, policy, { type, contact: place }, { severity, offering, addOns }, from);
  return promise ? toInstant(promise.openTime.due(from, promise.targetMs)) : null;
}

type Dues = readonly (readonly [offering: string, ...dues: (string | null)[]])[];

const everySeverity = (policy: Policy, dues: Dues) =>
  dues.flatMap(([offering, ...bySeverity]) =>
    bySeverity.map((due, index) => [offering, index + 1, due === null ? 'nothing' : due, policy] as const),
  );

describe('first responses of veeam, to a customer in Berlin who files on a Friday at 15:00', () => {
  const cases = everySeverity(VEEAM, [
    [
      'premier',
      '2026-03-06T14:30:00.000Z',
      '2026-03-06T14:30:00.000Z',
      '2026-03-06T14:30:00.000Z',
      '2026-03-06T14:30:00.000Z',
    ],
    [
      'production',
      '2026-03-06T15:00:00.000Z',
      '2026-03-06T17:00:00.000Z',
      '2026-03-06T20:00:00.000Z',
      '2026-03-06T22:00:00.000Z',
    ],
    // Five hours are left of the Friday, twelve come with every day after.
    [
      'basic',
      '2026-03-06T16:00:00.000Z',
      '2026-03-09T10:00:00.000Z',
      '2026-03-09T14:00:00.000Z',
      '2026-03-10T14:00:00.000Z',
    ],
    // Two hours are left of the Friday, nine come with every day after.
    ['evaluation', null, '2026-03-09T13:00:00.000Z', '2026-03-10T08:00:00.000Z', '2026-03-11T11:00:00.000Z'],
    ['free', null, null, null, null],
  ]);

  it.each(cases)('[OFF-3] %s severity %i: %s', (offering, severity, due, policy) => {
    expect(dueOf({ policy, offering, severity: severity as Severity }) ?? 'nothing').toBe(due);
  });

  it('are all of its offerings', () => {
    expect(new Set(cases.map(([offering]) => offering))).toEqual(new Set(Object.keys(VEEAM.pack.offerings)));
  });
});

describe('first responses of vmware-gss, to a customer in Berlin who files on a Friday at 15:00', () => {
  // Three business hours are left of the Friday, twelve come with every day after.
  const LIKE_BASIC = [
    '2026-03-09T06:00:00.000Z',
    '2026-03-09T10:00:00.000Z',
    '2026-03-09T14:00:00.000Z',
    '2026-03-09T14:00:00.000Z',
  ];
  const LIKE_PRODUCTION = [
    '2026-03-06T14:30:00.000Z',
    '2026-03-09T06:00:00.000Z',
    '2026-03-09T10:00:00.000Z',
    '2026-03-09T14:00:00.000Z',
  ];
  const ONE_SERVICE_DAY = Array<string>(4).fill('2026-03-09T14:00:00.000Z');
  const TWO_SERVICE_DAYS = Array<string>(4).fill('2026-03-10T14:00:00.000Z');
  const NOTHING = [null, null, null, null];

  const cases = everySeverity(GSS, [
    ['basic', ...LIKE_BASIC],
    ['production', ...LIKE_PRODUCTION],
    ['business-critical', ...LIKE_PRODUCTION],
    ['mission-critical', ...LIKE_PRODUCTION],
    ['us-federal', ...LIKE_PRODUCTION],
    ['vfabric-developer', ...ONE_SERVICE_DAY],
    ['springsource-developer', ...ONE_SERVICE_DAY],
    ['sdk-standard', ...TWO_SERVICE_DAYS],
    ['sdk-premium', ...ONE_SERVICE_DAY],
    ['incident-pack-1', ...LIKE_BASIC],
    ['incident-pack-3', ...LIKE_BASIC],
    ['incident-pack-5', ...LIKE_BASIC],
    // The desk in California has just opened.
    [
      'fusion-desktop-standard',
      '2026-03-06T18:00:00.000Z',
      '2026-03-06T22:00:00.000Z',
      '2026-03-07T02:00:00.000Z',
      '2026-03-07T02:00:00.000Z',
    ],
    ['fusion-subscription', ...NOTHING],
    ['complimentary', ...NOTHING],
    ['evaluation', ...NOTHING],
    ['beta', ...NOTHING],
  ]);

  it.each(cases)('[OFF-1][OFF-2] %s severity %i: %s', (offering, severity, due, policy) => {
    expect(dueOf({ policy, offering, severity: severity as Severity }) ?? 'nothing').toBe(due);
  });

  it('are all of its offerings', () => {
    expect(new Set(cases.map(([offering]) => offering))).toEqual(new Set(Object.keys(GSS.pack.offerings)));
  });
});

describe('whose hours and holidays they are', () => {
  it('[OFF-2][lesson 7] the SDK desk keeps 06:00 to 18:00 wherever the customer is', () => {
    // Friday, 09:00 in Tokyo, 01:00 in Berlin; Thursday, 19:00 in New York.
    const sdk = { policy: GSS, offering: 'sdk-premium', start: '2026-03-06T00:00:00.000Z' };
    expect(dueOf({ ...sdk, place: { zone: 'Asia/Tokyo', country: 'JP' } })).toBe('2026-03-09T00:00:00.000Z');
    expect(dueOf({ ...sdk, place: { zone: 'Europe/Berlin', country: 'DE' } })).toBe(
      '2026-03-06T17:00:00.000Z',
    );
    expect(dueOf({ ...sdk, place: { zone: 'America/New_York', country: 'US' } })).toBe(
      '2026-03-06T23:00:00.000Z',
    );
  });

  it('[OFF-3][lesson 7] Basic waits for the end of the holidays of the customer, where their country is known', () => {
    const easter = {
      policy: VEEAM,
      offering: 'basic',
      severity: 2,
      start: '2026-04-02T14:00:00.000Z',
    } as const;
    // Four hours on Maundy Thursday, and four on the Tuesday after Easter Monday.
    expect(dueOf({ ...easter, place: BERLIN })).toBe('2026-04-07T10:00:00.000Z');
    expect(dueOf({ ...easter, place: { zone: 'Europe/Berlin' } })).toBe('2026-04-03T10:00:00.000Z');
  });

  it("[OFF-2] the desktop desk keeps the holidays of its own country, not the customer's", () => {
    // Wednesday, 17:00 in California: one hour, then Thanksgiving, then three hours on the Friday.
    expect(
      dueOf({ policy: GSS, offering: 'fusion-desktop-standard', start: '2026-11-26T01:00:00.000Z' }),
    ).toBe('2026-11-27T17:00:00.000Z');
  });

  it('[OFF-11] after hours, severity 1 counts around the clock, and nothing else does', () => {
    const basic = { policy: GSS, offering: 'basic', addOns: ['after-hours'] };
    expect(dueOf({ ...basic, severity: 1 })).toBe('2026-03-06T18:00:00.000Z');
    expect(dueOf({ ...basic, severity: 2 })).toBe('2026-03-09T10:00:00.000Z');
    expect(dueOf({ ...basic, offering: 'sdk-premium', severity: 1 })).toBe('2026-03-07T02:00:00.000Z');
  });
});

describe('the other promises', () => {
  const basic = { policy: GSS, offering: 'basic' };

  it.each(['customer-service', 'licensing'] as const)(
    '[OFF-7] vmware-gss answers %s within 72 hours, most within 48, and owes no first response',
    (type) => {
      expect(dueOf({ ...basic, type, clock: 'answer' })).toBe('2026-03-09T14:00:00.000Z');
      expect(dueOf({ ...basic, type, clock: 'answer-goal' })).toBe('2026-03-08T14:00:00.000Z');
      expect(dueOf({ ...basic, type })).toBeNull();
    },
  );

  it('[FIL-8] vmware-gss calls back within 30 minutes, within 24 hours about desktop products', () => {
    const call = { policy: GSS, type: 'call-back', clock: 'call-back' } as const;
    expect(dueOf({ ...call, offering: 'basic' })).toBe('2026-03-06T14:30:00.000Z');
    expect(dueOf({ ...call, offering: 'fusion-subscription' })).toBe('2026-03-07T14:00:00.000Z');
    expect(dueOf({ ...call, offering: 'fusion-desktop-standard' })).toBe('2026-03-07T14:00:00.000Z');
    expect(dueOf({ ...call, offering: 'complimentary' })).toBe('2026-03-07T14:00:00.000Z');
  });

  it('[FIL-5] vmware-gss confirms within an hour', () => {
    expect(dueOf({ ...basic, clock: 'confirmation-mail' })).toBe('2026-03-06T15:00:00.000Z');
  });

  it('[OFF-7] veeam answers every kind of request by its table', () => {
    const licensing = { policy: VEEAM, offering: 'production', severity: 2, type: 'licensing' } as const;
    expect(dueOf(licensing)).toBe('2026-03-06T17:00:00.000Z');
    expect(dueOf({ ...licensing, clock: 'answer' })).toBeNull();
  });

  it.each([
    'call-back',
    'confirmation-mail',
    'answer',
    'answer-goal',
    'next-reply',
    'promised-update',
  ] as const)('[OFF-3] veeam promises no %s', (clock) => {
    expect(dueOf({ policy: VEEAM, offering: 'premier', type: 'call-back', clock })).toBeNull();
    expect(dueOf({ policy: VEEAM, offering: 'premier', type: 'licensing', clock })).toBeNull();
  });

  it.each(['next-reply', 'promised-update'] as const)('[OFF-7] vmware-gss promises no %s', (clock) => {
    expect(dueOf({ policy: GSS, offering: 'mission-critical', clock })).toBeNull();
  });
});

describe('a silent customer', () => {
  /** The local days of the attempts and of the closing, when every attempt is a mail that arrives. */
  function daysOfSilence(policy: Policy, since: string): string[] {
    const days: string[] = [];
    const attempts: { at: ReturnType<typeof toInstant>; channel: 'mail'; effective: true }[] = [];
    let now = toMs(since);
    for (let step = 0; step < 10; step++) {
      const next = nextInSilence({ since: toInstant(toMs(since)), text: '?', attempts }, policy, BERLIN, now);
      if (next === null) break;
      days.push(`${next.kind} ${toInstant(next.at).slice(0, 16)}`);
      if (next.kind === 'close') break;
      attempts.push({ at: toInstant(next.at), channel: 'mail', effective: true });
      now = next.at + 1;
    }
    return days;
  }

  it('[CLO-1] vmware-gss: three attempts within ten days, then it closes', () => {
    expect(daysOfSilence(GSS, '2026-03-02T09:00:00.000Z')).toEqual([
      'contact 2026-03-03T05:00',
      'contact 2026-03-05T05:00',
      'contact 2026-03-09T05:00',
      'close 2026-03-12T05:00',
    ]);
  });

  it('[CLO-1] veeam: three different working days, whatever weekday it begins on', () => {
    expect(daysOfSilence(VEEAM, '2026-03-06T15:00:00.000Z')).toEqual([
      'contact 2026-03-09T07:00',
      'contact 2026-03-10T07:00',
      'contact 2026-03-12T07:00',
      'close 2026-03-16T07:00',
    ]);
  });

  it.each(['02', '03', '04', '05', '06', '07', '08'])(
    '[CLO-1] silent since March %s: a working day at least remains after the last attempt',
    (day) => {
      for (const policy of [GSS, VEEAM]) {
        const days = daysOfSilence(policy, `2026-03-${day}T12:00:00.000Z`);
        expect(days.map((said) => said.split(' ')[0])).toEqual(['contact', 'contact', 'contact', 'close']);
        const [last, close] = days.slice(2).map((said) => toMs(`${said.split(' ')[1]}:00.000Z`));
        expect((close ?? 0) - (last ?? 0)).toBeGreaterThanOrEqual(2 * 24 * 3_600_000);
      }
    },
  );
});
