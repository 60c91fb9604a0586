import { foldClock } from '#shared/targets/clock.ts';
import type { ClockEvent } from '#shared/targets/clock-event.ts';
import type { ClockPolicy } from '#shared/targets/clock-state.ts';
import { openCalendar } from '#shared/targets/interval-index.ts';
import type { OpenTime } from '#shared/targets/open-time.ts';
import { CHICAGO, DESK, inputs } from './targets-inputs.ts';
import { bisection, dayWalk, minuteWalk, RangeCheck } from './targets-rivals.ts';

// What is measured, as a bundle compiled as the functions are. Each loop is written out: loops that shared code
// would share what V8 has learnt of it, and so slow each other down.

const CALLS = 1 << 20;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NEW_YEAR = Date.UTC(2026, 0, 1);
const { starts, targets } = inputs(CALLS);

const chicago = openCalendar(CHICAGO);
const byMinutes = minuteWalk(CHICAGO);
const byDays = dayWalk(CHICAGO);
const rangeCheck = new RangeCheck(Date.UTC(2025, 11, 1), Date.UTC(2027, 5, 1));
let walked = 0;
const byBisection = bisection(chicago, Date.UTC(2025, 11, 1), Date.UTC(2027, 5, 1));

/** A loop over the first `calls` inputs; the sum of the answers keeps V8 from leaving them out. */
export interface Loop {
  readonly name: string;
  readonly calls: number;
  run(): number;
}

export const loops: readonly Loop[] = [
  {
    name: 'minute walk, temporal-polyfill',
    calls: 3,
    run: () => {
      let sum = 0;
      // So slow that each round takes others of the inputs.
      for (let i = 0; i < 3; i++) sum += byMinutes(starts[walked] as number, targets[walked++] as number);
      return sum;
    },
  },
  {
    name: 'day walk, temporal-polyfill',
    calls: 4_096,
    run: () => {
      const [from, amounts] = [starts, targets];
      let sum = 0;
      for (let i = 0; i < 4_096; i++) sum += byDays(from[i] as number, amounts[i] as number);
      return sum;
    },
  },
  {
    name: 'intervals with bisection',
    calls: CALLS,
    run: () => {
      const [from, amounts] = [starts, targets];
      let sum = 0;
      for (let i = 0; i < CALLS; i++) sum += byBisection(from[i] as number, amounts[i] as number);
      return sum;
    },
  },
  {
    name: 'due()',
    calls: CALLS,
    run: () => {
      const [from, amounts] = [starts, targets];
      let sum = 0;
      for (let i = 0; i < CALLS; i++) sum += chicago.due(from[i] as number, amounts[i] as number);
      return sum;
    },
  },
  {
    name: 'a range check and an addition',
    calls: CALLS,
    run: () => {
      const [from, amounts] = [starts, targets];
      let sum = 0;
      for (let i = 0; i < CALLS; i++) sum += rangeCheck.due(from[i] as number, amounts[i] as number);
      return sum;
    },
  },
  {
    name: 'bare loop',
    calls: CALLS,
    run: () => {
      const [from, amounts] = [starts, targets];
      let sum = 0;
      for (let i = 0; i < CALLS; i++) sum += (from[i] as number) + (amounts[i] as number);
      return sum;
    },
  },
  {
    name: 'due(), inputs drawn in the loop',
    calls: CALLS,
    run: () => {
      let state = 1;
      let sum = 0;
      for (let i = 0; i < CALLS; i++) {
        state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
        const start = NEW_YEAR + (state >>> 0) * 7;
        state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
        sum += chicago.due(start, 15 * MINUTE + (state >>> 5));
      }
      return sum;
    },
  },
  {
    name: 'bare loop, inputs drawn in the loop',
    calls: CALLS,
    run: () => {
      let state = 1;
      let sum = 0;
      for (let i = 0; i < CALLS; i++) {
        state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
        const start = NEW_YEAR + (state >>> 0) * 7;
        state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
        sum += start + (15 * MINUTE + (state >>> 5));
      }
      return sum;
    },
  },
];

/** Whether all find the same dues; else the numbers above compare nothing. */
export function agree(): boolean {
  for (let i = 0; i < 4_096; i++) {
    const [start, target] = [starts[i] as number, targets[i] as number];
    const due = chicago.due(start, target);
    if (byDays(start, target) !== due || byBisection(start, target) !== due) return false;
    if (i < 5 && byMinutes(start, target) !== due) return false;
  }
  return true;
}

type Event = ClockEvent<ClockPolicy>;

const promise = (openTime: OpenTime, hours: number): ClockPolicy => ({
  targetMs: hours * HOUR,
  openTime,
  calendarId: 'desk',
});

/** A long life: created, then paused and resumed nine times, with a change of severity after the fifth. */
function twentyEvents(start: number): Event[] {
  const events: Event[] = [{ type: 'created', at: start, sequence: 0, policy: promise(chicago, 200) }];
  for (let i = 1; i < 20; i++) {
    const at = start + i * 7 * HOUR;
    const sequence = i;
    if (i === 11) events.push({ type: 'severity', at, sequence, policy: promise(chicago, 150) });
    else events.push({ type: i % 2 === 1 ? 'paused' : 'resumed', at, sequence });
  }
  return events;
}
const lives = Array.from({ length: 64 }, (_, i) => twentyEvents(starts[i] as number));
const asKey = (policy: ClockPolicy) => policy;

/** Folds `count` clocks of twenty events. */
export function folds(count: number): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += foldClock(lives[i & 63] as Event[], asKey)?.used ?? 0;
  return sum;
}

const desk = DESK.map((calendar) => openCalendar(calendar));
const deskPromises = desk.map((openTime, i) => promise(openTime, 1 + (i % 12)));

/** Open clocks of a desk with 200 calendars; of ten, three have been paused and resumed, and one is paused. */
function openClock(i: number): Event[] {
  const at = starts[i] as number;
  const policy = deskPromises[(i * 7) % deskPromises.length] as ClockPolicy;
  const created: Event = { type: 'created', at, sequence: 0, policy };
  const paused: Event = { type: 'paused', at: at + 30 * MINUTE, sequence: 1 };
  if (i % 10 === 0) return [created, paused];
  return i % 10 < 4 ? [created, paused, { type: 'resumed', at: at + 5 * HOUR, sequence: 2 }] : [created];
}
const open = Array.from({ length: 100_000 }, (_, i) => openClock(i));

/** Recomputes 100,000 open clocks from their events. */
export function hundredThousandClocks(): number {
  let sum = 0;
  for (const events of open) sum += foldClock(events, asKey)?.due ?? 0;
  return sum;
}

/** A million dues on 200 calendars in turn. */
export function millionDues(): number {
  let sum = 0;
  for (let i = 0; i < 1_000_000; i++) {
    sum += (desk[(i * 7) % 200] as OpenTime).due(starts[i] as number, targets[i] as number);
  }
  return sum;
}

/** So many dues, for the heap to be looked at before and after. */
export function dues(count: number): number {
  let sum = 0;
  for (let i = 0; i < count; i++) {
    sum += chicago.due(starts[i & (CALLS - 1)] as number, targets[i & (CALLS - 1)] as number);
  }
  return sum;
}
