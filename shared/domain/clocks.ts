import type { Policy } from '../policy/policy.ts';
import type { ClockName } from '../schema/event.ts';
import { type Instant, toInstant, toMs } from '../schema/instant.ts';
import type { Severity, SupportRequest } from '../schema/request.ts';
import { foldClock } from '../targets/clock.ts';
import type { ClockEvent } from '../targets/clock-event.ts';
import type { ClockState } from '../targets/clock-state.ts';

/** What the clocks of an SR depend on. */
export type ClockView = Pick<SupportRequest, 'offering' | 'marks' | 'escalation'> & {
  contact: Pick<SupportRequest['contact'], 'zone'>;
};

/** How a clock stands: `due` is null while nothing is due under it. */
export interface ClockReading {
  readonly name: ClockName;
  readonly state: 'running' | 'missed' | 'met' | 'ended' | 'untargeted' | 'paused';
  readonly startedAt: number;
  readonly due: number | null;
}

/** The first-response clock, folded from the marks (targets.md rules 4 to 8); it never pauses. */
export function firstResponseClock(view: ClockView, policy: Policy): ClockState<Severity> | null {
  return foldClock(
    view.marks.map(toClockEvent),
    (severity) => policy.firstResponse(view, severity),
    policy.pack.onSeverityChange,
  );
}

function toClockEvent(mark: ClockView['marks'][number]): ClockEvent<Severity> {
  const at = toMs(mark.at);
  const sequence = mark.seq;
  switch (mark.type) {
    case 'filed':
      return { type: 'created', at, sequence, policy: mark.severity };
    case 'severity':
      return { type: 'severity', at, sequence, policy: mark.severity };
    case 'responded':
      return { type: 'stopped', at, sequence };
    case 'closed':
      return { type: 'solved', at, sequence };
    case 'reopened':
      return { type: 'reopened', at, sequence };
  }
}

/** Every clock of an SR as it stands at `now` (epoch ms). */
export function readClocks(view: ClockView, policy: Policy, now: number): ClockReading[] {
  const readings: ClockReading[] = [];
  const response = firstResponseClock(view, policy);
  if (response) {
    readings.push({
      name: 'first-response',
      state: stateOf(response, now),
      startedAt: response.startedAt,
      due: response.due,
    });
  }
  if (view.escalation?.stage === 'led') {
    const due = toMs(view.escalation.nextUpdateAt);
    readings.push({
      name: 'promised-update',
      state: now > due ? 'missed' : 'running',
      startedAt: toMs(view.escalation.updatedAt),
      due,
    });
  }
  return readings;
}

function stateOf(clock: ClockState<Severity>, now: number): ClockReading['state'] {
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

/** The soonest instant at which something is owed to the customer and still open; null when nothing is. */
export function nextDue(view: ClockView, policy: Policy): number | null {
  const response = firstResponseClock(view, policy);
  const open = [
    response?.phase === 'running' ? response.due : null,
    view.escalation?.stage === 'led' ? toMs(view.escalation.nextUpdateAt) : null,
  ].filter((due) => due !== null);
  return open.length === 0 ? null : Math.min(...open);
}

/** When the first response is due, while it is owed; null once given, or where none is promised. */
export function openResponseDue(view: ClockView, policy: Policy): Instant | null {
  const clock = firstResponseClock(view, policy);
  return clock?.phase === 'running' && clock.due !== null ? toInstant(clock.due) : null;
}
