import { describe, expect, it } from 'vitest';
import { Calendar } from '#shared/targets/calendar.ts';

const nineToFive: [string, string][] = [['09:00', '17:00']];

function refusal(input: unknown): string {
  const parsed = Calendar.safeParse(input);
  if (parsed.success) throw new Error('was accepted');
  return parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n');
}

describe('a calendar', () => {
  it.each([
    ['around the clock', { always: true }],
    ['around the clock with a zone for its dates', { always: true, timeZone: 'Asia/Tokyo' }],
    ['weekly', { timeZone: 'Europe/Paris', weekly: { mon: nineToFive } }],
    [
      'with a lunch break',
      {
        timeZone: 'Europe/Paris',
        weekly: {
          mon: [
            ['09:00', '12:00'],
            ['14:00', '18:00'],
          ],
        },
      },
    ],
    [
      'with windows that touch',
      {
        timeZone: 'Europe/Paris',
        weekly: {
          mon: [
            ['09:00', '12:00'],
            ['12:00', '18:00'],
          ],
        },
      },
    ],
    ['closing at 24:00', { timeZone: 'Europe/Paris', weekly: { sun: [['00:00', '24:00']] } }],
    [
      'open by override only',
      { timeZone: 'Europe/Paris', weekly: {}, overrides: { '2026-05-02': nineToFive } },
    ],
    [
      'with holidays and a closed override',
      {
        timeZone: 'Europe/Paris',
        weekly: { mon: nineToFive },
        holidays: ['2028-02-29'],
        overrides: { '2026-05-04': [] },
      },
    ],
    [
      'of an edition, with holidays known until a date',
      {
        timeZone: 'Asia/Shanghai',
        weekly: { mon: nineToFive },
        version: 'cn-2026.2',
        knownUntil: '2026-12-31',
      },
    ],
    ['around the clock, of an edition', { always: true, version: '1', knownUntil: '2026-12-31' }],
  ])('may be %s', (_what, input) => {
    expect(Calendar.parse(input)).toEqual(input);
  });

  it.each([
    [
      'an empty window (lesson 28)',
      { mon: [['09:00', '09:00']] },
      'weekly.mon.0: A window must close later than it opens',
    ],
    ['an inverted window (lesson 28)', { mon: [['22:00', '06:00']] }, 'windows do not cross midnight'],
    [
      'overlapping windows',
      {
        mon: [
          ['09:00', '12:00'],
          ['11:59', '13:00'],
        ],
      },
      'The windows of a day overlap',
    ],
    [
      'overlapping windows out of order',
      {
        mon: [
          ['11:00', '13:00'],
          ['09:00', '11:30'],
        ],
      },
      'The windows of a day overlap',
    ],
    ['opening at 24:00', { mon: [['24:00', '24:00']] }, 'A window opens at a time from "00:00" to "23:59"'],
    ['25:00', { mon: [['09:00', '25:00']] }, 'A window closes at a time from "00:01" to "24:00"'],
    ['9:00 for 09:00', { mon: [['9:00', '17:00']] }, 'A window opens at a time'],
    ['a weekday it does not know', { monday: nineToFive }, 'weekly: Unknown field: monday'],
    ['never opening', {}, 'The calendar never opens'],
    ['never opening, with empty days', { mon: [], sat: [] }, 'The calendar never opens'],
  ])('refuses %s', (_what, weekly, message) => {
    expect(refusal({ timeZone: 'Europe/Paris', weekly })).toContain(message);
  });

  it.each([
    [
      'an unknown zone',
      { timeZone: 'Europe/Atlantis', weekly: { mon: nineToFive } },
      'timeZone: Not a time zone',
    ],
    ['no zone', { weekly: { mon: nineToFive } }, 'timeZone: A calendar names the time zone'],
    [
      'a holiday that does not exist',
      { timeZone: 'UTC', weekly: { mon: nineToFive }, holidays: ['2026-02-29'] },
      'holidays.0: Not a date that exists',
    ],
    [
      'an override on no date',
      { timeZone: 'UTC', weekly: { mon: nineToFive }, overrides: { '2026-13-01': nineToFive } },
      'Not a date that exists',
    ],
    [
      'always: false',
      { always: false, timeZone: 'UTC', weekly: { mon: nineToFive } },
      'A calendar is {"always": true}',
    ],
    [
      'a version longer than 80 characters',
      { always: true, version: 'v'.repeat(81) },
      'version: A version has at most 80 characters',
    ],
    [
      'holidays known until no date',
      { always: true, knownUntil: '2026-02-30' },
      'knownUntil: Not a date that exists',
    ],
    ['anything else', 'around-the-clock', 'A calendar is {"always": true}'],
    ['always with weekly hours', { always: true, weekly: { mon: nineToFive } }, 'Unknown field: weekly'],
    [
      'a misspelt field',
      { timeZone: 'UTC', weekly: { mon: nineToFive }, holiday: [] },
      'Unknown field: holiday',
    ],
  ])('refuses %s', (_what, input, message) => {
    expect(refusal(input)).toContain(message);
  });
});
