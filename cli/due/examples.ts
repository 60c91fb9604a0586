import type { Kind } from './question.ts';

/** One kind of question as `casebell due --help` shows it; the tests hold each answer true. */
export interface Example {
  readonly about: string;
  readonly line: object;
  readonly answer: object;
}

function hours(timeZone: string, open: string, close: string) {
  const windows = [[open, close]];
  return { timeZone, weekly: { mon: windows, tue: windows, wed: windows, thu: windows, fri: windows } };
}
const paris = hours('Europe/Paris', '08:00', '17:00');
const sydney = hours('Australia/Sydney', '06:00', '18:00');
const always = { always: true };

export const EXAMPLES: Readonly<Record<Kind, Example>> = {
  due: {
    about: 'when a target of open time that starts at an instant is reached',
    line: {
      kind: 'due',
      calendar: { ...paris, holidays: ['2026-05-14'] },
      start: '2026-05-13T14:30:00Z',
      targetMinutes: 60,
    },
    answer: { due: '2026-05-15T06:30:00Z' },
  },
  elapsed: {
    about: 'the open time between two instants',
    line: { kind: 'elapsed', calendar: paris, start: '2026-05-13T14:30:00Z', end: '2026-05-15T06:30:00Z' },
    answer: { seconds: 36_000 },
  },
  timeline: {
    about:
      'a clock with its pauses: events pause, resume, solve, reopen, stop, and severity with a new calendar or targetMinutes; asOf asks what is left then',
    line: {
      kind: 'timeline',
      calendar: paris,
      start: '2026-05-13T14:00:00Z',
      targetMinutes: 120,
      asOf: '2026-05-20T00:00:00Z',
      events: [{ at: '2026-05-13T14:30:00Z', type: 'pause' }],
    },
    answer: { due: null, remainingSeconds: 5_400 },
  },
  severity: {
    about: 'the same clock under each way to treat a change of severity',
    line: {
      kind: 'severity',
      start: '2026-05-13T06:00:00Z',
      initial: { calendar: paris, targetMinutes: 480 },
      events: [{ at: '2026-05-13T07:00:00Z', type: 'severity', calendar: always, targetMinutes: 120 }],
    },
    answer: {
      retroactive: '2026-05-13T08:00:00Z',
      carry: '2026-05-13T08:00:00Z',
      restart: '2026-05-13T09:00:00Z',
    },
  },
  serviceDays: {
    about: 'a promise in service days: mode end-of-day, or business-time with dayMinutes for each day',
    line: {
      kind: 'serviceDays',
      calendar: paris,
      start: '2026-05-15T09:00:00Z',
      days: 1,
      mode: 'end-of-day',
    },
    answer: { due: '2026-05-18T15:00:00Z' },
  },
  attempts: {
    about: 'whether a silent customer was contacted often enough; an attempt may say that it bounced',
    line: {
      kind: 'attempts',
      calendar: paris,
      required: 3,
      windowDays: 10,
      attempts: [
        '2026-05-11T09:00:00Z',
        { at: '2026-05-12T09:00:00Z', bounced: true },
        '2026-05-13T09:00:00Z',
        '2026-05-15T09:00:00Z',
      ],
      customerReplies: ['2026-05-08T09:00:00Z'],
    },
    answer: { satisfied: true, satisfiedAt: '2026-05-15T09:00:00Z' },
  },
  nextReply: {
    about:
      'the next-reply clocks: customer starts one, agent-public ends it; agent-internal, auto-reply and merge do not',
    line: {
      kind: 'nextReply',
      calendar: paris,
      targetMinutes: 60,
      events: [
        { at: '2026-05-13T14:30:00Z', type: 'customer' },
        { at: '2026-05-13T14:31:00Z', type: 'auto-reply' },
        { at: '2026-05-14T06:30:00Z', type: 'agent-public' },
      ],
    },
    answer: {
      clocks: [
        {
          start: '2026-05-13T14:30:00Z',
          due: '2026-05-14T06:30:00Z',
          stopped: '2026-05-14T06:30:00Z',
          met: true,
        },
      ],
    },
  },
  sites: {
    about:
      'which sites are open, and when the first of those that are closed opens; sites may be a list of {name, calendar}',
    line: { kind: 'sites', sites: { paris, sydney }, at: '2026-06-09T09:00:00Z' },
    answer: { open: ['paris'], nextOpen: '2026-06-09T20:00:00Z' },
  },
  coverageGap: {
    about: 'the minutes of a UTC date in which no site is open',
    line: { kind: 'coverageGap', sites: { paris, sydney }, date: '2026-06-09' },
    answer: {
      minutes: 300,
      gaps: [{ from: '2026-06-09T15:00:00Z', to: '2026-06-09T20:00:00Z' }],
    },
  },
};
