/** Dates (`YYYY-MM-DD`) and their names. */
export type NamedDates = Readonly<Record<string, string>>;

/** What a list of holidays says of its dates: closed, or worked though their weekday is not. */
export interface DaysOff {
  readonly holidays: NamedDates;
  readonly workingDays: NamedDates;
}

/** The dates for which `wanted` holds. */
export function onlyDates(dates: NamedDates, wanted: (date: string) => boolean): NamedDates {
  return Object.fromEntries(Object.entries(dates).filter(([date]) => wanted(date)));
}
