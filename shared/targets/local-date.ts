/** Length of a calendar date on the proleptic UTC line, ms. */
export const DAY = 86_400_000;

const datePattern = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Whether the text is a date that exists: "2028-02-29" is, "2026-02-29" and "2026-2-1" are not. */
export function isDate(text: string): boolean {
  return datePattern.test(text) && dateText(dayNumber(text)) === text;
}

/** The date as days since 1970-01-01. dayNumber('1970-01-02') //=> 1 */
export function dayNumber(date: string): number {
  const [year = Number.NaN, month = Number.NaN, day = Number.NaN] = date.split('-').map(Number);
  return Date.UTC(year, month - 1, day) / DAY;
}

/** The reverse of dayNumber. dateText(1) //=> '1970-01-02' */
export function dateText(day: number): string {
  return Number.isFinite(day) ? new Date(day * DAY).toISOString().slice(0, 10) : 'no date';
}

/** 0 for Sunday to 6 for Saturday; day 0, 1970-01-01, was a Thursday. */
export function weekday(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}
