import { writtenOffset } from '#shared/mail/written-instant.ts';
import { type Instant, toMs } from '#shared/schema/instant.ts';
import { type Zone, zoneOffsets } from '#shared/targets/zone.ts';

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const SECOND = 1000;

/** Writes instants in one zone, by the pinned table that deadlines are computed with. Throws OutsideZoneData. */
export interface LocalTime {
  readonly zone: string;
  /** `Thu  2 Apr 15:00`: as wide for every day, with seconds only where there are some. */
  at(instant: Instant): string;
  /** `Thu 2 Apr 2026, 15:00`. */
  full(instant: Instant): string;
  /** The same with the zone and its offset, so that it stands for one instant only. */
  exact(instant: Instant): string;
  /** `Thu  2 Apr 15:00 - 18:00`, or with both dates. */
  span(from: Instant, to: Instant): string;
  /** By how much clocks were put forward between the two, ms; negative where they were put back. */
  shift(from: Instant, to: Instant): number;
}

/** Throws UnknownZone. */
export function localTime(zone: string): LocalTime {
  const offsets = zoneOffsets(zone);
  const at = (instant: Instant) => {
    const local = wall(offsets, instant);
    return `${day(local)} ${time(local)}`;
  };
  const full = (instant: Instant) => {
    const local = wall(offsets, instant);
    return `${DAYS[local.getUTCDay()]} ${local.getUTCDate()} ${monthAndYear(local)}, ${time(local)}`;
  };
  return {
    zone,
    at,
    full,
    exact(instant) {
      const offset = zone === 'UTC' ? '' : `, ${writtenOffset(offsets.offsetAt(toMs(instant)))}`;
      return `${full(instant)} (${zone}${offset})`;
    },
    span(from, to) {
      const [first, last] = [wall(offsets, from), wall(offsets, to)];
      if (date(first) === date(last)) return `${at(from)} - ${time(last)}`;
      // A window that closes at midnight ends its own day.
      const before = new Date(last.getTime() - 1);
      if (time(last) === '00:00' && date(first) === date(before)) return `${at(from)} - 24:00`;
      return `${at(from)} - ${at(to)}`;
    },
    shift: (from, to) => offsets.offsetAt(toMs(to)) - offsets.offsetAt(toMs(from)),
  };
}

/** A local date, YYYY-MM-DD: `Fri  3 Apr`. */
export function localDay(date: string): string {
  return day(new Date(`${date}T00:00:00Z`));
}

/** A local date with its year: `31 Dec 2027`. */
export function longDate(date: string): string {
  const local = new Date(`${date}T00:00:00Z`);
  return `${local.getUTCDate()} ${monthAndYear(local)}`;
}

/** The wall reading, as if it were UTC; down to the second, so that a due never reads later than it is. */
function wall(offsets: Zone, instant: Instant): Date {
  const ms = toMs(instant);
  return new Date(Math.floor((ms + offsets.offsetAt(ms)) / SECOND) * SECOND);
}

function day(local: Date): string {
  return `${DAYS[local.getUTCDay()]} ${String(local.getUTCDate()).padStart(2)} ${MONTHS[local.getUTCMonth()]}`;
}

function date(local: Date): string {
  return local.toISOString().slice(0, 10);
}

function monthAndYear(local: Date): string {
  return `${MONTHS[local.getUTCMonth()]} ${local.getUTCFullYear()}`;
}

function time(local: Date): string {
  const written = local.toISOString().slice(11, 19);
  return written.endsWith(':00') ? written.slice(0, 5) : written;
}
