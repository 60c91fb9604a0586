/**
 * The open intervals of a stretch of time, laid out so that a look-up neither searches nor guesses a branch.
 *
 * `numbers` holds a head and then a record of four numbers for each edge (each opening and each close) in order of
 * time. `buckets` leads from an instant, or from an amount of open time, to the one record that answers.
 * The head lies in the same array because doubles in fields of an object are boxed: reading them there costs as
 * much as the look-up itself.
 */
export interface EdgeTable {
  readonly numbers: Float64Array;
  readonly buckets: Int32Array;
}

// The head: first instant covered, first one not covered, open time between, and the ways from an instant and from
// an amount to a bucket. Buckets are powers of two long, so that scaling is exact.
export const FROM = 0;
export const UNTIL = 1;
export const TOTAL = 2;
const TIME_SCALE = 3;
const TIME_SHIFT = 4;
const AMOUNT_SCALE = 5;
const AMOUNT_SHIFT = 6;
// A record of NaN, and what comes before it: where more than one edge lies in a bucket.
const UNSURE = 8;
const EDGES = 12;

// A record: the instant, the open time before it, the turn there, and what brings an amount of open time to the
// instant at which it is reached (the same for both edges of an interval).
const RECORD = 4;
const BEFORE = 1;
const TURN = 2;
const REACH = 3;
const OPENING = 0.5;
const CLOSING = -0.5;

// A bucket is as long as the shortest stretches are, the rarest left aside, unless that makes too many.
const RARE = 0.02;
const BUCKETS_PER_EDGE = 16;

/** Lays out intervals of [from, until), given as [open, close, open, close, ...], in order and apart. */
export function edgeTable(from: number, until: number, intervals: readonly number[]): EdgeTable {
  const count = intervals.length;
  const numbers = new Float64Array(EDGES + RECORD * count);
  const stretches = new Float64Array(count);
  const lengths = new Float64Array(count / 2);
  let total = 0;
  for (let i = 0; i < count; i += 2) {
    const open = intervals[i] as number;
    const close = intervals[i + 1] as number;
    const reach = open - total;
    stretches[i] = open - (intervals[i - 1] ?? from);
    stretches[i + 1] = close - open;
    lengths[i / 2] = close - open;
    write(numbers, EDGES + RECORD * i, open, total, OPENING, reach);
    total = close - reach;
    write(numbers, EDGES + RECORD * (i + 1), close, total, CLOSING, reach);
  }
  const timeLength = bucketLength(until - from, stretches);
  const amountLength = bucketLength(total, lengths);
  const times = Math.floor((until - from) / timeLength) + 1;
  const buckets = new Int32Array(times + Math.floor(total / amountLength) + 1).fill(UNSURE);
  lead(buckets.subarray(0, times), from / timeLength, 1 / timeLength, numbers, EDGES, RECORD);
  lead(buckets.subarray(times), 0, 1 / amountLength, numbers, EDGES + BEFORE, 2 * RECORD);
  numbers[FROM] = from;
  numbers[UNTIL] = until;
  numbers[TOTAL] = total;
  numbers[TIME_SCALE] = 1 / timeLength;
  numbers[TIME_SHIFT] = -from / timeLength;
  numbers[AMOUNT_SCALE] = 1 / amountLength;
  numbers[AMOUNT_SHIFT] = times;
  numbers.fill(Number.NaN, UNSURE - 1, EDGES);
  return { numbers, buckets };
}

function write(numbers: Float64Array, at: number, edge: number, before: number, turn: number, reach: number) {
  numbers[at] = edge;
  numbers[at + BEFORE] = before;
  numbers[at + TURN] = turn;
  numbers[at + REACH] = reach;
}

function bucketLength(whole: number, parts: Float64Array): number {
  const short = parts.sort()[Math.floor(parts.length * RARE)] ?? whole;
  return 2 ** Math.floor(Math.log2(Math.max(1, short, whole / (BUCKETS_PER_EDGE * (parts.length + 1)))));
}

/**
 * Leads each bucket to the record of the one edge in it, else of the last edge before it, else of the first.
 * The edges are the numbers at `first`, `first + step`, ...
 */
function lead(
  buckets: Int32Array,
  shift: number,
  scale: number,
  numbers: Float64Array,
  first: number,
  step: number,
): void {
  let record = EDGES;
  let next = 0;
  for (let at = first; at < numbers.length; at += step) {
    const bucket = Math.floor((numbers[at] as number) * scale - shift);
    buckets.fill(record, next, bucket);
    record += at === first ? 0 : step;
    // Filled already: a second edge in the same bucket.
    buckets[bucket] = bucket < next ? UNSURE : record;
    next = bucket + 1;
  }
  if (numbers.length > first) buckets.fill(record, next);
}

/** Covers nothing. */
export const NO_EDGES = edgeTable(0, 0, []);

// The look-ups below are small, so that V8 puts them into due(), and take the arrays rather than the table, so that
// it reads each of them once. With random inputs a branch is guessed wrongly every other time, which costs as much
// as all the rest: each of the two that are done without makes due() 1.6 times as fast (bench/targets.ts).

/** Open time before an instant that is covered; NaN where it must be searched. */
export function openBefore(numbers: Float64Array, buckets: Int32Array, ms: number): number {
  const bucket = (ms * (numbers[TIME_SCALE] as number) + (numbers[TIME_SHIFT] as number)) | 0;
  const edge = buckets[bucket] as number;
  const past = ms - (numbers[edge] as number);
  // No branch: past / 2 + |past| / 2 is 0 before an opening and runs after it; past / 2 - |past| / 2 runs up to a
  // close and is 0 after it.
  const run = 0.5 * past + (numbers[edge + TURN] as number) * Math.abs(past);
  return (numbers[edge + BEFORE] as number) + run;
}

/** The instant at which an amount of open time, above 0 and up to all there is, is reached; NaN as above. */
export function reachedAt(numbers: Float64Array, buckets: Int32Array, amount: number): number {
  const bucket = (amount * (numbers[AMOUNT_SCALE] as number) + (numbers[AMOUNT_SHIFT] as number)) | 0;
  const opening = buckets[bucket] as number;
  // No branch: the comparison as a number picks this opening's record, or the one before it. An amount that fills
  // an interval exactly ends at its close, not at this opening.
  const later = Number(amount > (numbers[opening + BEFORE] as number));
  return amount + (numbers[opening - 1 + RECORD * later] as number);
}

// The same by bisection, for where buckets are unsure and for all that is asked rarely.

/** How many edges lie at or before an instant: odd where it is open. */
export function edgesUpTo(numbers: Float64Array, ms: number): number {
  return bisect(numbers, EDGES, RECORD, (at) => at <= ms);
}

/** The instant of the edge with this place, 0 for the first; Infinity after the last. */
export function edgeAt(numbers: Float64Array, place: number): number {
  return numbers[EDGES + RECORD * place] ?? Number.POSITIVE_INFINITY;
}

/** As openBefore, and never NaN. */
export function searchedOpenBefore(numbers: Float64Array, ms: number): number {
  const place = edgesUpTo(numbers, ms) - 1;
  if (place < 0) return 0;
  const before = numbers[EDGES + RECORD * place + BEFORE] as number;
  return place % 2 === 0 ? before + (ms - edgeAt(numbers, place)) : before;
}

/** As reachedAt, and never NaN. */
export function searchedReach(numbers: Float64Array, amount: number): number {
  const place = bisect(numbers, EDGES + BEFORE, 2 * RECORD, (before) => before < amount) - 1;
  return amount + (numbers[EDGES + 2 * RECORD * place + REACH] as number);
}

/** How many of the numbers at `first`, `first + step`, ... are `within`, which holds for the first ones only. */
function bisect(
  numbers: Float64Array,
  first: number,
  step: number,
  within: (value: number) => boolean,
): number {
  let low = 0;
  let high = Math.ceil((numbers.length - first) / step);
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (within(numbers[first + step * middle] as number)) low = middle + 1;
    else high = middle;
  }
  return low;
}
