import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { answer } from '#cli/due/answer.ts';
import { EXAMPLES } from '#cli/due/examples.ts';
import { KINDS } from '#cli/due/question.ts';

const hours = [['08:00', '17:00']];
const weekly = { mon: hours, tue: hours, wed: hours, thu: hours, fri: hours };
const paris = { timeZone: 'Europe/Paris', weekly };
const always = { always: true };
const refusalOf = (line: object) => {
  try {
    return answer(line);
  } catch (error) {
    return error instanceof Error ? error.message : error;
  }
};

describe('the examples of --help', () => {
  it.each(KINDS)('%s is answered as it says', (kind) => {
    const { line, answer: expected } = EXAMPLES[kind];
    expect(answer(JSON.parse(JSON.stringify(line)))).toEqual(expected);
  });

  it('are all told', () => {
    const bin = fileURLToPath(new URL('../../cli/casebell.mjs', import.meta.url));
    const help = execFileSync(process.execPath, [bin, 'due', '--help'], {
      env: { PATH: '', NO_COLOR: '1' },
      encoding: 'utf8',
    });
    for (const kind of KINDS) {
      expect(help).toContain(`\n${kind}: `);
      expect(help).toContain(JSON.stringify(EXAMPLES[kind].line));
      expect(help).toContain(JSON.stringify(EXAMPLES[kind].answer));
    }
  });
});

describe('due and elapsed', () => {
  it.each([
    [0.5, '2026-05-13T14:30:30Z'],
    [0.00025, '2026-05-13T14:30:00.015Z'],
    [1.1, '2026-05-13T14:31:06Z'],
    [0, '2026-05-13T14:30:00Z'],
  ])('take %d minutes as the milliseconds they are', (targetMinutes, due) => {
    expect(answer({ kind: 'due', calendar: paris, start: '2026-05-13T14:30:00Z', targetMinutes })).toEqual({
      due,
    });
  });

  it('refuse an end before the start', () => {
    const line = { kind: 'elapsed', calendar: paris, start: '2026-05-13T14:30:00Z' };
    expect(answer({ ...line, end: '2026-05-13T14:30:01.5Z' })).toEqual({ seconds: 1.5 });
    expect(refusalOf({ ...line, end: '2026-05-13T14:29:00Z' })).toBe(
      'The end 2026-05-13T14:29:00.000Z is before the start 2026-05-13T14:30:00.000Z.',
    );
  });

  it('say which field is missing', () => {
    expect(refusalOf({ kind: 'due', start: '2026-05-13T14:30:00Z' })).toBe(
      'calendar: is missing; targetMinutes: is missing',
    );
    expect(refusalOf({ kind: 'elapsed', calendar: paris, end: 'x' })).toBe(
      'start: is missing; end: is no instant with its offset, such as "2026-06-09T15:00:00Z"',
    );
  });

  it('take a calendar by name, and no name that objects have of themselves', () => {
    const line = { kind: 'due', start: '2026-05-13T14:30:00Z', targetMinutes: 5, calendars: { hq: paris } };
    expect(answer({ ...line, calendar: 'hq' })).toEqual({ due: '2026-05-13T14:35:00Z' });
    expect(refusalOf({ ...line, calendar: 'toString' })).toContain('has no calendar of this name');
    expect(refusalOf({ ...line, calendar: 'hq', calendars: [] })).toContain('calendars: is no object');
  });

  it('keep a refusal short, however much is wrong', () => {
    const holidays = Array.from({ length: 1_000 }, () => 'never');
    const line = { kind: 'due', start: '2026-05-13T14:30:00Z', targetMinutes: 5 };
    expect(refusalOf({ ...line, calendar: { ...paris, holidays } })).toMatch(
      /^calendar\.holidays\.0: Not a date .*; and 997 more$/,
    );
  });
});

describe('timeline', () => {
  const start = '2026-05-13T06:00:00Z';
  const line = { kind: 'timeline', calendar: paris, start, targetMinutes: 120 };
  const at = (time: string) => `2026-05-13T${time}:00Z`;

  it('takes events by time, then by place', () => {
    const events = [
      { at: at('07:30'), type: 'resume' },
      { at: at('07:00'), type: 'pause' },
      { at: at('07:30'), type: 'pause' },
      { at: at('07:30'), type: 'resume' },
    ];
    expect(answer({ ...line, events })).toEqual({ due: at('08:30') });
    expect(answer({ ...line, events: events.slice(0, 3) })).toEqual({ due: null });
  });

  it('tells what is left while the clock runs or is paused, not once it ended', () => {
    const pause = { at: at('07:00'), type: 'pause' };
    expect(answer({ ...line, asOf: at('06:30') })).toEqual({ due: at('08:00'), remainingSeconds: 5_400 });
    expect(answer({ ...line, events: [pause], asOf: at('09:00') })).toEqual({
      due: null,
      remainingSeconds: 3_600,
    });
    expect(answer({ ...line, asOf: at('12:00') })).toEqual({ due: at('08:00'), remainingSeconds: 0 });
    const stopped = { events: [{ at: at('07:00'), type: 'stop' }], asOf: at('09:00') };
    expect(answer({ ...line, ...stopped })).toEqual({ due: at('08:00') });
  });

  it('knows nothing of what comes after asOf', () => {
    const events = [{ at: at('07:00'), type: 'pause' }];
    expect(answer({ ...line, events, asOf: at('06:30') })).toEqual({
      due: at('08:00'),
      remainingSeconds: 5_400,
    });
    expect(refusalOf({ ...line, asOf: at('05:59') })).toBe('asOf: lies before the start');
  });

  it('takes changes of severity, which keep what they do not name, in the mode asked for', () => {
    const events = [
      { at: at('08:00'), type: 'severity', targetMinutes: 60 },
      { at: at('07:00'), type: 'severity', calendar: always, targetMinutes: 240 },
    ];
    // 24x7 from 07:00 on, and an hour from 08:00 on: two are used.
    expect(answer({ ...line, events })).toEqual({ due: at('08:00') });
    expect(answer({ ...line, events, mode: 'restart' })).toEqual({ due: at('09:00') });
    expect(answer({ ...line, events, mode: 'retroactive' })).toEqual({ due: at('07:00') });
    expect(refusalOf({ ...line, events, mode: 'both' })).toBe('mode: is none of carry, retroactive, restart');
  });

  it('refuses events it does not know, and a bad calendar where it stands', () => {
    expect(refusalOf({ ...line, events: [{ at: at('07:00'), type: 'hold' }] })).toBe(
      'events.0.type: is none of pause, resume, solve, reopen, stop, severity',
    );
    const events = [
      { at: at('08:00'), type: 'pause' },
      { at: at('07:00'), type: 'severity', calendar: { timeZone: 'Europe/Paris' } },
    ];
    expect(refusalOf({ ...line, events })).toMatch(/^events\.1\.calendar\.weekly: /);
    const many = Array.from({ length: 2_001 }, () => ({ at: at('07:00'), type: 'pause' }));
    expect(refusalOf({ ...line, events: many })).toBe('events: are more than 2000');
  });
});

describe('serviceDays', () => {
  const line = { kind: 'serviceDays', calendar: paris, start: '2026-05-13T10:00:00Z', days: 2 };

  it('needs the length of a day only where it counts', () => {
    expect(answer({ ...line, mode: 'end-of-day' })).toEqual({ due: '2026-05-15T15:00:00Z' });
    expect(answer({ ...line, mode: 'business-time', dayMinutes: 540 })).toEqual({
      due: '2026-05-15T10:00:00Z',
    });
    expect(refusalOf({ ...line, mode: 'business-time' })).toBe('dayMinutes: is missing');
  });

  it.each([
    [{ days: 1.5, mode: 'end-of-day' }, 'days: is no whole number'],
    [{ days: -1, mode: 'end-of-day' }, 'days: is less than nothing'],
    [{ mode: 'end-of-week' }, 'mode: is neither business-time nor end-of-day'],
    [
      { days: 1_000_000, mode: 'end-of-day' },
      '2038-01-01 is outside the time zone data, which covers 2024 to 2037.',
    ],
  ])('refuses %j', (more, message) => {
    expect(refusalOf({ ...line, ...more })).toBe(message);
  });
});

describe('attempts', () => {
  const tries = ['2026-05-11T09:00:00Z', '2026-05-12T09:00:00Z', '2026-05-13T09:00:00Z'];
  const line = { kind: 'attempts', calendar: paris, attempts: tries };

  it('are three within ten days unless the line says otherwise', () => {
    expect(answer(line)).toEqual({ satisfied: true, satisfiedAt: tries[2] });
    expect(answer({ ...line, required: 2 })).toEqual({ satisfied: true, satisfiedAt: tries[1] });
    expect(answer({ ...line, windowDays: 1 })).toEqual({ satisfied: false, satisfiedAt: null });
  });

  it('do not count where they bounced', () => {
    const with2nd = (second: object) => answer({ ...line, attempts: [tries[0], second, tries[2]] });
    expect(with2nd({ at: tries[1] })).toMatchObject({ satisfied: true });
    expect(with2nd({ at: tries[1], effective: true })).toMatchObject({ satisfied: true });
    expect(with2nd({ at: tries[1], effective: false })).toMatchObject({ satisfied: false });
    expect(with2nd({ at: tries[1], bounced: true })).toMatchObject({ satisfied: false });
    expect(refusalOf({ ...line, attempts: [{ at: tries[1], bounced: true, effective: true }] })).toContain(
      'attempts.0: ',
    );
    expect(refusalOf({ ...line, attempts: ['yesterday'] })).toContain(
      'attempts.0: is neither an instant nor',
    );
  });
});

describe('nextReply', () => {
  it('passes by notes, automatic replies and merges, and takes messages by time', () => {
    const message = (minute: string, type: string) => ({ at: `2026-05-13T07:${minute}:00Z`, type });
    const line = { kind: 'nextReply', calendar: paris, targetMinutes: 30 };
    const events = [
      message('50', 'agent-public'),
      message('00', 'customer'),
      message('10', 'agent-internal'),
      message('20', 'auto-reply'),
      message('25', 'merge'),
      message('40', 'customer'),
    ];
    expect(answer({ ...line, events })).toEqual({
      clocks: [
        {
          start: '2026-05-13T07:00:00Z',
          due: '2026-05-13T07:30:00Z',
          stopped: '2026-05-13T07:50:00Z',
          met: false,
        },
      ],
    });
    expect(refusalOf({ ...line, events: [message('00', 'bot')] })).toContain('events.0.type: is none of');
  });
});

describe('sites and coverageGap', () => {
  const sydney = { timeZone: 'Australia/Sydney', weekly };
  const at = '2026-06-09T07:30:00Z';
  const expected = { open: ['paris'], nextOpen: '2026-06-09T22:00:00Z' };

  it.each([
    ['by name', { paris, sydney }],
    ['by name, each with a calendar', { paris: { calendar: paris }, sydney: { calendar: sydney } }],
    ['by name, with named calendars', { paris: 'fr', sydney: 'au' }],
    [
      'as a list',
      [
        { name: 'paris', calendar: paris },
        { id: 'sydney', calendar: sydney },
      ],
    ],
    [
      'as a list with named calendars',
      [
        { name: 'paris', calendar: 'fr' },
        { site: 'sydney', calendar: 'au' },
      ],
    ],
  ])('are given %s', (_how, sites) => {
    expect(answer({ kind: 'sites', sites, at, calendars: { fr: paris, au: sydney } })).toEqual(expected);
  });

  it('are given as the names of their calendars', () => {
    expect(answer({ kind: 'sites', sites: ['paris', 'sydney'], at, calendars: { paris, sydney } })).toEqual(
      expected,
    );
  });

  it('have no next opening where all are open, or none opens again', () => {
    expect(answer({ kind: 'sites', sites: { paris, always }, at })).toEqual({
      open: ['paris', 'always'],
      nextOpen: null,
    });
    const gone = { timeZone: 'UTC', weekly: {}, overrides: { '2026-06-08': hours } };
    expect(answer({ kind: 'sites', sites: { gone, paris }, at })).toEqual({
      open: ['paris'],
      nextOpen: null,
    });
  });

  it.each([
    [{}, 'sites: names no site'],
    [undefined, 'sites: is neither {"sydney": calendar} nor a list of sites'],
    [[paris], 'sites.0: has no name'],
    [
      [
        { name: 'a', calendar: paris },
        { name: 'a', calendar: sydney },
      ],
      'sites: "a" is there twice',
    ],
    [{ paris: { timeZone: 'Europe/Paris', weekly: {} } }, 'sites.paris: The calendar never opens'],
    [{ paris: null }, 'sites.paris: '],
  ])('refuse %j', (sites, message) => {
    expect(refusalOf({ kind: 'sites', sites, at })).toContain(message);
  });

  it('leave uncovered minutes, across the changes of their clocks', () => {
    // On 2026-03-29 Paris springs forward; it is a Sunday, on which only this office works.
    const sunday = { timeZone: 'Europe/Paris', weekly: { sun: [['00:00', '24:00']] } };
    expect(answer({ kind: 'coverageGap', sites: { sunday }, date: '2026-03-29' })).toEqual({
      minutes: 120,
      gaps: [{ from: '2026-03-29T22:00:00Z', to: '2026-03-30T00:00:00Z' }],
    });
    expect(refusalOf({ kind: 'coverageGap', sites: { sunday }, date: '2026-3-29' })).toContain('date: ');
  });
});
