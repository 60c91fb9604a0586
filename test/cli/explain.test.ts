import { describe, expect, it } from 'vitest';
import { explanation } from '#cli/explain/explanation.ts';
import { requestView } from '#shared/domain/request-view.ts';
import type { PackCalendar } from '#shared/policy/pack.ts';
import type { Policy } from '#shared/policy/policy.ts';
import type { ClockName } from '#shared/schema/event.ts';
import type { Contact } from '#shared/schema/person.ts';
import type { SupportRequest } from '#shared/schema/request.ts';
import type { ClockView } from '#shared/schema/view.ts';
import { ADA, CAROL, customer, GRACE, MONA, staff } from '#test/support/people.ts';
import { EVERY_CLOCK, HOUSE, houseWith } from '#test/support/policies.ts';
import { act, file, given } from '#test/support/requests.ts';

const GERMAN: Contact = { ...ADA, country: 'DE' };
/** Maundy Thursday, 16:00 in Berlin. */
const BEFORE_EASTER = '2026-04-02T14:00:00.000Z';

interface Look {
  readonly at?: string;
  readonly policy?: Policy;
  readonly zone?: string;
  readonly only?: ClockName;
}

/** What `casebell explain` prints of a request. */
function explained(request: SupportRequest, look: Look = {}): readonly string[] {
  const { at = '2026-04-02T15:00:00.000Z', policy = HOUSE, zone, only } = look;
  const view = requestView(request, customer(ADA), 'contact', policy, at);
  const lines = explanation(
    view,
    view.clocks.filter(({ clock }) => only === undefined || clock === only),
    zone,
  );
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
  return lines;
}

/** The lines of one clock. */
const ofClock = (...args: Parameters<typeof explained>) => explained(...args).slice(3);

const severity = (level: 1 | 2 | 3 | 4) =>
  ({ action: 'change-severity', severity: level, reason: 'x', agreedWith: 'Ada' }) as const;

describe('[lesson 4] why this deadline, in plain words', () => {
  it('a first response over a weekend with two holidays', () => {
    const request = file({ contact: GERMAN, at: BEFORE_EASTER }).after;
    expect(explained(request)).toEqual([
      'Request 26123456787: Restore stops at 80%',
      'filed, severity 3 (Minor), offering standard',
      '',
      'First response: due Tue 7 Apr 2026, 14:00 (Europe/Berlin, UTC+02:00)',
      '  Running since Thu 2 Apr 2026, 16:00; 7 h of open time left.',
      '  Policy house@2, offering standard, severity 3: 8 h of open time on the',
      '  calendar "business" (Europe/Berlin).',
      '  Counted',
      '    Thu  2 Apr 16:00 - 18:00  2 h',
      '    Tue  7 Apr 08:00 - 14:00  6 h',
      '    together                  8 h',
      '  Not counted',
      '    Fri  3 Apr  Good Friday',
      '    Mon  6 Apr  Easter Monday',
      '  Computed from holidays DE 2026-11-22, time zones 2026f.',
    ]);
  });

  it('a severity that was changed, and the pause of a promised update', () => {
    const policy = EVERY_CLOCK;
    const asked = given.awaitingCustomer({ policy, contact: GERMAN });
    const answer = { action: 'comment', text: 'Version 9.', visibility: 'public' } as const;
    const answered = act(asked, answer, { at: '2026-03-03T10:00:00.000Z', by: customer(GERMAN), policy });
    const { after } = act(answered.after, severity(2), {
      at: '2026-03-03T12:00:00.000Z',
      by: staff(GRACE),
      policy,
    });
    expect(ofClock(after, { at: '2026-03-03T12:30:00.000Z', policy, only: 'promised-update' })).toEqual([
      'Promised update: due Thu 5 Mar 2026, 15:00 (Europe/Berlin, UTC+01:00)',
      '  Running since Mon 2 Mar 2026, 11:00; 21 h 30 min of open time left.',
      '  Policy every-clock@2, offering standard, severity 2: 24 h of open time on the',
      '  calendar "business" (Europe/Berlin).',
      '  Counted',
      '    Tue  3 Mar 11:00 - 13:00  2 h',
      '    Tue  3 Mar 13:00 - 18:00  5 h',
      '    Wed  4 Mar 08:00 - 18:00  10 h',
      '    Thu  5 Mar 08:00 - 15:00  7 h',
      '    together                  24 h',
      '  Not counted',
      '    Mon  2 Mar 11:00 - Tue  3 Mar 11:00  paused: waiting for the customer',
      '  Changed',
      '    until Mon  2 Mar 11:00  due Wed  4 Mar 11:00  severity 3, 20 h',
      '    until Tue  3 Mar 11:00  paused                severity 3, 20 h',
      '    until Tue  3 Mar 13:00  due Thu  5 Mar 11:00  severity 3, 20 h',
      '    since then              due Thu  5 Mar 15:00  severity 2, 24 h',
      '  Computed from holidays DE 2026-11-22, time zones 2026f.',
    ]);
    expect(ofClock(asked, { at: '2026-03-02T12:00:00.000Z', policy, only: 'promised-update' })).toEqual([
      'Promised update: nothing is due (times in Europe/Berlin)',
      '  Started Mon 2 Mar 2026, 11:00; paused now, 20 h of open time left when it goes',
      '  on.',
      '  Policy every-clock@2, offering standard, severity 3: 20 h of open time on the',
      '  calendar "business" (Europe/Berlin).',
      '  Not counted',
      '    Mon  2 Mar 11:00 until now  paused: waiting for the customer',
      '  Changed',
      '    until Mon  2 Mar 11:00  due Wed  4 Mar 11:00  severity 3, 20 h',
      '    since then              paused                severity 3, 20 h',
      '  Computed from holidays DE 2026-11-22, time zones 2026f.',
    ]);
  });

  it('another contract: offerings and calendars side by side, within the width', () => {
    const upgrade = { action: 'change-contract', contractId: 'ACME-2', reason: 'x' } as const;
    const { after } = act(given.filed(), upgrade, { at: '2026-03-02T10:00:00.000Z', by: staff(CAROL) });
    expect(ofClock(after, { at: '2026-03-02T10:00:00.000Z' }).slice(3)).toEqual([
      '  Counted',
      '    Mon  2 Mar 10:00 - 11:00  1 h  on business',
      '    Mon  2 Mar 11:00 - 14:00  3 h  on around-the-clock',
      '    together                  4 h',
      '  Changed',
      '    until Mon  2 Mar 11:00  due Mon  2 Mar 18:00',
      '      severity 3, standard, 8 h, business',
      '    since then              due Mon  2 Mar 14:00',
      '      severity 3, premium, 4 h, around-the-clock',
      '  Computed from time zones 2026f.',
    ]);
  });

  it('a request that was closed and reopened', () => {
    const { after } = act(
      given.filed(),
      { action: 'close', reason: 'duplicate', description: 'x' },
      { at: '2026-03-02T10:00:00.000Z', by: staff(CAROL) },
    );
    expect(ofClock(after, { at: '2026-03-02T11:00:00.000Z' })).toEqual([
      'First response: due Mon 2 Mar 2026, 18:00 (Europe/Berlin, UTC+01:00)',
      '  Started Mon 2 Mar 2026, 10:00; met Mon 2 Mar 2026, 11:00, with 7 h to spare.',
      '  Policy house@2, offering standard, severity 3: 8 h of open time on the',
      '  calendar "business" (Europe/Berlin).',
      '  Counted',
      '    Mon  2 Mar 10:00 - 18:00  8 h',
      '  Computed from time zones 2026f.',
    ]);
    const reopened = act(
      after,
      { action: 'reopen', reason: 'x' },
      { at: '2026-03-02T12:00:00.000Z', by: staff(CAROL) },
    ).after;
    expect(ofClock(reopened, { at: '2026-03-02T12:00:00.000Z' }).slice(5)).toEqual([
      '    Mon  2 Mar 10:00 - 11:00  1 h',
      '    Mon  2 Mar 13:00 - 18:00  5 h',
      '    Tue  3 Mar 08:00 - 10:00  2 h',
      '    together                  8 h',
      '  Not counted',
      '    Mon  2 Mar 11:00 - 13:00  closed',
      '  Changed',
      '    until Mon  2 Mar 13:00  due Mon  2 Mar 18:00  severity 3, 8 h',
      '    since then              due Tue  3 Mar 10:00  severity 3, 8 h',
      '  Computed from time zones 2026f.',
    ]);
  });

  it.each<[string, SupportRequest, string, string]>([
    [
      'running',
      given.filed(),
      '2026-03-02T16:59:30.000Z',
      'Running since Mon 2 Mar 2026, 10:00; 30 s of open time left.',
    ],
    [
      'missed, still owed',
      given.filed(),
      '2026-03-02T17:00:00.001Z',
      'Started Mon 2 Mar 2026, 10:00; missed, and still open.',
    ],
    [
      'ended',
      act(
        given.filed(),
        { action: 'end-entitlement', reason: 'x' },
        { at: '2026-03-02T10:00:00.000Z', by: staff(MONA) },
      ).after,
      '2026-03-02T11:00:00.000Z',
      'Started Mon 2 Mar 2026, 10:00; ended Mon 2 Mar 2026, 11:00: nothing is promised any more.',
    ],
    [
      'without a target',
      given.filed({ offering: 'free' }),
      '2026-03-02T11:00:00.000Z',
      'Started Mon 2 Mar 2026, 09:00; it has no target. Policy house@2, offering free, severity 3: nothing is promised.',
    ],
  ])('how a clock stands: %s', (_, request, at, sentence) => {
    expect(ofClock(request, { at }).slice(1).join(' ').replaceAll(/\s+/g, ' ')).toContain(sentence);
  });

  it('a late first response', () => {
    const late = act(
      given.inProgress(),
      { action: 'comment', text: 'Sorry.', visibility: 'public' },
      { at: '2026-03-03T09:15:00.000Z', by: staff(GRACE) },
    ).after;
    expect(ofClock(late, { at: '2026-03-04T09:00:00.000Z' }).slice(0, 2)).toEqual([
      'First response: due Mon 2 Mar 2026, 18:00 (Europe/Berlin, UTC+01:00)',
      '  Started Mon 2 Mar 2026, 10:00; missed: ended only Tue 3 Mar 2026, 10:15.',
    ]);
  });

  it('[ESC-5] the instant that an escalation promised, in the zone of the other clocks', () => {
    expect(explained(given.escalationLed(), { at: '2026-03-02T12:00:00.000Z' }).slice(-4)).toEqual([
      '',
      'Promised update: due Mon 2 Mar 2026, 15:00 (Europe/Berlin, UTC+01:00)',
      '  Running since Mon 2 Mar 2026, 11:30; 2 h left.',
      '  Whoever leads the escalation has promised this instant; nothing was counted.',
    ]);
  });

  it('a request without a clock', () => {
    expect(explained(given.filed(), { only: 'answer' })).toEqual([
      'Request 26123456787: Restore stops at 80%',
      'filed, severity 3 (Minor), offering standard',
      '',
      'No clock runs on it: nothing is promised.',
    ]);
  });

  it('filed and answered outside the hours of its calendar, it still says when it would have been due, and why', () => {
    const filed = given.inProgress({ at: '2026-03-02T20:00:00.000Z' });
    const { after } = act(
      filed,
      { action: 'comment', text: 'x', visibility: 'public' },
      { at: '2026-03-02T21:00:00.000Z', by: staff(GRACE) },
    );
    expect(ofClock(after, { at: '2026-03-02T22:00:00.000Z' })).toEqual(
      expect.arrayContaining([
        '  Started Mon 2 Mar 2026, 21:00; met Mon 2 Mar 2026, 22:00, with 8 h to spare.',
        '  Counted',
        '    Tue  3 Mar 08:00 - 16:00  8 h',
      ]),
    );
  });
});

describe('[lesson 21] local time, by the same table as the deadline', () => {
  it('is that of the zone asked for; holidays stay the dates of the calendar', () => {
    const request = file({ contact: GERMAN, at: BEFORE_EASTER }).after;
    const lines = ofClock(request, { zone: 'Asia/Tokyo' });
    expect(lines[0]).toBe('First response: due Tue 7 Apr 2026, 21:00 (Asia/Tokyo, UTC+09:00)');
    expect(lines.slice(4, 10)).toEqual([
      '  Counted',
      '    Thu  2 Apr 23:00 - Fri  3 Apr 01:00  2 h',
      '    Tue  7 Apr 15:00 - 21:00             6 h',
      '    together                             8 h',
      '  Not counted',
      '    Fri  3 Apr  Good Friday',
    ]);
  });

  it('is right where the time zone data of Node.js is out of date', () => {
    // British Columbia stays on summer time from 2026 on: -07:00 in December, where tzdata 2025c has -08:00.
    const contact = { ...ADA, zone: 'America/Vancouver' };
    const request = file({ contact, at: '2026-12-01T18:00:00.000Z' }).after;
    expect(ofClock(request, { at: '2026-12-01T18:00:00.000Z' })[4]).toBe('  Counted');
    expect(ofClock(request, { at: '2026-12-01T18:00:00.000Z' })[5]).toBe('    Tue  1 Dec 11:00 - 18:00  7 h');
  });

  it.each([
    ['2026-03-28T22:00:00.000Z', 'Sat 28 Mar 23:00 - Sun 29 Mar 08:00  8 h  clocks are put forward'],
    ['2026-10-24T21:00:00.000Z', 'Sat 24 Oct 23:00 - Sun 25 Oct 06:00  8 h  clocks are put back'],
  ])('says when hours are missing or come twice: %s', (at, row) => {
    const request = file({ at, offering: 'premium', form: { severity: 4 } }).after;
    expect(ofClock(request, { at })).toContain(`    ${row}`);
  });

  it('goes down to the second where the request was not filed on the minute', () => {
    const request = file({ at: '2026-04-02T14:03:58.123Z', contact: GERMAN }).after;
    const lines = ofClock(request, { at: '2026-04-02T14:03:58.123Z' });
    expect(lines[0]).toBe('First response: due Tue 7 Apr 2026, 14:03:58 (Europe/Berlin, UTC+02:00)');
    expect(lines.slice(5, 8)).toEqual([
      '    Thu  2 Apr 16:03:58 - 18:00  1 h 56 min 2 s',
      '    Tue  7 Apr 08:00 - 14:03:58  6 h 3 min 58 s',
      '    together                     8 h',
    ]);
  });

  it('[lesson 28] a window may close at 24:00', () => {
    const business: PackCalendar = { weekly: { 'mon..fri': ['16:00-24:00'] }, zone: 'customer' };
    const policy = houseWith({ calendars: { ...HOUSE.pack.calendars, business } });
    const request = file({ at: '2026-03-02T21:00:00.000Z', policy }).after;
    expect(ofClock(request, { at: '2026-03-02T21:00:00.000Z', policy }).slice(5, 7)).toEqual([
      '    Mon  2 Mar 22:00 - 24:00  2 h',
      '    Tue  3 Mar 16:00 - 22:00  6 h',
    ]);
  });
});

describe('what is not certain', () => {
  const onThe = (date: string, country: string, zone: string, policy = HOUSE) => {
    const at = `${date}T09:00:00.000Z`;
    return ofClock(file({ at, policy, contact: { ...ADA, country, zone }, form: { severity: 4 } }).after, {
      at,
      policy,
    });
  };

  it('a due beyond the holidays that are announced', () => {
    expect(onThe('2026-12-30', 'CN', 'Asia/Shanghai').slice(-3)).toEqual([
      '  The public holidays of China are known until 31 Dec 2026: this deadline may',
      '  still move.',
      '  Computed from holidays CN 2026-11-22, time zones 2026f.',
    ]);
  });

  it('the holidays of a country that has no list', () => {
    expect(onThe('2026-06-10', 'NO', 'Europe/Oslo').slice(-3)).toEqual([
      '  The public holidays of Norway are not known to the desk: this deadline may',
      '  still move.',
      '  Computed from time zones 2026f.',
    ]);
  });

  it('a Saturday that is worked is told by its reason', () => {
    expect(onThe('2026-10-09', 'CN', 'Asia/Shanghai')).toContain(
      '    Sat 10 Oct 08:00 - 18:00  10 h  Make-up day for National Day',
    );
  });

  it('of a long series the middle is left out', () => {
    const business: PackCalendar = { weekly: { 'mon..sun': ['08:00-08:10'] }, zone: 'Etc/UTC' };
    const policy = houseWith({ calendars: { ...HOUSE.pack.calendars, business } });
    const rows = onThe('2026-03-02', 'DE', 'Europe/Berlin', policy).slice(5, -1);
    expect(rows).toHaveLength(62);
    expect(rows.slice(29, 32)).toEqual([
      '    Wed  1 Apr 08:00 - 08:10  10 min',
      '    and 60 more between       10 h',
      '    Mon  1 Jun 08:00 - 08:10  10 min',
    ]);
    expect(rows.at(-1)).toBe('    together                  20 h');
  });
});

it('a subject cannot write to the terminal', () => {
  const view = requestView(given.filed(), customer(ADA), 'contact', HOUSE, BEFORE_EASTER);
  const subject = '\u001b[2Jgone\u202e';
  const clocks: readonly ClockView[] = [];
  expect(explanation({ ...view, subject }, clocks, undefined)[0]).toBe('Request 26123456787: [2Jgone');
});
