import { describe, expect, it } from 'vitest';
import { CountryHolidays } from '#shared/policy/country-holidays.ts';
import { read } from '#shared/schema/read.ts';

const RIGHT = {
  country: 'XA',
  title: { en: 'Examplia' },
  scope: 'national holidays',
  source: ['Holidays Act, https://law.example/holidays'],
  reviewedOn: '2026-11-22',
  from: '2026-01-01',
  knownUntil: '2026-12-31',
  holidays: { '2026-01-01': 'New Year', '2027-01-01': 'New Year' },
  workingDays: { '2026-01-04': 'For New Year' },
};

const problems = (change: object) => {
  const reading = read(CountryHolidays, { ...RIGHT, ...change }, 'file');
  return reading.ok ? [] : reading.problems;
};

describe('the holidays of a country', () => {
  it('are read as written; dates after knownUntil are welcome: they are provisional', () => {
    expect(read(CountryHolidays, RIGHT, 'file')).toEqual({ ok: true, value: RIGHT });
  });

  it('have no make-up days where none are written', () => {
    const { workingDays: _, ...without } = RIGHT;
    expect(read(CountryHolidays, without, 'file')).toEqual({
      ok: true,
      value: { ...without, workingDays: {} },
    });
  });

  it.each<[string, object, string[]]>([
    [
      'a country code in small letters',
      { country: 'xa' },
      ['file.country: must be an ISO 3166-1 country code of two capitals, such as DE'],
    ],
    ['no name in English', { title: { ja: '例' } }, ['file.title: needs at least the English text (en)']],
    ['no source', { source: [] }, ['file.source: Too small: expected array to have >=1 items']],
    [
      'a 29 February in a year without one',
      { holidays: { '2026-02-29': 'Leap day' } },
      ['file.holidays.2026-02-29: must be a date that exists, written YYYY-MM-DD, such as 2026-12-25'],
    ],
    [
      'a date in short',
      { workingDays: { '2026-1-4': 'Make-up' } },
      ['file.workingDays.2026-1-4: must be a date that exists, written YYYY-MM-DD, such as 2026-12-25'],
    ],
    [
      'an end before the beginning',
      { knownUntil: '2025-12-31' },
      ['file.knownUntil: must not be before from, 2026-01-01'],
    ],
    [
      'a holiday and a make-up day before from',
      { holidays: { '2025-12-31': 'Eve' }, workingDays: { '2025-12-28': 'For Eve' } },
      [
        'file.holidays.2025-12-31: is before from, 2026-01-01: move from back, or take it out',
        'file.workingDays.2025-12-28: is before from, 2026-01-01: move from back, or take it out',
      ],
    ],
    [
      'a date both closed and worked',
      { workingDays: { '2026-01-01': 'For nothing' } },
      ['file.workingDays.2026-01-01: is among the holidays too: a date is closed or worked, not both'],
    ],
    ['a field nobody knows', { until: '2026-12-31' }, ['file: Unrecognized key: "until"']],
    [
      'a name of two lines',
      { holidays: { '2026-01-01': 'New\nYear' } },
      ['file.holidays.2026-01-01: must be one line without control characters'],
    ],
  ])('refuses %s', (_, change, expected) => {
    expect(problems(change)).toEqual(expected);
  });
});
