import type { OpenTime } from './open-time.ts';

/**
 * Whether a due may still move: its local date lies after the last date whose holidays the calendar knows. Never
 * for a calendar without `knownUntil`. Throws OutsideZoneData.
 */
export function isProvisional(openTime: OpenTime, due: number): boolean {
  const { knownUntil } = openTime.calendar;
  return knownUntil !== undefined && openTime.localDate(due) > knownUntil;
}
