import type { CountryHolidays } from '../policy/country-holidays.ts';
import type { Place, Policy, Terms } from '../policy/policy.ts';
import type { CountedDerivation, Derivation } from '../schema/derivation.ts';
import { toInstant } from '../schema/instant.ts';
import type { ClockState } from '../targets/clock-state.ts';
import { type CountedInterval, explainClock, type SkippedHoliday } from '../targets/explain.ts';

/** Longer series keep this many intervals at either end: a derivation is for people, and is stored with answers. */
const SHOWN_AT_EITHER_END = 30;

/**
 * Why a clock is due when it is (targets.md rule 12); `clock` is null where a person named the instant. `place` is
 * the customer's, whose holidays the calendar may keep. Throws OutsideZoneData.
 */
export function derivationOf(clock: ClockState<Terms> | null, policy: Policy, place: Place): Derivation {
  if (!clock) return { kind: 'promised' };
  const why = explainClock(clock);
  const { pack, version } = policy.pack;
  return {
    kind: 'counted',
    pack: why.packVersion ?? `${pack}@${version}`,
    severity: clock.key.severity,
    offering: clock.key.offering,
    targetSeconds: seconds(why.targetMs),
    calendar: calendarOf(clock, policy, place),
    zoneDataVersion: why.zoneDataVersion,
    ...countedOf(why.counted, policy, place),
    usedSeconds: clock.endedAt === null ? null : clock.used / 1000,
    skippedHolidays: holidaysOf(why.skippedHolidays, policy, place),
    held: why.held.map(({ from, to, reason }) => ({ from: toInstant(from), to: instant(to), reason })),
    endedAt: instant(clock.endedAt),
    history: historyOf(clock),
    provisional: why.provisional,
    knownUntil: why.knownUntil,
  };
}

/** The newest terms and dues; as many as the intervals shown. */
function historyOf({ history }: ClockState<Terms>): CountedDerivation['history'] {
  return history
    .map(({ at, key, calendarId, targetMs, due }, index) => ({
      at: toInstant(at),
      severity: key.severity,
      offering: key.offering,
      targetSeconds: seconds(targetMs),
      calendar: calendarId,
      dueAt: instant(due),
      missed: due !== null && (history[index + 1]?.at ?? due) > due,
    }))
    .slice(-2 * SHOWN_AT_EITHER_END);
}

function seconds(ms: null | number): number | null {
  return ms === null ? null : ms / 1000;
}

function instant(ms: number | null): string | null {
  return ms === null ? null : toInstant(ms);
}

function calendarOf(
  { policy: promise }: ClockState<Terms>,
  policy: Policy,
  place: Place,
): CountedDerivation['calendar'] {
  if (!promise) return null;
  const { calendar } = promise.openTime;
  return {
    id: promise.calendarId,
    country: countryOf(policy, promise.calendarId, place),
    version: promise.calendarVersion ?? calendar.version ?? null,
    timeZone: calendar.timeZone ?? null,
    alwaysOpen: calendar.always === true,
  };
}

function countedOf(
  intervals: readonly CountedInterval[],
  policy: Policy,
  place: Place,
): Pick<CountedDerivation, 'counted' | 'countedSeconds' | 'leftOut'> {
  const between = intervals.slice(SHOWN_AT_EITHER_END, -SHOWN_AT_EITHER_END);
  const shown =
    between.length === 0
      ? intervals
      : [...intervals.slice(0, SHOWN_AT_EITHER_END), ...intervals.slice(-SHOWN_AT_EITHER_END)];
  return {
    counted: shown.map(({ from, to, calendarId }) => {
      const makeUpDay = makeUpDayOn(from, policy, calendarId, place);
      return {
        from: toInstant(from),
        to: toInstant(to),
        seconds: (to - from) / 1000,
        calendar: calendarId,
        ...(makeUpDay !== undefined && { makeUpDay }),
      };
    }),
    countedSeconds: lengthOf(intervals) / 1000,
    leftOut: between.length === 0 ? null : { intervals: between.length, seconds: lengthOf(between) / 1000 },
  };
}

function lengthOf(intervals: readonly CountedInterval[]): number {
  return intervals.reduce((sum, { from, to }) => sum + to - from, 0);
}

/** A change on a holiday makes it appear in the stretch before and in the one after; it is told once. */
function holidaysOf(
  skipped: readonly SkippedHoliday[],
  policy: Policy,
  place: Place,
): CountedDerivation['skippedHolidays'] {
  const names = new Map<string, string | null>();
  for (const { date, calendarId } of skipped) {
    const name = holidayList(policy, calendarId, place)?.holidays[date] ?? null;
    names.set(date, names.get(date) ?? name);
  }
  return [...names].map(([date, name]) => ({ date, name }));
}

/** Why the local date of an instant is worked, where its weekday is not. */
function makeUpDayOn(ms: number, policy: Policy, calendarId: string, place: Place): string | undefined {
  const list = holidayList(policy, calendarId, place);
  return list?.workingDays[policy.openTime(calendarId, place).localDate(ms)];
}

/** The named holidays a calendar of the pack keeps; undefined where it keeps none, or dates without names. */
function holidayList(policy: Policy, calendarId: string, place: Place): CountryHolidays | undefined {
  return policy.pack.countries?.[countryOf(policy, calendarId, place) ?? ''];
}

/** Whose public holidays a calendar of the pack keeps; null where it keeps none, or dates of its own. */
function countryOf({ pack }: Policy, calendarId: string, place: Place): string | null {
  const calendar = pack.calendars[calendarId];
  if (calendar === undefined || calendar === 'always') return null;
  const { holidays } = calendar;
  if (holidays === undefined || Array.isArray(holidays)) return null;
  return (holidays === 'customer-country' ? place.country : holidays.country) ?? null;
}
