import type { ClockState, DueRecord, HeldStretch } from './clock-state.ts';
import { dayWindows } from './day-windows.ts';
import { dayNumber } from './local-date.ts';
import type { OpenTime, Span } from './open-time.ts';
import { isProvisional } from './provisional.ts';

/** Open time that counted, and on which calendar. */
export interface CountedInterval extends Span {
  readonly calendarId: string;
}

/** A date that would have been a working day. */
export interface SkippedHoliday {
  readonly date: string;
  readonly calendarId: string;
}

/** Why a clock is due when it is (targets.md rule 12), as data; instants in epoch ms. */
export interface Explanation {
  readonly calendarId: string | null;
  readonly calendarVersion: string | null;
  readonly packVersion: string | null;
  readonly zoneDataVersion: string;
  readonly targetMs: number | null;
  readonly due: number | null;
  /** The due lies after the last date whose holidays are known. */
  readonly provisional: boolean;
  /** That last date, YYYY-MM-DD; null for a calendar that names none. */
  readonly knownUntil: string | null;
  /** In order; they add up to the target when a due is known and nothing was changed in the meantime. */
  readonly counted: readonly CountedInterval[];
  readonly skippedHolidays: readonly SkippedHoliday[];
  /** Pauses and solved time. */
  readonly held: readonly HeldStretch[];
  readonly history: readonly DueRecord<unknown>[];
}

/** The derivation of a clock's due. Throws OutsideZoneData. */
export function explainClock(state: ClockState<unknown>): Explanation {
  const counted: CountedInterval[] = [];
  const skippedHolidays: SkippedHoliday[] = [];
  const last = state.runs[state.runs.length - 1];
  for (const run of state.runs) {
    const { from, policy } = run;
    const { calendarId, openTime } = policy;
    // What was kept early was due when it would have been: its last run is told of up to there.
    const to = run === last && state.due !== null && state.endedAt === run.to ? null : run.to;
    const end = Math.min(to ?? Number.POSITIVE_INFINITY, state.due ?? Number.POSITIVE_INFINITY);
    if (!(from < end) || end === Number.POSITIVE_INFINITY) continue;
    for (const span of openTime.intervals(from, end)) counted.push({ ...span, calendarId });
    for (const date of holidaysBetween(openTime, from, end)) skippedHolidays.push({ date, calendarId });
  }
  const { policy, due } = state;
  const calendar = policy?.openTime.calendar;
  return {
    calendarId: policy?.calendarId ?? null,
    calendarVersion: policy?.calendarVersion ?? calendar?.version ?? null,
    packVersion: policy?.packVersion ?? null,
    zoneDataVersion: state.zoneDataVersion,
    targetMs: policy?.targetMs ?? null,
    due,
    provisional: policy !== null && due !== null && isProvisional(policy.openTime, due),
    knownUntil: calendar?.knownUntil ?? null,
    counted,
    skippedHolidays,
    held: state.held,
    history: state.history,
  };
}

/** The holidays on the local dates of [from, to] that took working time away, in order. */
function holidaysBetween(openTime: OpenTime, from: number, to: number): string[] {
  const { calendar, days } = openTime;
  if (calendar.always) return [];
  const firstDay = days.dayOf(from);
  const lastDay = days.dayOf(to);
  const usualWindows = dayWindows({ timeZone: calendar.timeZone, weekly: calendar.weekly });
  const overridden = calendar.overrides ?? {};
  return [...new Set(calendar.holidays)].sort().filter((date) => {
    const day = dayNumber(date);
    return day >= firstDay && day <= lastDay && !(date in overridden) && usualWindows(day).length > 0;
  });
}
