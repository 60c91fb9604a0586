import type { Calendar, WeeklyCalendar } from '#shared/targets/calendar.ts';

const MINUTE = 60_000;
const YEAR = Date.UTC(2026, 0, 1);

/** Numbers in [0, 1), the same in every run. */
export function draws(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

export interface Inputs {
  readonly starts: Float64Array;
  readonly targets: Float64Array;
}

/** Starts at any ms of 2026, targets of 15 minutes to 40 hours. */
export function inputs(count: number): Inputs {
  const draw = draws(1);
  return {
    starts: Float64Array.from({ length: count }, () => Math.floor(YEAR + draw() * 365 * 1_440 * MINUTE)),
    targets: Float64Array.from({ length: count }, () => Math.floor(15 + draw() * 2_385) * MINUTE),
  };
}

function office(timeZone: string, windows: [string, string][], holidays: string[]): WeeklyCalendar {
  return {
    timeZone,
    weekly: { mon: windows, tue: windows, wed: windows, thu: windows, fri: windows },
    holidays,
  };
}

export const CHICAGO = office(
  'America/Chicago',
  [['08:00', '20:00']],
  ['2026-11-26', '2026-12-25', '2027-01-01'],
);

const zones = [
  'America/Chicago',
  'America/New_York',
  'America/Sao_Paulo',
  'Asia/Kolkata',
  'Asia/Shanghai',
  'Asia/Tokyo',
  'Australia/Sydney',
  'Europe/London',
  'Europe/Paris',
  'Pacific/Auckland',
];
const hours: [string, string][][] = [
  [['08:00', '20:00']],
  [['09:00', '18:00']],
  [['08:30', '17:00']],
  [
    ['09:00', '12:00'],
    ['14:00', '18:00'],
  ],
];

/** The calendars of a desk with customers everywhere: ten zones, four kinds of hours, five lists of holidays. */
export const DESK: readonly Calendar[] = zones.flatMap((zone) =>
  hours.flatMap((windows) =>
    [1, 2, 3, 4, 5].map((n) =>
      office(
        zone,
        windows,
        ['01-01', `0${n}-0${n}`, `05-1${n}`, `11-2${n}`, '12-25'].map((day) => `2026-${day}`),
      ),
    ),
  ),
);
