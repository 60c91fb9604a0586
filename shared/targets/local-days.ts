import type { WindowsOn } from './day-windows.ts';
import { DAY, dateText } from './local-date.ts';
import { eachOpenInterval } from './open-intervals.ts';
import { OutsideZoneData, ZONE_DATA_FROM, ZONE_DATA_UNTIL, type Zone } from './zone.ts';

/** The local dates of a calendar, as day numbers (days since 1970-01-01). All of it throws OutsideZoneData. */
export interface LocalDays {
  /** The local date an instant falls on. */
  dayOf(ms: number): number;
  /** The first instant whose local date is this one or later. */
  startOf(day: number): number;
  /** First open instant of the date; null when it has none. */
  firstOpen(day: number): number | null;
  /** Last close of the date; null when it never opens. Midnight, the next date's start, for a close at 24:00. */
  lastClose(day: number): number | null;
  /** A service day has open time. */
  isServiceDay(day: number): boolean;
  /** The first service day on this date or later. */
  serviceDayFrom(day: number): number;
}

/** Local dates of a zone with the windows of a calendar. */
export function localDays(zone: Zone, windowsOn: WindowsOn): LocalDays {
  // Offsets lie between -12 and +14 hours, so a local date lies within its UTC date and the one on either side.
  function edge(day: number, wanted: 'first' | 'last'): number | null {
    checked(day);
    let found: number | null = null;
    const only: WindowsOn = (other) => (other === day ? windowsOn(day) : []);
    eachOpenInterval(zone, only, (day - 1) * DAY, (day + 2) * DAY, (open, close) => {
      if (wanted === 'last') found = close;
      else found ??= open;
    });
    return found;
  }

  function checked(day: number): void {
    if (!(day * DAY >= ZONE_DATA_FROM && day * DAY < ZONE_DATA_UNTIL))
      throw new OutsideZoneData(dateText(day));
  }

  const days: LocalDays = {
    dayOf: (ms) => Math.floor((ms + zone.offsetAt(ms)) / DAY),
    startOf(day) {
      checked(day);
      for (let s = 0; s < zone.starts.length; s++) {
        const midnight = day * DAY - (zone.offsets[s] as number);
        // Where a change skips midnight, the date begins with the change.
        if (midnight < (zone.starts[s + 1] ?? ZONE_DATA_UNTIL))
          return Math.max(midnight, zone.starts[s] as number);
      }
      throw new OutsideZoneData(dateText(day));
    },
    firstOpen: (day) => edge(day, 'first'),
    lastClose: (day) => edge(day, 'last'),
    isServiceDay: (day) => windowsOn(day).length > 0 && edge(day, 'first') !== null,
    serviceDayFrom(day) {
      let candidate = day;
      while (!days.isServiceDay(candidate)) {
        candidate += 1;
        checked(candidate);
      }
      return candidate;
    },
  };
  return days;
}
