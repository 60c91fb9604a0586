import { foldClock } from '#shared/targets/clock.ts';
import { type ClockEvent, inOrder } from '#shared/targets/clock-event.ts';
import type { ChangeMode, ClockPolicy, ClockState } from '#shared/targets/clock-state.ts';
import type { ClockChange } from './question.ts';

/** What is promised at first, and what a change names, as a calendar stands in the line. */
export interface Promised {
  readonly calendar: unknown;
  readonly targetMs: number;
}

const eventTypes = {
  pause: 'paused',
  resume: 'resumed',
  solve: 'solved',
  reopen: 'reopened',
  stop: 'stopped',
} as const;

/**
 * The events of a line as events of a clock: by time, then by place in the line. A change of severity keeps what
 * it does not name. `policyOf` reads a calendar; `place` tells where in the line it stands.
 */
export function clockEvents(
  start: number,
  initial: ClockPolicy,
  changes: readonly ClockChange[],
  openTimeAt: (calendar: unknown, place: number) => ClockPolicy['openTime'],
): ClockEvent<ClockPolicy>[] {
  const placed = inOrder(changes.map((change, place) => ({ ...change, place, sequence: place + 1 })));
  let promised = initial;
  const events = placed.map((change): ClockEvent<ClockPolicy> => {
    const { at, sequence } = change;
    if (change.type !== 'severity') return { type: eventTypes[change.type], at, sequence };
    const { calendar, targetMinutes } = change;
    promised = {
      ...promised,
      targetMs: targetMinutes ?? promised.targetMs,
      openTime: calendar === undefined ? promised.openTime : openTimeAt(calendar, change.place),
    };
    return { type: 'severity', at, sequence, policy: promised };
  });
  return [{ type: 'created', at: start, sequence: 0, policy: initial }, ...events];
}

/** The clock that these events make. */
export function clockOf(
  events: readonly ClockEvent<ClockPolicy>[],
  mode: ChangeMode,
): ClockState<ClockPolicy> {
  const state = foldClock(events, (policy) => policy, mode);
  if (state === null) throw new Error('A clock without its creation');
  return state;
}
