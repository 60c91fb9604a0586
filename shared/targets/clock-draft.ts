import type {
  ClockPhase,
  ClockPolicy,
  ClockState,
  DueRecord,
  HeldStretch,
  RunStretch,
} from './clock-state.ts';
import { ZONE_DATA_VERSION } from './zone.ts';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * A clock while its events are folded. Between events it either counts from an instant or holds a frozen amount
 * of used open time; wall-clock pauses are never added to anything (rule 5).
 */
export class ClockDraft<Key> {
  readonly startedAt: number;
  #key: Key;
  #policy: ClockPolicy | null;
  #mode: 'running' | 'paused' | 'solved' | 'stopped' | 'cancelled';
  #due: number | null = null;
  #used = 0;
  #countingFrom: number | null = null;
  /** When the present target was reached while nothing counted, or before it stopped counting. */
  #usedUpAt: number | null = null;
  #endedAt: number | null = null;
  #met: boolean | null = null;
  #policySince: number;
  #usedAtPolicySince = 0;
  #runs: Writable<RunStretch>[] = [];
  #held: Writable<HeldStretch>[] = [];
  #history: DueRecord<Key>[] = [];

  constructor(key: Key, at: number, policy: ClockPolicy | null, paused: boolean) {
    this.#key = key;
    this.#policy = policy;
    this.startedAt = at;
    this.#policySince = at;
    this.#mode = 'running';
    if (paused) this.#hold('paused', at);
    else this.#run(at);
    this.record(at);
  }

  /** Stopped or cancelled: nothing moves it any more. */
  get isFinal(): boolean {
    return this.#mode === 'stopped' || this.#mode === 'cancelled';
  }

  pause(at: number): void {
    // At or after due a pause changes nothing: the promise has been missed already (rule 5).
    if (this.#mode !== 'running' || (this.#due !== null && at >= this.#due)) return;
    this.#count(at);
    this.#due = null;
    this.#hold('paused', at);
  }

  resume(at: number): void {
    if (this.#mode === 'paused') this.#run(at);
  }

  reopen(at: number): void {
    if (this.#mode !== 'solved') return;
    this.#endedAt = null;
    this.#met = null;
    this.#run(at);
  }

  /** A pause that still lasts is closed first: stopped while paused is met, at the due it would have had. */
  end(how: 'solved' | 'stopped', at: number): void {
    if (this.isFinal || this.#mode === how) return;
    if (this.#mode === 'solved') {
      // Closing what was solved: the promise was settled when it was solved.
      this.#release(at);
      this.#mode = how;
      return;
    }
    if (this.#mode === 'paused') this.#run(at);
    this.#count(at);
    this.#endedAt = at;
    this.#met = this.#due === null ? null : at <= this.#due;
    if (this.#due !== null && at >= this.#due) this.#usedUpAt = this.#due;
    this.#mode = how;
    if (how === 'solved') this.#hold('solved', at);
  }

  cancel(at: number): void {
    // What was solved stays kept or broken, though the contract ends.
    if (this.#mode === 'solved') this.end('stopped', at);
    if (this.isFinal) return;
    this.#count(at);
    this.#release(at);
    this.#due = null;
    this.#endedAt = at;
    this.#mode = 'cancelled';
  }

  /** Another severity or offering from now on. Pauses survive (rule 6). */
  change(key: Key, policy: ClockPolicy | null, at: number, mode: 'carry' | 'restart'): void {
    this.#count(at);
    if (mode === 'restart') {
      this.#used = 0;
      this.#runs = [];
    }
    this.#key = key;
    this.#policy = policy;
    this.#policySince = at;
    this.#usedAtPolicySince = this.#used;
    this.#usedUpAt = policy && this.#used >= policy.targetMs ? at : null;
    if (this.#mode === 'running') this.#run(at);
    else if (this.#mode === 'paused') this.#due = this.#usedUpAt;
  }

  /** Another key for what is promised as before: nothing moves. */
  rename(key: Key): void {
    if (!this.isFinal) this.#key = key;
  }

  /** Notes the present (policy, due) if it is new. */
  record(at: number): void {
    const last = this.#history[this.#history.length - 1];
    const calendarId = this.#policy?.calendarId ?? null;
    const targetMs = this.#policy?.targetMs ?? null;
    if (
      last &&
      last.due === this.#due &&
      last.key === this.#key &&
      last.calendarId === calendarId &&
      last.targetMs === targetMs
    ) {
      return;
    }
    this.#history.push({ at, key: this.#key, calendarId, targetMs, due: this.#due });
  }

  /** This clock with what another had promised before: a replayed past does not unsay it. */
  withHistoryOf(other: ClockDraft<Key>): this {
    this.#history = other.#history;
    return this;
  }

  state(): ClockState<Key> {
    return {
      phase: this.#phase(),
      key: this.#key,
      policy: this.#policy,
      startedAt: this.startedAt,
      due: this.#due,
      used: this.#used,
      countingFrom: this.#countingFrom,
      endedAt: this.#endedAt,
      met: this.#met,
      policySince: this.#policySince,
      usedAtPolicySince: this.#usedAtPolicySince,
      runs: this.#runs,
      held: this.#held,
      history: this.#history,
      zoneDataVersion: ZONE_DATA_VERSION,
    };
  }

  #phase(): ClockPhase {
    const open = this.#mode === 'running' || this.#mode === 'paused';
    return open && this.#policy === null ? 'untargeted' : this.#mode;
  }

  #run(at: number): void {
    this.#release(at);
    this.#mode = 'running';
    this.#due = null;
    if (this.#policy === null) return;
    const { openTime, targetMs } = this.#policy;
    this.#due = this.#usedUpAt ?? openTime.due(at, targetMs - this.#used);
    this.#countingFrom = at;
    this.#runs.push({ from: at, to: null, policy: this.#policy });
  }

  #count(at: number): void {
    const run = this.#runs[this.#runs.length - 1];
    if (this.#countingFrom === null || !run) return;
    this.#used += run.policy.openTime.elapsed(this.#countingFrom, at);
    run.to = at;
    this.#countingFrom = null;
  }

  #hold(reason: HeldStretch['reason'], at: number): void {
    this.#release(at);
    this.#mode = reason;
    this.#held.push({ from: at, to: null, reason });
  }

  #release(at: number): void {
    const held = this.#held[this.#held.length - 1];
    if (held && held.to === null) held.to = at;
  }
}
