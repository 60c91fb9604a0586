import type { ClockState } from './clock-state.ts';

/** What a clock shows at an instant; derived, so that a label can never disagree with the clock. */
export interface ClockReading {
  /** A running clock past its due reads "missed"; at its due it can still be met. */
  readonly status: 'untargeted' | 'running' | 'paused' | 'met' | 'missed' | 'cancelled';
  /** Open ms used. */
  readonly elapsed: number;
  /** Open ms left, never negative; null where nothing is promised. */
  readonly remaining: number | null;
}

/** Reads a clock at `now`, which lies at or after its last event. Throws OutsideZoneData. */
export function clockReading(state: ClockState<unknown>, now: number): ClockReading {
  const { policy, countingFrom } = state;
  const running = policy && countingFrom !== null ? policy.openTime.elapsed(countingFrom, now) : 0;
  const elapsed = state.used + running;
  return {
    status: status(state, now),
    elapsed,
    remaining: policy && state.phase !== 'cancelled' ? Math.max(0, policy.targetMs - elapsed) : null,
  };
}

function status(state: ClockState<unknown>, now: number): ClockReading['status'] {
  switch (state.phase) {
    case 'running':
    case 'paused':
      return state.due !== null && now > state.due ? 'missed' : state.phase;
    case 'solved':
    case 'stopped':
      if (state.met === null) return 'untargeted';
      return state.met ? 'met' : 'missed';
    default:
      return state.phase;
  }
}
