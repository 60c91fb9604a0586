import { openCalendar } from '#shared/targets/interval-index.ts';
import type { OpenTime } from '#shared/targets/open-time.ts';

/** Weekdays from `open` to `close`. */
export function office(timeZone: string, open: string, close: string, holidays: string[] = []): OpenTime {
  const hours: [string, string][] = [[open, close]];
  const weekly = { mon: hours, tue: hours, wed: hours, thu: hours, fri: hours };
  return openCalendar({ timeZone, weekly, holidays });
}

export const HOUR = 3_600_000;
export const chicago = office('America/Chicago', '08:00', '20:00');
export const paris = office('Europe/Paris', '08:00', '17:00');
export const always = openCalendar({ always: true });

/** An instant of June 2026, in UTC: june(9, '15:00'). The 9th is a Tuesday. */
export function june(day: number, time: string): number {
  return Date.parse(`2026-06-${String(day).padStart(2, '0')}T${time}:00Z`);
}

/** Back to text: '9 15:00'. */
export function inJune(ms: number | null | undefined): string | null {
  if (ms === null || ms === undefined) return null;
  const text = new Date(ms).toISOString();
  return `${Number(text.slice(8, 10))} ${text.slice(11, 16)}`;
}
