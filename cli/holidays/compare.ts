import type { CountryHolidays } from '#shared/policy/country-holidays.ts';
import type { DaysOff } from './days-off.ts';
import { knownDifferences } from './known-differences.ts';

/** A date on which the reviewed list and the library do not agree. Names may differ: that is no difference. */
export interface Difference {
  /** `+` the library has it and the list does not; `-` the other way round. */
  readonly sign: '+' | '-';
  readonly list: 'holidays' | 'workingDays';
  readonly date: string;
  readonly name: string;
  /** After the list's `knownUntil`: not reviewed as complete. */
  readonly provisional: boolean;
}

/** Compares the dates of one year, in order. Dates before the list's `from` are none of its business. */
export function compareYear(
  reviewed: CountryHolidays,
  library: DaysOff,
  year: number,
): readonly Difference[] {
  const { unknownToLibrary } = knownDifferences(reviewed.country);
  const differences: Difference[] = [];
  const add = (sign: '+' | '-', list: Difference['list'], date: string, name: string) =>
    differences.push({ sign, list, date, name, provisional: date > reviewed.knownUntil });
  for (const list of ['holidays', 'workingDays'] as const) {
    for (const [date, name] of Object.entries(library[list])) {
      if (date >= reviewed.from && !Object.hasOwn(reviewed[list], date)) add('+', list, date, name);
    }
    for (const [date, name] of Object.entries(reviewed[list])) {
      if (!date.startsWith(`${year}-`) || Object.hasOwn(library[list], date)) continue;
      if (!unknownToLibrary.includes(name)) add('-', list, date, name);
    }
  }
  return differences.sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
}
