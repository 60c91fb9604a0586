import { AroundTheClock } from './around-the-clock.ts';
import type { Calendar } from './calendar.ts';
import { dayWindows, type WindowsOn } from './day-windows.ts';
import {
  edgeAt,
  edgesUpTo,
  edgeTable,
  FROM,
  NO_EDGES,
  openBefore,
  reachedAt,
  searchedOpenBefore,
  searchedReach,
  TOTAL,
  UNTIL,
} from './edge-table.ts';
import { DAY, dateText } from './local-date.ts';
import { type LocalDays, localDays } from './local-days.ts';
import { eachOpenInterval } from './open-intervals.ts';
import type { OpenTime, Span } from './open-time.ts';
import { refuseBackwards, refuseTarget } from './refusals.ts';
import {
  instantText,
  OutsideZoneData,
  ZONE_DATA_FROM,
  ZONE_DATA_UNTIL,
  type Zone,
  zoneOffsets,
} from './zone.ts';

// The first build: most clocks look a month back and a quarter ahead. Later builds double.
const LOOK_BACK = 40 * DAY;
const LOOK_AHEAD = 160 * DAY;

/** An edge table over part of the zone data, which grows when asked beyond it. */
class IntervalIndex implements OpenTime {
  readonly calendar: Calendar;
  readonly days: LocalDays;
  readonly #zone: Zone;
  readonly #windowsOn: WindowsOn;
  // Empty at first, so that any question leads to the first build.
  #numbers: Float64Array = NO_EDGES.numbers;
  #buckets: Int32Array = NO_EDGES.buckets;

  constructor(calendar: Calendar, zone: Zone, windowsOn: WindowsOn) {
    this.calendar = calendar;
    this.days = localDays(zone, windowsOn);
    this.#zone = zone;
    this.#windowsOn = windowsOn;
  }

  due(startMs: number, targetMs: number): number {
    const numbers = this.#numbers;
    if (!(startMs >= (numbers[FROM] as number) && startMs < (numbers[UNTIL] as number) && targetMs > 0)) {
      return this.#searchDue(startMs, targetMs);
    }
    const buckets = this.#buckets;
    const amount = openBefore(numbers, buckets, startMs) + targetMs;
    // NaN, where a bucket is unsure, fails both comparisons.
    if (!(amount <= (numbers[TOTAL] as number))) return this.#searchDue(startMs, targetMs);
    const due = reachedAt(numbers, buckets, amount);
    return due > startMs ? due : this.#searchDue(startMs, targetMs);
  }

  elapsed(fromMs: number, toMs: number): number {
    const numbers = this.#numbers;
    if (fromMs >= (numbers[FROM] as number) && fromMs <= toMs && toMs < (numbers[UNTIL] as number)) {
      const buckets = this.#buckets;
      const open = openBefore(numbers, buckets, toMs) - openBefore(numbers, buckets, fromMs);
      if (open >= 0) return open;
    }
    return this.#searchElapsed(fromMs, toMs);
  }

  isOpen(ms: number): boolean {
    this.#cover(ms);
    return edgesUpTo(this.#numbers, ms) % 2 === 1;
  }

  nextOpen(ms: number): number {
    if (this.isOpen(ms)) return ms;
    for (;;) {
      const opening = edgeAt(this.#numbers, edgesUpTo(this.#numbers, ms));
      if (opening < Number.POSITIVE_INFINITY) return opening;
      this.#growAhead(ms);
    }
  }

  intervals(fromMs: number, toMs: number): Span[] {
    this.elapsed(fromMs, toMs);
    const spans: Span[] = [];
    const first = edgesUpTo(this.#numbers, fromMs);
    for (let place = first - (first % 2); edgeAt(this.#numbers, place) < toMs; place += 2) {
      const from = Math.max(fromMs, edgeAt(this.#numbers, place));
      const to = Math.min(toMs, edgeAt(this.#numbers, place + 1));
      if (from < to) spans.push({ from, to });
    }
    return spans;
  }

  localDate(ms: number): string {
    return dateText(this.days.dayOf(ms));
  }

  #searchDue(startMs: number, targetMs: number): number {
    if (!(targetMs >= 0)) refuseTarget(targetMs);
    this.#cover(startMs);
    if (targetMs === 0) return startMs;
    for (;;) {
      const amount = searchedOpenBefore(this.#numbers, startMs) + targetMs;
      if (amount <= this.#head(TOTAL)) return searchedReach(this.#numbers, amount);
      this.#growAhead(startMs);
    }
  }

  #searchElapsed(fromMs: number, toMs: number): number {
    if (toMs < fromMs) refuseBackwards(fromMs, toMs);
    // Both ends first: growing changes the sums before them.
    this.#cover(fromMs);
    this.#cover(toMs);
    return searchedOpenBefore(this.#numbers, toMs) - searchedOpenBefore(this.#numbers, fromMs);
  }

  #head(place: number): number {
    return this.#numbers[place] as number;
  }

  #cover(ms: number): void {
    const from = this.#head(FROM);
    const until = this.#head(UNTIL);
    if (ms >= from && ms < until) return;
    if (!(ms >= ZONE_DATA_FROM && ms < ZONE_DATA_UNTIL)) throw new OutsideZoneData(instantText(ms));
    const span = until - from;
    if (span === 0) this.#build(ms - LOOK_BACK, ms + LOOK_AHEAD);
    else if (ms < from) this.#build(Math.min(ms, from - span), until);
    else this.#build(from, Math.max(ms + LOOK_AHEAD, until + span));
  }

  #growAhead(startMs: number): void {
    const from = this.#head(FROM);
    const until = this.#head(UNTIL);
    if (until >= ZONE_DATA_UNTIL) {
      throw new OutsideZoneData(`The answer for a start at ${instantText(startMs)}`);
    }
    this.#build(from, until + (until - from));
  }

  #build(from: number, until: number): void {
    const low = Math.max(from, ZONE_DATA_FROM);
    const high = Math.min(until, ZONE_DATA_UNTIL);
    const intervals: number[] = [];
    eachOpenInterval(this.#zone, this.#windowsOn, low, high, (open, close) => {
      if (intervals[intervals.length - 1] === open) intervals[intervals.length - 1] = close;
      else intervals.push(open, close);
    });
    const { numbers, buckets } = edgeTable(low, high, intervals);
    this.#numbers = numbers;
    this.#buckets = buckets;
  }
}

/**
 * Makes a calendar ready for sums. Cheap until first asked; the index then built is kept in the answer, so keep
 * the answer for as long as the calendar is used.
 */
export function openCalendar(calendar: Calendar): OpenTime {
  if (calendar.always) return new AroundTheClock(calendar);
  return new IntervalIndex(calendar, zoneOffsets(calendar.timeZone), dayWindows(calendar));
}
