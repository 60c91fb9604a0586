/** The only source of "now" on the local stack; instants are epoch milliseconds. */
export interface Clock {
  now(): number;
  /** Calls `fire` once when the instant is reached; returns a function that cancels it. */
  at(instantMs: number, fire: () => void): () => void;
}

/** A clock whose time the local stack can move forward. */
export interface LocalClock extends Clock {
  /** True when time stands still unless `advanceTo` moves it. */
  readonly frozen: boolean;
  /** The earliest instant something waits for. */
  nextTimer(): number | undefined;
  /**
   * Jumps through every timer up to the instant, in order, awaiting `settle` before each jump and at the end.
   * Timers set meanwhile that are due by then fire too. Never goes back.
   */
  advanceTo(instantMs: number, settle: () => Promise<void>): Promise<void>;
  /** Forgets every timer; the clock can still be read. */
  stop(): void;
}

/** Node fires a longer setTimeout at once, so real waits are cut into pieces of at most this (24.8 days). */
const LONGEST_SET_TIMEOUT_MS = 2 ** 31 - 1;

interface Timer {
  readonly instantMs: number;
  readonly order: number;
  readonly fire: () => void;
}

/** Timers by instant, those of one instant by the order in which they were set. */
class TimerQueue {
  readonly #timers: Timer[] = [];
  #order = 0;

  add(instantMs: number, fire: () => void): Timer {
    const timer = { instantMs, order: this.#order, fire };
    this.#order += 1;
    this.#timers.splice(this.#position(timer), 0, timer);
    return timer;
  }

  remove(timer: Timer): void {
    const position = this.#position(timer);
    if (this.#timers[position] === timer) this.#timers.splice(position, 1);
  }

  has(timer: Timer): boolean {
    return this.#timers[this.#position(timer)] === timer;
  }

  next(): number | undefined {
    return this.#timers[0]?.instantMs;
  }

  due(nowMs: number): Timer[] {
    const later = this.#timers.findIndex((timer) => timer.instantMs > nowMs);
    return this.#timers.slice(0, later === -1 ? this.#timers.length : later);
  }

  clear(): void {
    this.#timers.length = 0;
  }

  #position(timer: Timer): number {
    let low = 0;
    let high = this.#timers.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = this.#timers[middle];
      const before =
        other !== undefined &&
        (other.instantMs < timer.instantMs ||
          (other.instantMs === timer.instantMs && other.order < timer.order));
      if (before) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Fires what is due now. A timer that an earlier one cancels does not fire; one that it sets waits its turn. */
function fireDue(queue: TimerQueue, nowMs: number): void {
  for (const timer of queue.due(nowMs)) {
    if (!queue.has(timer)) continue;
    queue.remove(timer);
    timer.fire();
  }
}

async function jumpThrough(
  queue: TimerQueue,
  targetMs: number,
  settle: () => Promise<void>,
  moveTo: (instantMs: number) => void,
): Promise<void> {
  for (;;) {
    await settle();
    const next = queue.next();
    if (next === undefined || next > targetMs) {
      moveTo(targetMs);
      await settle();
      const late = queue.next();
      if (late === undefined || late > targetMs) return;
    } else {
      moveTo(next);
      fireDue(queue, next);
    }
  }
}

/**
 * A clock that stands still until `advanceTo`. A timer set for an instant already reached fires on the next turn of
 * the event loop, and `nextTimer` reports it until then.
 */
export function virtualClock(startInstant: string | number = '2025-01-01T00:00:00.000Z'): LocalClock {
  const queue = new TimerQueue();
  let nowMs = typeof startInstant === 'number' ? startInstant : Date.parse(startInstant);
  if (!Number.isFinite(nowMs)) throw new RangeError(`Not an instant: ${startInstant}`);
  const moveTo = (instantMs: number): void => {
    nowMs = Math.max(nowMs, instantMs);
  };
  return {
    frozen: true,
    now: () => nowMs,
    at(instantMs, fire) {
      const timer = queue.add(instantMs, fire);
      if (instantMs <= nowMs) setImmediate(() => fireDue(queue, nowMs));
      return () => queue.remove(timer);
    },
    nextTimer: () => queue.next(),
    advanceTo: (instantMs, settle) => jumpThrough(queue, instantMs, settle, moveTo),
    stop: () => queue.clear(),
  };
}

/** Real time plus an offset that `advanceTo` raises. Its timers do not keep the process alive. */
export function runningClock(offsetMs: number): LocalClock & { offset(): number } {
  const queue = new TimerQueue();
  let offset = offsetMs;
  let alarm: NodeJS.Timeout | undefined;
  const now = (): number => Date.now() + offset;
  const arm = (): void => {
    clearTimeout(alarm);
    alarm = undefined;
    const next = queue.next();
    if (next === undefined) return;
    const waitMs = Math.min(Math.max(next - now(), 0), LONGEST_SET_TIMEOUT_MS);
    alarm = setTimeout(() => {
      fireDue(queue, now());
      arm();
    }, waitMs);
    alarm.unref();
  };
  const moveTo = (instantMs: number): void => {
    offset += Math.max(0, instantMs - now());
    // Real time goes on meanwhile: what falls due in between must not wait for the alarm set before the jump.
    arm();
  };
  return {
    frozen: false,
    now,
    offset: () => offset,
    at(instantMs, fire) {
      const timer = queue.add(instantMs, fire);
      if (queue.next() === instantMs) arm();
      return () => queue.remove(timer);
    },
    nextTimer: () => queue.next(),
    async advanceTo(instantMs, settle) {
      await jumpThrough(queue, instantMs, settle, moveTo);
      arm();
    },
    stop() {
      clearTimeout(alarm);
      queue.clear();
    },
  };
}
