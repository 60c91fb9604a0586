import { isDate } from '#shared/targets/local-date.ts';
import {
  instantText,
  OutsideZoneData,
  ZONE_DATA_FROM,
  ZONE_DATA_UNTIL,
  zoneOffsets,
} from '#shared/targets/zone.ts';

const WRITTEN =
  /^(\d{4}-\d{2}-\d{2})[T ]((?:[01]\d|2[0-3]):[0-5]\d)(?::([0-5]\d(?:\.\d{1,3})?))?\s?(Z|[+-](?:0\d|1[0-4]):[0-5]\d)?$/;

/** An instant (epoch ms), or why a text is none. */
export type WrittenTime =
  | { readonly ok: true; readonly ms: number }
  | { readonly ok: false; readonly problem: string };

/**
 * Reads an instant as timelines write it: the wall clock of `zone` (`2026-05-13 16:30`), or with an offset
 * (`2026-05-13T14:30Z`). A wall time that a zone change skips, or has twice, is refused: guessing would be a wrong
 * deadline half of the time.
 */
export function readTime(written: string, zone: string): WrittenTime {
  const [, date = '', time, second = '00', offset] = WRITTEN.exec(written) ?? [];
  if (!isDate(date)) {
    return refused(
      `"${written}" is no time: write 2026-05-13 16:30, or with an offset, such as 2026-05-13T14:30Z`,
    );
  }
  const wall = Date.parse(`${date}T${time}:${second}${offset ?? 'Z'}`);
  if (offset === undefined) return inZone(written, wall, zone);
  const known = wall >= ZONE_DATA_FROM && wall < ZONE_DATA_UNTIL;
  return known ? { ok: true, ms: wall } : refused(new OutsideZoneData(written).message);
}

function inZone(written: string, wall: number, name: string): WrittenTime {
  try {
    const zone = zoneOffsets(name);
    const offsets = [...new Set(zone.offsets)];
    const instants = offsets.map((offset) => wall - offset).filter((ms) => ms + zone.offsetAt(ms) === wall);
    const [first, second] = instants.sort((a, b) => a - b);
    if (first === undefined) {
      return refused(`${written} does not exist in ${name}: the clocks go forward over it`);
    }
    if (second === undefined) return { ok: true, ms: first };
    const forms = [first, second].map((ms) => `${written}${offsetText(zone.offsetAt(ms))}`);
    return refused(
      `${written} comes twice in ${name}, as the clocks go back: write ${forms.join(' or ')} for the one you mean`,
    );
  } catch (error) {
    if (error instanceof OutsideZoneData) return refused(error.message);
    throw error;
  }
}

function refused(problem: string): WrittenTime {
  return { ok: false, problem };
}

function offsetText(offset: number): string {
  const minutes = Math.abs(offset) / 60_000;
  const two = (count: number) => String(Math.floor(count)).padStart(2, '0');
  return `${offset < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
}

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;

/**
 * An instant on the wall clock of a zone, as `readTime` reads it, with its weekday: `Fri 2026-05-15 10:30`. Seconds
 * where there are any; the offset where the wall clock alone would not say which of two instants is meant.
 */
export function writeTime(ms: number, zone: string): string {
  // Beyond the years that the zone data cover there is no wall clock to read.
  if (!(ms >= ZONE_DATA_FROM && ms < ZONE_DATA_UNTIL)) return instantText(ms);
  const offset = zoneOffsets(zone).offsetAt(ms);
  const wall = new Date(ms + offset);
  const iso = wall.toISOString();
  const seconds = wall.getUTCSeconds() === 0 ? '' : iso.slice(16, 19);
  const written = `${iso.slice(0, 10)} ${iso.slice(11, 16)}${seconds}`;
  const plain = readTime(written, zone).ok ? '' : offsetText(offset);
  return `${WEEKDAYS[wall.getUTCDay()]} ${written}${plain}`;
}

/** People write no fractions of a second: a miss is recorded a thousandth of one after its due. */
export function wholeSecond(ms: number): number {
  return Math.floor(ms / 1000) * 1000;
}

/** An amount of time in hours, minutes and seconds, as expectations write it: `26h 30m`. */
export function amountText(ms: number): string {
  const parts = [
    [Math.floor(ms / 3_600_000), 'h'],
    [Math.floor(ms / 60_000) % 60, 'm'],
    [(ms / 1000) % 60, 's'],
  ] as const;
  const written = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count}${unit}`);
  return written.join(' ') || '0m';
}
