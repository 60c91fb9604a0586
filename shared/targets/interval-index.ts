import { AroundTheClock } from './around-the-clock.ts';
import type { Calendar } from './calendar.ts';
import { dayWindows, type WindowsOn } from './day-windows.ts';
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

// The first build: most clocks look a month back and less than a year ahead. Later builds double.
const LOOK_BACK = 40 * DAY;
const LOOK_AHEAD = 400 * DAY;

/**
 * Open intervals with the open time before each, and bucket tables that lead from an instant, or from an amount
 * of open time, to its interval without a search. Covers part of the zone data and grows when asked beyond it.
 */
class IntervalIndex implements OpenTime {
  readonly calendar: Calendar;
  readonly days: LocalDays;
  readonly #zone: Zone;
  readonly #windowsOn: WindowsOn;

  // Covered range. Empty at first, so that any question leads to the first build.
  #from = 0;
  #until = 0;
  // n intervals, then one sentinel that opens and closes at infinity with all open time before it.
  #opens: Float64Array = new Float64Array(0);
  #closes: Float64Array = new Float64Array(0);
  #before: Float64Array = new Float64Array(0);
  #total = 0;
  // First interval that closes after the bucket's start; buckets are powers of two long, so scaling is exact.
  #byTime: Int32Array = new Int32Array(0);
  #timeScale = 0;
  // First interval by whose end that much open time has passed.
  #byOpenTime: Int32Array = new Int32Array(0);
  #openTimeScale = 0;

  constructor(calendar: Calendar, zone: Zone, windowsOn: WindowsOn) {
    this.calendar = calendar;
    this.days = localDays(zone, windowsOn);
    this.#zone = zone;
    this.#windowsOn = windowsOn;
  }

  due(startMs: number, targetMs: number): number {
    if (!(targetMs > 0)) return this.#dueNow(startMs, targetMs);
    if (!(startMs >= this.#from && startMs < this.#until)) this.#cover(startMs);
    const reached = this.#openBefore(startMs) + targetMs;
    if (!(reached <= this.#total)) return this.#dueBeyond(startMs, targetMs);
    return this.#whenReached(reached);
  }

  elapsed(fromMs: number, toMs: number): number {
    if (toMs < fromMs) refuseBackwards(fromMs, toMs);
    // The later end first: growing would change the sum for the earlier one.
    if (!(toMs >= this.#from && toMs < this.#until)) this.#cover(toMs);
    if (!(fromMs >= this.#from && fromMs < this.#until)) this.#cover(fromMs);
    return this.#openBefore(toMs) - this.#openBefore(fromMs);
  }

  isOpen(ms: number): boolean {
    this.#cover(ms);
    return (this.#opens[this.#intervalAt(ms)] as number) <= ms;
  }

  nextOpen(ms: number): number {
    this.#cover(ms);
    while (this.#openBefore(ms) === this.#total) this.#growAhead(ms);
    return Math.max(ms, this.#opens[this.#intervalAt(ms)] as number);
  }

  intervals(fromMs: number, toMs: number): Span[] {
    this.elapsed(fromMs, toMs);
    const spans: Span[] = [];
    for (let i = this.#intervalAt(fromMs); (this.#opens[i] as number) < toMs; i++) {
      const from = Math.max(fromMs, this.#opens[i] as number);
      const to = Math.min(toMs, this.#closes[i] as number);
      if (from < to) spans.push({ from, to });
    }
    return spans;
  }

  localDate(ms: number): string {
    return dateText(this.days.dayOf(ms));
  }

  // The instant is covered; `as number` below: the sentinel ends every scan inside the arrays.
  #intervalAt(ms: number): number {
    let i = this.#byTime[((ms - this.#from) * this.#timeScale) | 0] as number;
    while ((this.#closes[i] as number) <= ms) i++;
    return i;
  }

  #openBefore(ms: number): number {
    const i = this.#intervalAt(ms);
    const open = this.#opens[i] as number;
    const before = this.#before[i] as number;
    return ms > open ? before + (ms - open) : before;
  }

  // 0 < amount <= total. An amount that fills an interval exactly ends at its close, not at the next opening.
  #whenReached(amount: number): number {
    let i = this.#byOpenTime[(amount * this.#openTimeScale) | 0] as number;
    while ((this.#before[i + 1] as number) < amount) i++;
    return (this.#opens[i] as number) + (amount - (this.#before[i] as number));
  }

  #dueNow(startMs: number, targetMs: number): number {
    if (targetMs !== 0) refuseTarget(targetMs);
    this.#cover(startMs);
    return startMs;
  }

  #dueBeyond(startMs: number, targetMs: number): number {
    while (!(this.#openBefore(startMs) + targetMs <= this.#total)) this.#growAhead(startMs);
    return this.#whenReached(this.#openBefore(startMs) + targetMs);
  }

  #cover(ms: number): void {
    if (ms >= this.#from && ms < this.#until) return;
    if (!(ms >= ZONE_DATA_FROM && ms < ZONE_DATA_UNTIL)) throw new OutsideZoneData(instantText(ms));
    const span = this.#until - this.#from;
    if (span === 0) this.#build(ms - LOOK_BACK, ms + LOOK_AHEAD);
    else if (ms < this.#from) this.#build(Math.min(ms, this.#from - span), this.#until);
    else this.#build(this.#from, Math.max(ms + LOOK_AHEAD, this.#until + span));
  }

  #growAhead(startMs: number): void {
    if (this.#until >= ZONE_DATA_UNTIL) {
      throw new OutsideZoneData(`The answer for a start at ${instantText(startMs)}`);
    }
    this.#build(this.#from, this.#until + (this.#until - this.#from));
  }

  #build(from: number, until: number): void {
    const low = Math.max(from, ZONE_DATA_FROM);
    const high = Math.min(until, ZONE_DATA_UNTIL);
    const opens: number[] = [];
    const closes: number[] = [];
    eachOpenInterval(this.#zone, this.#windowsOn, low, high, (open, close) => {
      if (closes[closes.length - 1] === open) closes[closes.length - 1] = close;
      else {
        opens.push(open);
        closes.push(close);
      }
    });
    opens.push(Number.POSITIVE_INFINITY);
    closes.push(Number.POSITIVE_INFINITY);
    this.#from = low;
    this.#until = high;
    this.#opens = Float64Array.from(opens);
    this.#closes = Float64Array.from(closes);
    this.#before = openTimeBefore(opens, closes);
    this.#total = this.#before[this.#before.length - 1] as number;
    this.#timeScale = bucketScale(high - low, opens.length);
    this.#byTime = buckets(high - low, this.#timeScale, (i, start) => (closes[i] as number) > low + start);
    this.#openTimeScale = bucketScale(this.#total, opens.length);
    const before = this.#before;
    const last = before.length - 2;
    this.#byOpenTime = buckets(
      this.#total,
      this.#openTimeScale,
      (i, start) => i >= last || (before[i + 1] as number) >= start,
    );
  }
}

function openTimeBefore(opens: readonly number[], closes: readonly number[]): Float64Array {
  const before = new Float64Array(opens.length);
  for (let i = 1; i < opens.length; i++) {
    before[i] = (before[i - 1] as number) + ((closes[i - 1] as number) - (opens[i - 1] as number));
  }
  return before;
}

/** One over a power of two such that about two buckets meet each interval. */
function bucketScale(length: number, intervals: number): number {
  return 2 ** -Math.floor(Math.log2(Math.max(1, length / (2 * intervals))));
}

function buckets(length: number, scale: number, found: (i: number, start: number) => boolean): Int32Array {
  const table = new Int32Array(Math.floor(length * scale) + 1);
  let i = 0;
  for (let b = 0; b < table.length; b++) {
    while (!found(i, b / scale)) i++;
    table[b] = i;
  }
  return table;
}

/**
 * Makes a calendar ready for sums. Cheap until first asked; the index then built is kept in the answer, so keep
 * the answer for as long as the calendar is used.
 */
export function openCalendar(calendar: Calendar): OpenTime {
  if (calendar.always) return new AroundTheClock(calendar);
  return new IntervalIndex(calendar, zoneOffsets(calendar.timeZone), dayWindows(calendar));
}
