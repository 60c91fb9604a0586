import type { Calendar, WeeklyCalendar } from './calendar.ts';
import { DAY, dayNumber, weekday } from './local-date.ts';

/** Open windows of a local date as [open, close, open, close, ...], wall ms after midnight, in order. */
export type DayWindows = readonly number[];

/** Tells the windows of a local date, given as a day number. */
export type WindowsOn = (day: number) => DayWindows;

const CLOSED: DayWindows = [];
const WHOLE_DAY: DayWindows = [0, DAY];
const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

function wallMs(time: string): number {
  return (Number(time.slice(0, 2)) * 60 + Number(time.slice(3))) * 60_000;
}

function compile(windows: readonly (readonly [string, string])[] | undefined): DayWindows {
  return (windows ?? [])
    .map(([open, close]): [number, number] => [wallMs(open), wallMs(close)])
    .sort(([a], [b]) => a - b)
    .flat();
}

function weeklyWindows(calendar: WeeklyCalendar): WindowsOn {
  const week = weekdays.map((name) => compile(calendar.weekly[name]));
  const special = new Map<number, DayWindows>();
  for (const date of calendar.holidays ?? []) special.set(dayNumber(date), CLOSED);
  // After the holidays, because an override also makes a holiday a working day.
  for (const [date, windows] of Object.entries(calendar.overrides ?? {})) {
    special.set(dayNumber(date), compile(windows));
  }
  return (day) => special.get(day) ?? week[weekday(day)] ?? CLOSED;
}

/** The windows of any date of this calendar: override, else none on a holiday, else the weekday's (rule 1). */
export function dayWindows(calendar: Calendar): WindowsOn {
  return calendar.always ? () => WHOLE_DAY : weeklyWindows(calendar);
}
