import type { Calendar, WeeklyCalendar } from '../targets/calendar.ts';
import type { CountryHolidays } from './country-holidays.ts';
import { type PackCalendar, WEEKDAYS } from './pack.ts';
import type { Place } from './policy.ts';

type Window = [string, string];
type Weekly = WeeklyCalendar['weekly'];
type Weekday = (typeof WEEKDAYS)[number];
type Countries = Readonly<Record<string, CountryHolidays>>;

/** Before every deadline: of a country without a list nothing is known, so each of its deadlines is provisional. */
const NOTHING_KNOWN = '1970-01-01';

/** A pack's calendar as the target engine takes it, with the customer's zone and holidays where the pack says so. */
export function targetCalendar(calendar: PackCalendar, place: Place, countries: Countries = {}): Calendar {
  // Open at every instant, and still the customer's own dates tell one service day from the next.
  if (calendar === 'always') return { always: true, timeZone: place.zone };
  const weekly: Weekly = {};
  for (const [days, windows] of Object.entries(calendar.weekly)) {
    for (const day of weekdays(days)) weekly[day] = [...(weekly[day] ?? []), ...windows.map(bounds)];
  }
  const own = Object.fromEntries(
    Object.entries(calendar.overrides ?? {}).map(([date, windows]) => [date, windows.map(bounds)]),
  );
  const kept = keptHolidays(calendar, place, countries, weekly);
  const overrides = { ...kept.overrides, ...own };
  return {
    timeZone: calendar.zone === 'customer' ? place.zone : calendar.zone,
    weekly,
    ...(kept.holidays.length > 0 && { holidays: kept.holidays }),
    ...(Object.keys(overrides).length > 0 && { overrides }),
    ...(kept.knownUntil && { knownUntil: kept.knownUntil }),
    ...(kept.version && { version: kept.version }),
  };
}

interface KeptHolidays {
  readonly holidays: string[];
  readonly overrides: Record<string, Window[]>;
  readonly knownUntil?: string;
  readonly version?: string;
}

const NO_HOLIDAYS: KeptHolidays = { holidays: [], overrides: {} };

function keptHolidays(
  { holidays = [] }: Exclude<PackCalendar, 'always'>,
  place: Place,
  countries: Countries,
  weekly: Weekly,
): KeptHolidays {
  if (Array.isArray(holidays)) return { ...NO_HOLIDAYS, holidays };
  const code = holidays === 'customer-country' ? place.country : holidays.country;
  // A customer whose country nobody noted keeps no holidays: their deadlines come sooner for it, never later.
  if (code === undefined) return NO_HOLIDAYS;
  const list = countries[code];
  if (!list) return { ...NO_HOLIDAYS, knownUntil: NOTHING_KNOWN };
  const makeUp = Object.keys(list.workingDays).filter((date) => (weekly[weekdayOf(date)] ?? []).length === 0);
  const hours = WEEKDAYS.map((day) => weekly[day]).find((windows) => windows?.length) ?? [];
  return {
    holidays: Object.keys(list.holidays),
    // A make-up day is worked like the first working day of the week (targets.md, "Zone data").
    overrides: Object.fromEntries(makeUp.map((date) => [date, hours as Window[]])),
    knownUntil: list.knownUntil,
    version: `${code} ${list.reviewedOn}`,
  };
}

function weekdayOf(date: string): Weekday {
  const sundayFirst = new Date(`${date}T00:00:00Z`).getUTCDay();
  return WEEKDAYS[(sundayFirst + 6) % 7] as Weekday;
}

function bounds(window: string): Window {
  const [open = '', close = ''] = window.split('-');
  return [open, close];
}

/** The days a key of `weekly` stands for: `mon`, or `mon..fri`. */
function weekdays(key: string): readonly Weekday[] {
  const [first, last = first] = key.split('..');
  const from = WEEKDAYS.indexOf(first as Weekday);
  const to = WEEKDAYS.indexOf(last as Weekday);
  if (from < 0 || to < from)
    throw new Error(`"${key}" is neither a day (mon) nor a range of days (mon..fri)`);
  return WEEKDAYS.slice(from, to + 1);
}
