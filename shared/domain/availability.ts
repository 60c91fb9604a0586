import { toMs } from '../schema/instant.ts';
import type { Staff } from '../schema/person.ts';
import { openCalendar } from '../targets/interval-index.ts';
import type { RefusalCode } from './refusals.ts';

/**
 * Why an engineer should not get one more request now; null when nothing speaks against it (WRK-1, lessons row 19).
 * `open` is how many they have, where it was counted.
 */
export function availabilityObstacle(
  engineer: Staff,
  open: number | undefined,
  now: string,
): RefusalCode | null {
  const today = openCalendar({ always: true, timeZone: engineer.zone }).localDate(toMs(now));
  if (engineer.away?.some(({ from, until }) => from <= today && today <= until)) return 'EngineerAway';
  if (engineer.capacity !== undefined && open !== undefined && open >= engineer.capacity)
    return 'EngineerFull';
  return null;
}
