import moment from 'moment-timezone';

/**
 * The rules of open time read aloud, minute by minute, without a line of the engine. Wall readings come from
 * moment-timezone's own data and not from the table that is generated out of it.
 */

const MINUTE = 60_000;
const DAY = 1_440;

type Window = readonly [open: string, close: string];

export interface WalkedCalendar {
  readonly timeZone: string;
  readonly weekly: Readonly<Record<string, readonly Window[] | undefined>>;
  readonly holidays: readonly string[];
  readonly overrides: Readonly<Record<string, readonly Window[]>>;
}

// Minutes east of UTC for each minute of a UTC day, by zone and day.
const readings = new Map<string, Map<number, Int16Array>>();

function offsetsOf(timeZone: string, day: number): Int16Array {
  const days = readings.get(timeZone) ?? new Map<number, Int16Array>();
  readings.set(timeZone, days);
  const known = days.get(day);
  if (known) return known;
  const zone = moment.tz.zone(timeZone);
  if (!zone) throw new Error(`no zone ${timeZone}`);
  const offsets = Int16Array.from({ length: DAY }, (_, m) => -zone.utcOffset((day * DAY + m) * MINUTE));
  days.set(day, offsets);
  return offsets;
}

const names = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** Whether each minute of a local date is open; the date is told by the wall, as is the minute. */
function dateMinutes(calendar: WalkedCalendar, localDay: number): Uint8Array {
  const midnight = new Date(localDay * DAY * MINUTE);
  const date = midnight.toISOString().slice(0, 10);
  const usual = calendar.holidays.includes(date) ? [] : calendar.weekly[names[midnight.getUTCDay()] ?? ''];
  const windows = calendar.overrides[date] ?? usual ?? [];
  return Uint8Array.from({ length: DAY }, (_, m) => {
    const wall = `${String(Math.floor(m / 60)).padStart(2, '0')}:${String(m % 60).padStart(2, '0')}`;
    return windows.some(([open, close]) => open <= wall && wall < close) ? 1 : 0;
  });
}

/** Tells of any minute since 1970 whether it is open. */
export function minuteReader(calendar: WalkedCalendar): (minute: number) => boolean {
  const dates = new Map<number, Uint8Array>();
  let day = Number.NaN;
  let offsets: Int16Array = new Int16Array(0);
  let localDay = Number.NaN;
  let open: Uint8Array = new Uint8Array(0);
  return (minute) => {
    const today = Math.floor(minute / DAY);
    if (today !== day) {
      day = today;
      offsets = offsetsOf(calendar.timeZone, day);
    }
    const wall = minute + (offsets[minute - day * DAY] ?? Number.NaN);
    const date = Math.floor(wall / DAY);
    if (date !== localDay) {
      localDay = date;
      open = dates.get(date) ?? dateMinutes(calendar, date);
      dates.set(date, open);
    }
    return open[wall - date * DAY] === 1;
  };
}

/** Walks from an instant on, and tells what was open of each minute, or what is left of it: [from, to), epoch ms. */
function* openSlices(calendar: WalkedCalendar, from: number, until: number): Generator<[number, number]> {
  const isOpen = minuteReader(calendar);
  for (let at = from; at < until; ) {
    const minute = Math.floor(at / MINUTE);
    const end = Math.min(until, (minute + 1) * MINUTE);
    if (isOpen(minute)) yield [at, end];
    at = end;
  }
}

/** The instant at which so much time was open, or null when it is not within `most` days. */
export function walkedDue(
  calendar: WalkedCalendar,
  start: number,
  targetMs: number,
  most: number,
): number | null {
  if (targetMs === 0) return start;
  let missing = targetMs;
  for (const [from, to] of openSlices(calendar, start, start + most * DAY * MINUTE)) {
    if (to - from >= missing) return from + missing;
    missing -= to - from;
  }
  return null;
}

/** Open ms of [from, to). */
export function walkedElapsed(calendar: WalkedCalendar, from: number, to: number): number {
  let open = 0;
  for (const [begin, end] of openSlices(calendar, from, to)) open += end - begin;
  return open;
}

export interface WalkedPause {
  readonly from: number;
  /** Null while it lasts. */
  readonly to: number | null;
}

/** The due of a clock with pauses, in order and apart: null when it stands paused with `left` to go. */
export function walkedTimeline(
  calendar: WalkedCalendar,
  start: number,
  targetMs: number,
  pauses: readonly WalkedPause[],
  most: number,
): { due: number | null; left: number } | 'too far' {
  let missing = targetMs;
  let at = start;
  for (const pause of [...pauses, { from: start + most * DAY * MINUTE, to: null, end: true }]) {
    // A stretch up to the pause; a pause at due or after it changes nothing.
    const due = walkedDue(calendar, at, missing, most);
    if (due !== null && due <= pause.from) return { due, left: 0 };
    if ('end' in pause) return 'too far';
    missing -= walkedElapsed(calendar, at, pause.from);
    if (pause.to === null) return { due: null, left: missing };
    at = pause.to;
  }
  return 'too far';
}
