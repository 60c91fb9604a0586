import type { Calendar } from './calendar.ts';
import type { LocalDays } from './local-days.ts';

/** A stretch of time [from, to), epoch ms. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * A calendar made ready for sums. Instants are epoch ms, durations ms; nothing is rounded.
 * Everything throws OutsideZoneData rather than guess beyond the zone data, and for NaN.
 */
export interface OpenTime {
  readonly calendar: Calendar;
  readonly days: LocalDays;
  /** The earliest instant d >= start at which open time in [start, d) reaches the target (rule 2). */
  due(startMs: number, targetMs: number): number;
  /** Open time in [from, to). Throws RangeError when `to` is before `from`. */
  elapsed(fromMs: number, toMs: number): number;
  isOpen(ms: number): boolean;
  /** The instant itself when open, else the next opening. */
  nextOpen(ms: number): number;
  /** The open stretches of [from, to), joined where they touch. */
  intervals(fromMs: number, toMs: number): Span[];
  /** The calendar's local date of an instant, YYYY-MM-DD. */
  localDate(ms: number): string;
}
