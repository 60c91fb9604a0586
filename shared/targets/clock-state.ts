import type { OpenTime } from './open-time.ts';

/** One promise: so much open time of this calendar. Versions are carried for provenance (rule 12). */
export interface ClockPolicy {
  readonly targetMs: number;
  readonly openTime: OpenTime;
  readonly calendarId: string;
  readonly calendarVersion?: string;
  readonly packVersion?: string;
}

/** How a severity or offering change treats the time used so far (rule 6). */
export type ChangeMode = 'carry' | 'retroactive' | 'restart';

/**
 * - untargeted: nothing is promised under the present severity.
 * - running: open time counts; whether it is overdue depends on the present instant, see clockReading.
 * - paused: the remainder is frozen.
 * - solved: ended, unless reopened. stopped: ended. cancelled: the promise no longer exists.
 */
export type ClockPhase = 'untargeted' | 'running' | 'paused' | 'solved' | 'stopped' | 'cancelled';

/** A stretch in which the clock ran, or was held. `to` is null while it lasts. */
export interface Stretch {
  readonly from: number;
  readonly to: number | null;
}

export interface RunStretch extends Stretch {
  readonly policy: ClockPolicy;
}

export interface HeldStretch extends Stretch {
  readonly reason: 'paused' | 'solved';
}

/** What was due under which policy from an instant on. */
export interface DueRecord<Key> {
  readonly at: number;
  readonly key: Key;
  readonly calendarId: string | null;
  readonly targetMs: number | null;
  readonly due: number | null;
}

/** A clock as its events leave it. Instants are epoch ms, durations open ms of the policy's calendar. */
export interface ClockState<Key> {
  readonly phase: ClockPhase;
  readonly key: Key;
  readonly policy: ClockPolicy | null;
  readonly startedAt: number;
  /**
   * Null while paused (unless the target was used up before), untargeted or cancelled. Kept once stopped or
   * solved: it is what that was measured by.
   */
  readonly due: number | null;
  /** Open time used before `countingFrom`; all of it unless running. */
  readonly used: number;
  /** Since when open time counts towards `due`; null unless running. */
  readonly countingFrom: number | null;
  /** When it was stopped, solved or cancelled. */
  readonly endedAt: number | null;
  /** Whether it ended at or before its due; null while open, untargeted or cancelled. */
  readonly met: boolean | null;
  /** Since when the present policy holds, and the open time carried into it (warnings build on these). */
  readonly policySince: number;
  readonly usedAtPolicySince: number;
  /** Stretches that counted, and those that were held, in order. */
  readonly runs: readonly RunStretch[];
  readonly held: readonly HeldStretch[];
  /** Every (policy, due) this clock has had, oldest first. */
  readonly history: readonly DueRecord<Key>[];
  readonly zoneDataVersion: string;
}
