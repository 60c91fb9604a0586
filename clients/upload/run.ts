import { follow, orAborted } from './aborted.ts';
import { waitMs } from './backoff.ts';
import { type Outcome, UploadEnded } from './outcome.ts';
import type { UploadPorts } from './ports.ts';
import { watched } from './watch.ts';

type Clock = Pick<UploadPorts<never>, 'now' | 'sleep' | 'random'>;

/** A pause ended the attempt; it is made again when the pause is over. */
export class Paused extends Error {
  override readonly name = 'Paused';
}

/** The course of one upload: how it is paused and ended, what waits, and whether anything answers. */
export class Run {
  readonly clock: Clock;
  readonly #onChange: () => void;
  readonly #ending = new AbortController();
  readonly #flights = new Set<AbortController>();
  readonly #naps = new Set<AbortController>();
  #pause: { readonly over: Promise<void>; readonly end: () => void } | null = null;
  #offline = false;
  #heard = false;
  #unheardInARow = 0;

  /** `onChange` is told when the upload is paused or goes on, and when it goes offline or comes back. */
  constructor(clock: Clock, onChange: () => void) {
    this.clock = clock;
    this.#onChange = onChange;
  }

  /** Aborted when the upload ends before its time, with UploadEnded or what broke it as the reason. */
  get signal(): AbortSignal {
    return this.#ending.signal;
  }

  get paused(): boolean {
    return this.#pause !== null;
  }

  /** Whether nothing answers, and everything waits for that. */
  get offline(): boolean {
    return this.#offline;
  }

  /** Whether anything has ever answered. */
  get heardOnce(): boolean {
    return this.#heard;
  }

  /** Ends the upload with an outcome. The first end is the one that counts. */
  end(outcome: Outcome): void {
    this.break(new UploadEnded(outcome));
  }

  /** Ends the upload with what broke it. */
  break(reason: unknown): void {
    this.#ending.abort(reason);
  }

  pause(): void {
    if (this.#pause) return;
    let end = () => {};
    const over = new Promise<void>((resolve) => {
      end = resolve;
    });
    this.#pause = { over, end };
    for (const flight of this.#flights) flight.abort(new Paused());
    this.#onChange();
  }

  resume(): void {
    this.#pause?.end();
    this.#pause = null;
    this.retryNow();
    this.#onChange();
  }

  /** Ends every wait between two attempts, as when the network has come back. */
  retryNow(): void {
    for (const nap of this.#naps) nap.abort();
  }

  /** Resolves while the upload is not paused. */
  async unpaused(): Promise<void> {
    while (this.#pause) await orAborted(this.#pause.over, this.signal);
    this.signal.throwIfAborted();
  }

  /** One attempt at something over the network: rejects with Paused, with Stalled after `msLeft()`, or as it fails. */
  async attempt<Result>(
    msLeft: () => number,
    work: (signal: AbortSignal) => Promise<Result>,
  ): Promise<Result> {
    const { controller: flight, leave } = follow(this.signal);
    this.#flights.add(flight);
    try {
      return await watched(this.clock, flight.signal, msLeft, work);
    } finally {
      leave();
      this.#flights.delete(flight);
    }
  }

  /** Something answered, or took bytes. */
  heard(): void {
    this.#heard = true;
    this.#unheardInARow = 0;
    if (!this.#offline) return;
    this.#offline = false;
    this.#onChange();
  }

  /** Nothing answered. Where that was so before, and nothing else is under way, there is no network. */
  unheard(): void {
    this.#unheardInARow += 1;
    if (this.#offline || this.#flights.size > 0 || this.#unheardInARow < 2) return;
    this.#offline = true;
    this.#onChange();
  }

  /** How long to wait after so many failures (ms). */
  waitMs(failures: number): number {
    return waitMs(failures, this.clock.random());
  }

  /** Waits, unless woken by `retryNow`. */
  async nap(ms: number): Promise<void> {
    const { controller: nap, leave } = follow(this.signal);
    this.#naps.add(nap);
    try {
      await this.clock.sleep(ms, nap.signal);
    } catch (error) {
      if (!nap.signal.aborted) throw error;
    } finally {
      leave();
      this.#naps.delete(nap);
    }
    this.signal.throwIfAborted();
  }
}
