import type DateHolidays from 'date-holidays';
import * as z from 'zod/mini';
import { dateText, dayNumber } from '#shared/targets/local-date.ts';
import { CommandFailure } from '../command-failure.ts';
import { type DaysOff, onlyDates } from './days-off.ts';
import { knownDifferences } from './known-differences.ts';

/** What the holiday libraries say; an aid to a reviewer, never the truth. */
export interface Libraries {
  /** The days of a country in a year, or a sentence why there are none to compare with. */
  daysOff(country: string, year: number): DaysOff | string;
}

const HOUR = 3_600_000;

/** "Spring Festival,春节,4" by date. */
const ChineseDays = z.object({
  holidays: z.record(z.string(), z.string()),
  workdays: z.record(z.string(), z.string()),
});
type ChineseDays = z.infer<typeof ChineseDays>;

/** Loads the libraries, which are development dependencies. Throws CommandFailure when they are not installed. */
export async function loadLibraries(): Promise<Libraries> {
  try {
    const [{ default: Holidays }, { default: chinese }] = await Promise.all([
      import('date-holidays'),
      // The plain data: the functions of chinese-days are a day off wherever local time is behind UTC.
      import('chinese-days/dist/chinese-days.json', { with: { type: 'json' } }),
    ]);
    const chineseDays = ChineseDays.parse(chinese);
    return {
      daysOff: (country, year) =>
        country === 'CN' ? fromChineseDays(chineseDays, year) : fromDateHolidays(Holidays, country, year),
    };
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND')) throw error;
    throw new CommandFailure(
      'Proposals are made from the packages date-holidays and chinese-days, which are not installed: run "npm install" in a checkout of Casebell.',
    );
  }
}

function fromChineseDays(data: ChineseDays, year: number): DaysOff | string {
  const days = {
    holidays: inYear(data.holidays, year, (name) => name),
    workingDays: inYear(data.workdays, year, (name) => `Make-up day for ${name}`),
  };
  if (Object.keys(days.holidays).length > 0) return days;
  return `chinese-days has no arrangement for ${year} yet: the State Council makes it in the November before`;
}

function inYear(dates: Readonly<Record<string, string>>, year: number, named: (name: string) => string) {
  const wanted = Object.entries(onlyDates(dates, (date) => date.startsWith(`${year}-`)));
  return Object.fromEntries(wanted.map(([date, names]) => [date, named(names.split(',')[0] ?? names)]));
}

function fromDateHolidays(Holidays: typeof DateHolidays, country: string, year: number): DaysOff | string {
  const { state, leftOut } = knownDifferences(country);
  const found = state ? new Holidays(country, state) : new Holidays(country);
  const holidays: Record<string, string> = {};
  for (const { type, date, start, end, name } of found.getHolidays(year, 'en')) {
    if (type !== 'public' || leftOut.includes(name)) continue;
    const first = dayNumber(date.slice(0, 10));
    // An hour of grace for days on which clocks change; half days are no closed dates and come to nothing.
    const length = Math.floor(((end.getTime() - start.getTime()) / HOUR + 1) / 24);
    for (let day = first; day < first + length; day++) {
      const text = dateText(day);
      holidays[text] = holidays[text] ? `${holidays[text]}, ${name}` : name;
    }
  }
  if (Object.keys(holidays).length === 0) return `date-holidays knows no holidays of ${country} in ${year}`;
  return { holidays: onlyDates(holidays, (date) => date.startsWith(`${year}-`)), workingDays: {} };
}
