import { describe, expect, it } from 'vitest';
import { readHolidayFiles } from '#cli/holidays/holiday-files.ts';
import { dayNumber, weekday } from '#shared/targets/local-date.ts';

const WEEKDAY_NAMES = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const dayName = (date: string) => WEEKDAY_NAMES[weekday(dayNumber(date))];

const files = readHolidayFiles('policies/holidays');
const list = (country: string) => {
  const file = files.find((each) => each.list.country === country);
  if (!file) throw new Error(`There is no list of ${country}.`);
  return file.list;
};
const holidays = (country: string) => Object.keys(list(country).holidays);
const inYear = (country: string, year: string) => holidays(country).filter((date) => date.startsWith(year));
/** Date, weekday and name of the entries whose name contains a text. */
const named = (country: string, text: string) =>
  Object.entries(list(country).holidays)
    .filter(([, name]) => name.includes(text))
    .map(([date, name]) => `${date} ${dayName(date)} ${name}`);

describe('the reviewed lists', () => {
  it('all files parse, one for each country', () => {
    expect(files.map(({ list: { country } }) => country)).toEqual([
      'AU',
      'BR',
      'CN',
      'DE',
      'FR',
      'GB',
      'IN',
      'JP',
      'US',
    ]);
  });

  it.each([
    ['AU', 8, 9, '2027-12-31'],
    ['BR', 10, 10, '2027-12-31'],
    ['CN', 33, 13, '2026-12-31'],
    ['DE', 9, 9, '2027-12-31'],
    ['FR', 11, 11, '2027-12-31'],
    ['GB', 9, 10, '2027-12-31'],
    ['IN', 15, 14, '2026-12-31'],
    ['JP', 18, 17, '2027-12-31'],
    ['US', 12, 15, '2027-12-31'],
  ])('[lesson 28] %s has %i days in 2026, %i in 2027, and is known until %s', (country, y26, y27, until) => {
    expect([inYear(country, '2026').length, inYear(country, '2027').length]).toEqual([y26, y27]);
    expect(holidays(country)).toHaveLength(y26 + y27);
    expect(list(country).knownUntil).toBe(until);
  });

  it('none ends before 2026 does, and each begins with 2026', () => {
    for (const { list: each } of files) {
      expect(each.knownUntil >= '2026-12-31', each.country).toBe(true);
      expect(each.from, each.country).toBe('2026-01-01');
    }
  });

  it('dates are in order, so that a reviewer sees what is missing', () => {
    for (const { list: each } of files) {
      expect(Object.keys(each.holidays)).toEqual(Object.keys(each.holidays).sort());
      expect(Object.keys(each.workingDays)).toEqual(Object.keys(each.workingDays).sort());
    }
  });

  it('every day that stands in for a holiday is a weekday itself, and the holiday a weekend day', () => {
    const standIn = / \((observed|substitute day)\)$/;
    const found: string[] = [];
    for (const { list: each } of files) {
      for (const [date, name] of Object.entries(each.holidays)) {
        if (!standIn.test(name)) continue;
        found.push(`${each.country} ${date}`);
        expect(dayName(date), `${each.country} ${date}`).toMatch(/^(Mon|Tue|Fri)$/);
        const own = Object.keys(each.holidays).find(
          (other) =>
            each.holidays[other] === name.replace(standIn, '') &&
            Math.abs(dayNumber(other) - dayNumber(date)) <= 2,
        );
        // New Year's Day of 2028 is not in the list yet.
        expect(own ? dayName(own) : date).toMatch(/^(Sat|Sun|2027-12-31)$/);
      }
    }
    expect(found).toHaveLength(11);
  });
});

describe('[lesson 28] United States', () => {
  it('days of the nth weekday', () => {
    expect(named('US', 'Martin Luther King')).toEqual([
      '2026-01-19 Mon Birthday of Martin Luther King, Jr.',
      '2027-01-18 Mon Birthday of Martin Luther King, Jr.',
    ]);
    expect(named('US', 'Washington')).toEqual([
      "2026-02-16 Mon Washington's Birthday",
      "2027-02-15 Mon Washington's Birthday",
    ]);
    expect(named('US', 'Memorial')).toEqual(['2026-05-25 Mon Memorial Day', '2027-05-31 Mon Memorial Day']);
    expect(named('US', 'Labor')).toEqual(['2026-09-07 Mon Labor Day', '2027-09-06 Mon Labor Day']);
    expect(named('US', 'Columbus')).toEqual(['2026-10-12 Mon Columbus Day', '2027-10-11 Mon Columbus Day']);
    expect(named('US', 'Thanksgiving')).toEqual([
      '2026-11-26 Thu Thanksgiving Day',
      '2027-11-25 Thu Thanksgiving Day',
    ]);
  });

  it('days of fixed date, with the Friday or Monday they are observed on', () => {
    expect(named('US', 'Independence')).toEqual([
      '2026-06-19 Fri Juneteenth National Independence Day',
      '2026-07-03 Fri Independence Day (observed)',
      '2026-07-04 Sat Independence Day',
      '2027-06-18 Fri Juneteenth National Independence Day (observed)',
      '2027-06-19 Sat Juneteenth National Independence Day',
      '2027-07-04 Sun Independence Day',
      '2027-07-05 Mon Independence Day (observed)',
    ]);
    expect(named('US', 'Christmas')).toEqual([
      '2026-12-25 Fri Christmas Day',
      '2027-12-24 Fri Christmas Day (observed)',
      '2027-12-25 Sat Christmas Day',
    ]);
    expect(named('US', 'New Year').at(-1)).toBe("2027-12-31 Fri New Year's Day (observed)");
    expect(named('US', 'Veterans')).toEqual(['2026-11-11 Wed Veterans Day', '2027-11-11 Thu Veterans Day']);
  });
});

describe('[lesson 28] Easter and what follows it', () => {
  it.each(['AU', 'BR', 'DE', 'GB', 'IN'])('%s: Good Friday', (country) => {
    expect(named(country, 'Good Friday')).toEqual([
      '2026-04-03 Fri Good Friday',
      '2027-03-26 Fri Good Friday',
    ]);
  });

  it.each(['AU', 'DE', 'FR', 'GB'])('%s: Easter Monday', (country) => {
    expect(named(country, 'Easter')).toEqual([
      '2026-04-06 Mon Easter Monday',
      '2027-03-29 Mon Easter Monday',
    ]);
  });

  it.each(['DE', 'FR'])('%s: Ascension Day and Whit Monday', (country) => {
    expect(named(country, 'Ascension')).toEqual([
      '2026-05-14 Thu Ascension Day',
      '2027-05-06 Thu Ascension Day',
    ]);
    expect(named(country, 'Whit')).toEqual(['2026-05-25 Mon Whit Monday', '2027-05-17 Mon Whit Monday']);
  });

  it('France has no Good Friday, Germany no Easter Sunday', () => {
    expect(named('FR', 'Good Friday')).toEqual([]);
    expect(holidays('DE')).not.toContain('2026-04-05');
  });
});

describe('[lesson 28] England and Wales', () => {
  it('bank holidays of Mondays', () => {
    expect(named('GB', 'bank holiday')).toEqual([
      '2026-05-04 Mon Early May bank holiday',
      '2026-05-25 Mon Spring bank holiday',
      '2026-08-31 Mon Summer bank holiday',
      '2027-05-03 Mon Early May bank holiday',
      '2027-05-31 Mon Spring bank holiday',
      '2027-08-30 Mon Summer bank holiday',
    ]);
  });

  it('substitute days of Christmas', () => {
    expect(named('GB', 'substitute')).toEqual([
      '2026-12-28 Mon Boxing Day (substitute day)',
      '2027-12-27 Mon Christmas Day (substitute day)',
      '2027-12-28 Tue Boxing Day (substitute day)',
    ]);
  });

  it('nothing of Scotland: 2 January, the first Monday of August, St Andrew', () => {
    for (const date of ['2026-01-02', '2026-06-15', '2026-08-03', '2026-11-30'])
      expect(holidays('GB')).not.toContain(date);
  });
});

describe('[lesson 28] Australia', () => {
  it('substitute days that all states have', () => {
    expect(named('AU', 'substitute')).toEqual([
      '2026-12-28 Mon Boxing Day (substitute day)',
      '2027-12-27 Mon Christmas Day (substitute day)',
      '2027-12-28 Tue Boxing Day (substitute day)',
    ]);
  });

  it('nothing that only some states have: Easter Saturday, King’s Birthday, the Monday after Anzac Day', () => {
    for (const date of ['2026-04-04', '2026-04-27', '2026-06-08', '2026-10-05', '2027-04-26'])
      expect(holidays('AU')).not.toContain(date);
    expect(named('AU', 'Anzac')).toEqual(['2026-04-25 Sat Anzac Day', '2027-04-25 Sun Anzac Day']);
  });
});

describe('[lesson 28] Japan', () => {
  it('days of the nth Monday', () => {
    expect(named('JP', 'Coming of Age').map((entry) => entry.slice(0, 14))).toEqual([
      '2026-01-12 Mon',
      '2027-01-11 Mon',
    ]);
    expect(named('JP', 'Marine').map((entry) => entry.slice(0, 14))).toEqual([
      '2026-07-20 Mon',
      '2027-07-19 Mon',
    ]);
    expect(named('JP', 'Aged').map((entry) => entry.slice(0, 14))).toEqual([
      '2026-09-21 Mon',
      '2027-09-20 Mon',
    ]);
    expect(named('JP', 'Sports').map((entry) => entry.slice(0, 14))).toEqual([
      '2026-10-12 Mon',
      '2027-10-11 Mon',
    ]);
  });

  it('equinoxes, in Japan’s own date', () => {
    expect(named('JP', 'Equinox')).toEqual([
      '2026-03-20 Fri Vernal Equinox Day',
      '2026-09-23 Wed Autumnal Equinox Day',
      '2027-03-21 Sun Vernal Equinox Day',
      '2027-03-22 Mon Substitute holiday for Vernal Equinox Day',
      '2027-09-23 Thu Autumnal Equinox Day',
    ]);
  });

  it('substitute holidays pass over holidays, and a day between two holidays is one', () => {
    expect(named('JP', 'holiday')).toEqual([
      '2026-05-06 Wed Substitute holiday for Constitution Memorial Day',
      "2026-09-22 Tue Citizens' holiday",
      '2027-03-22 Mon Substitute holiday for Vernal Equinox Day',
    ]);
    expect(holidays('JP')).not.toContain('2027-09-22');
  });
});

describe('[lesson 28] China', () => {
  it('bridge days of 2026 are holidays', () => {
    expect(inYear('CN', '2026-02')).toEqual([
      '2026-02-15',
      '2026-02-16',
      '2026-02-17',
      '2026-02-18',
      '2026-02-19',
      '2026-02-20',
      '2026-02-21',
      '2026-02-22',
      '2026-02-23',
    ]);
    expect(inYear('CN', '2026-10')).toHaveLength(7);
    expect(inYear('CN', '2026-05')).toHaveLength(5);
  });

  it('make-up days of 2026 are weekend days that are worked', () => {
    expect(Object.keys(list('CN').workingDays).map((date) => `${date} ${dayName(date)}`)).toEqual([
      '2026-01-04 Sun',
      '2026-02-14 Sat',
      '2026-02-28 Sat',
      '2026-05-09 Sat',
      '2026-09-20 Sun',
      '2026-10-10 Sat',
    ]);
  });

  it('the statutory days of 2027, provisional, without any make-up day', () => {
    expect(inYear('CN', '2027')).toEqual([
      '2027-01-01',
      '2027-02-05',
      '2027-02-06',
      '2027-02-07',
      '2027-02-08',
      '2027-04-05',
      '2027-05-01',
      '2027-05-02',
      '2027-06-09',
      '2027-09-15',
      '2027-10-01',
      '2027-10-02',
      '2027-10-03',
    ]);
  });

  it('days on which only some people are free are none', () => {
    for (const date of ['2026-03-08', '2026-06-01', '2026-08-01']) expect(holidays('CN')).not.toContain(date);
  });
});

describe('[lesson 28] India', () => {
  it('the days of the government’s list of 2026', () => {
    expect(inYear('IN', '2026')).toEqual([
      '2026-01-26',
      '2026-03-21',
      '2026-03-31',
      '2026-04-03',
      '2026-04-14',
      '2026-05-01',
      '2026-05-28',
      '2026-06-26',
      '2026-08-15',
      '2026-08-26',
      '2026-10-02',
      '2026-10-20',
      '2026-11-08',
      '2026-11-24',
      '2026-12-25',
    ]);
  });

  it('the three national days of every year', () => {
    for (const date of ['2026-01-26', '2026-08-15', '2026-10-02', '2027-01-26', '2027-08-15', '2027-10-02'])
      expect(holidays('IN')).toContain(date);
  });
});

describe('[lesson 28] Brazil', () => {
  it('20 November is national; carnival, Corpus Christi and election days are not', () => {
    expect(named('BR', 'Zumbi').map((entry) => entry.slice(0, 14))).toEqual([
      '2026-11-20 Fri',
      '2027-11-20 Sat',
    ]);
    for (const date of ['2026-02-16', '2026-02-17', '2026-06-04', '2026-10-04', '2026-10-25', '2027-02-09'])
      expect(holidays('BR')).not.toContain(date);
  });
});

describe('[lesson 28] days of fixed date in Germany and France', () => {
  it('are not moved from a weekend', () => {
    expect(named('DE', 'Unity')).toEqual([
      '2026-10-03 Sat German Unity Day',
      '2027-10-03 Sun German Unity Day',
    ]);
    expect(holidays('DE')).not.toContain('2026-10-05');
    expect(named('FR', 'Assumption')).toEqual([
      '2026-08-15 Sat Assumption Day',
      '2027-08-15 Sun Assumption Day',
    ]);
    expect(named('FR', 'National Day')).toEqual([
      '2026-07-14 Tue National Day',
      '2027-07-14 Wed National Day',
    ]);
  });
});
