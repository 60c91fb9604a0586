import { Cancelled } from './state-failure.ts';

/** A part of an execution that can be stopped from outside: the whole, or one branch of it. */
export class Scope {
  #cancelled = false;
  readonly #listeners = new Set<() => void>();

  get cancelled(): boolean {
    return this.#cancelled;
  }

  /** Calls `listener` when the scope is cancelled; returns a function that takes it back. */
  onCancel(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  cancel(): void {
    if (this.#cancelled) return;
    this.#cancelled = true;
    for (const listener of [...this.#listeners]) listener();
    this.#listeners.clear();
  }

  child(): Scope {
    const scope = new Scope();
    if (this.#cancelled) scope.cancel();
    else this.onCancel(() => scope.cancel());
    return scope;
  }
}

/**
 * Counts what is going on: threads of execution that compute, and calls that are out. Zero means that only the clock
 * or a call from outside can move anything. A waiting thread is counted again in the same step that wakes it, so
 * there is no instant at which work exists and the count is zero.
 */
export class Activity {
  #count = 0;

  get count(): number {
    return this.#count;
  }

  begin(): void {
    this.#count += 1;
  }

  end(): void {
    this.#count -= 1;
  }

  /**
   * Takes the calling thread out of the count until `wake` or `fail` is called. `arm` starts the wait and returns what
   * ends it; it may wake at once. Rejects with Cancelled when the scope is cancelled.
   */
  park<T>(
    scope: Scope,
    arm: (wake: (value: T) => void, fail: (error: unknown) => void) => () => void,
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      let disarm: (() => void) | undefined;
      let over = false;
      const finish = (settle: () => void): void => {
        if (over) return;
        over = true;
        this.begin();
        disarm?.();
        forget();
        settle();
      };
      const forget = scope.onCancel(() => finish(() => reject(new Cancelled())));
      this.end();
      try {
        disarm = arm(
          (value) => finish(() => resolve(value)),
          (error) => finish(() => reject(error)),
        );
      } catch (error) {
        finish(() => reject(error));
        return;
      }
      if (over) disarm();
      else if (scope.cancelled) finish(() => reject(new Cancelled()));
    });
  }
}
