import type { Clock } from '#local/clock.ts';
import type { Json } from './json.ts';
import { StateFailure } from './state-failure.ts';

/** An event as GetExecutionHistory names it; `timestamp` is epoch milliseconds. */
export interface HistoryEvent {
  readonly id: number;
  readonly previousEventId: number;
  readonly timestamp: number;
  readonly type: string;
  readonly [details: string]: unknown;
}

/** An execution fails at this many events (Step Functions quotas). */
const MAX_EVENTS = 25_000;

/** Inputs and outputs travel in events as JSON text. */
export function inputDetails(input: Json): { input: string; inputDetails: { truncated: false } } {
  return { input: JSON.stringify(input), inputDetails: { truncated: false } };
}

export function outputDetails(output: Json): { output: string; outputDetails: { truncated: false } } {
  return { output: JSON.stringify(output), outputDetails: { truncated: false } };
}

/** Error and cause, each only where known. */
export function failureDetails(failure: StateFailure): { error?: string; cause?: string } {
  return {
    ...(failure.error === undefined ? {} : { error: failure.error }),
    ...(failure.cause === undefined ? {} : { cause: failure.cause }),
  };
}

/** The events of one execution. The last one it may hold is kept for the execution's end. */
export class History {
  readonly #events: HistoryEvent[];
  readonly #clock: Clock;

  constructor(clock: Clock, events: readonly HistoryEvent[] = []) {
    this.#clock = clock;
    this.#events = [...events];
  }

  get events(): readonly HistoryEvent[] {
    return this.#events;
  }

  /** Adds an event and returns its id. Throws States.Runtime, which nothing catches, when the history is full. */
  add(type: string, previousEventId: number, details: Record<string, unknown> = {}): number {
    if (this.#events.length >= MAX_EVENTS - 1) {
      throw new StateFailure(
        'States.Runtime',
        `The execution reached the maximum number of history events (${MAX_EVENTS}).`,
      );
    }
    return this.#append(type, previousEventId, details);
  }

  /** Adds the execution's last event. */
  end(type: string, previousEventId: number, details: Record<string, unknown> = {}): number {
    return this.#append(type, previousEventId, details);
  }

  #append(type: string, previousEventId: number, details: Record<string, unknown>): number {
    const id = this.#events.length + 1;
    this.#events.push({ id, previousEventId, timestamp: this.#clock.now(), type, ...details });
    return id;
  }
}
