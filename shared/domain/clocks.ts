import type { Policy, Terms } from '../policy/policy.ts';
import { promiseOf } from '../policy/promise.ts';
import { CLOCK_NAMES, type ClockName } from '../schema/event.ts';
import { toMs } from '../schema/instant.ts';
import type { SupportRequest } from '../schema/request.ts';
import { foldClock } from '../targets/clock.ts';
import type { ClockEvent } from '../targets/clock-event.ts';
import { clockReading } from '../targets/clock-reading.ts';
import type { ClockPolicy, ClockState } from '../targets/clock-state.ts';
import { clockEvents } from './clock-events.ts';

/** What the clocks of an SR depend on. */
export type ClockView = Pick<SupportRequest, 'type' | 'marks' | 'escalation'> & {
  readonly contact: Pick<SupportRequest['contact'], 'zone' | 'country'>;
};

/** How a clock stands: `due` is null while nothing is due under it. Instants are epoch ms. */
export interface ClockReading {
  readonly name: ClockName;
  readonly state: 'running' | 'missed' | 'met' | 'ended' | 'untargeted' | 'paused';
  readonly startedAt: number;
  readonly due: number | null;
  /** Open time left, ms; null once nothing is owed under it any more. */
  readonly remainingMs: number | null;
  /** What it was folded from; null where the promise is an escalation's own instant. */
  readonly clock: ClockState<Terms> | null;
}

/** A clock of the pack, folded from the marks (targets.md rules 4 to 8); null where it never started. */
export function packClock(view: ClockView, policy: Policy, name: ClockName): ClockState<Terms> | null {
  const promise = (terms: Terms, from: number) => promiseOf(name, policy, view, terms, from);
  const events = clockEvents(view.marks, name, policy.pack);
  return foldClock(keepingPromises(events, promise), promise, policy.pack.onSeverityChange);
}

/**
 * The events, where a change of terms that leaves this clock's promise as it was only renames it: a missed answer is
 * not owed anew because the severity changed, on which it never depended.
 */
function keepingPromises(
  events: readonly ClockEvent<Terms>[],
  promise: (terms: Terms, from: number) => ClockPolicy | undefined,
): ClockEvent<Terms>[] {
  const start = events.find(({ type }) => type === 'created')?.at ?? 0;
  let held: ClockPolicy | undefined;
  return events.map((event) => {
    if (event.type !== 'created' && event.type !== 'severity') return event;
    const before = held;
    held = promise(event.policy, start);
    const same = before && held && before.openTime === held.openTime && before.targetMs === held.targetMs;
    return event.type === 'severity' && same ? { ...event, type: 'renamed' } : event;
  });
}

/** The clocks of the pack that run, or ran, on an SR. A led escalation promises its own updates. */
export function packClocks(view: ClockView, policy: Policy): { name: ClockName; clock: ClockState<Terms> }[] {
  return CLOCK_NAMES.flatMap((name) => {
    if (name === 'promised-update' && view.escalation?.stage === 'led') return [];
    const clock = packClock(view, policy, name);
    if (!clock) return [];
    // Left out is what never had a target, except the first response: that none is promised is worth saying.
    const promised = clock.history.some(({ targetMs }) => targetMs !== null);
    return promised || name === 'first-response' ? [{ name, clock }] : [];
  });
}

/** Every clock of an SR as it stands at `now` (epoch ms). */
export function readClocks(view: ClockView, policy: Policy, now: number): ClockReading[] {
  const readings: ClockReading[] = packClocks(view, policy)
    .filter(({ name }) => name !== 'first-response' || !isAnsweredOtherwise(view, policy))
    .map(({ name, clock }) => {
      const open = clock.phase === 'running' || clock.phase === 'paused';
      return {
        name,
        state: stateOf(clock, now),
        startedAt: clock.startedAt,
        due: clock.due,
        // The machines that write events do not agree on the time to the millisecond: one may lie ahead of `now`.
        remainingMs: open ? clockReading(clock, Math.max(now, clock.countingFrom ?? now)).remaining : null,
        clock,
      };
    });
  if (view.escalation?.stage === 'led') {
    const due = toMs(view.escalation.nextUpdateAt);
    readings.push({
      name: 'promised-update',
      state: now > due ? 'missed' : 'running',
      startedAt: toMs(view.escalation.updatedAt),
      due,
      remainingMs: Math.max(0, due - now),
      clock: null,
    });
  }
  return readings;
}

/** Whether a clock of its own takes the place of the first response: then that one is not even untargeted. */
function isAnsweredOtherwise({ type }: ClockView, { pack }: Policy): boolean {
  if (type === 'call-back') return true;
  return (type === 'customer-service' || type === 'licensing') && pack.answers?.[type] !== undefined;
}

function stateOf(clock: ClockState<Terms>, now: number): ClockReading['state'] {
  switch (clock.phase) {
    case 'running':
      return clock.due !== null && now > clock.due ? 'missed' : 'running';
    case 'stopped':
    case 'solved':
      return clock.met === null ? 'ended' : clock.met ? 'met' : 'missed';
    case 'cancelled':
      return 'ended';
    default:
      return clock.phase;
  }
}

/** Measured, but nothing that staff owe the customer: the goal behind a promise, and a mail the desk sends by itself. */
const NOT_OWED: ReadonlySet<ClockName> = new Set(['answer-goal', 'confirmation-mail']);

/** The soonest instant at which something is owed to the customer and still open; null when nothing is. */
export function nextDue(view: ClockView, policy: Policy): number | null {
  const open = packClocks(view, policy).flatMap(({ name, clock }) =>
    clock.phase === 'running' && clock.due !== null && !NOT_OWED.has(name) ? [clock.due] : [],
  );
  if (view.escalation?.stage === 'led') open.push(toMs(view.escalation.nextUpdateAt));
  return open.length === 0 ? null : Math.min(...open);
}
