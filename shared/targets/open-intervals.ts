import type { WindowsOn } from './day-windows.ts';
import { DAY } from './local-date.ts';
import { ZONE_DATA_UNTIL, type Zone } from './zone.ts';

/**
 * Visits the open stretches of [from, until) in order, one per window and stretch of constant offset.
 * Within such a stretch local time is just a shifted line, so minutes of a DST gap are never visited and those
 * of an overlap are visited once in each stretch: no "earlier or later" choice exists (rule 1).
 */
export function eachOpenInterval(
  zone: Zone,
  windowsOn: WindowsOn,
  from: number,
  until: number,
  visit: (open: number, close: number) => void,
): void {
  const { starts, offsets } = zone;
  for (let s = 0; s < starts.length; s++) {
    const offset = offsets[s] as number;
    const low = Math.max(from, starts[s] as number);
    const high = Math.min(until, starts[s + 1] ?? ZONE_DATA_UNTIL);
    if (low >= high) continue;
    const lastDay = Math.floor((high - 1 + offset) / DAY);
    for (let day = Math.floor((low + offset) / DAY); day <= lastDay; day++) {
      const windows = windowsOn(day);
      const midnight = day * DAY - offset;
      for (let w = 0; w < windows.length; w += 2) {
        const open = Math.max(low, midnight + (windows[w] as number));
        const close = Math.min(high, midnight + (windows[w + 1] as number));
        if (open < close) visit(open, close);
      }
    }
  }
}
