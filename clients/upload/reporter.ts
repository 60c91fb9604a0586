import type { PartBoard } from './part-board.ts';
import type { UploadPorts } from './ports.ts';
import type { Progress, UploadStage } from './progress.ts';
import { RateMeter } from './rate-meter.ts';
import type { Run } from './run.ts';

/** Shortest time between two reports of bytes (ms). */
const EVERY_MS = 100;

/** How often a report comes even while nothing moves (ms), so that the rate falls. */
const AT_LEAST_EVERY_MS = 1000;

/** Tells how far the upload is. */
export class Reporter {
  readonly #ports: Pick<UploadPorts<never>, 'now' | 'sleep' | 'onProgress'>;
  readonly #size: number;
  readonly #meter: RateMeter;
  #board: PartBoard | null = null;
  #run: Run | null = null;
  #stage: UploadStage = 'preparing';
  #retries = 0;
  #toldAt = Number.NEGATIVE_INFINITY;

  constructor(ports: Pick<UploadPorts<never>, 'now' | 'sleep' | 'onProgress'>, size: number) {
    this.#ports = ports;
    this.#size = size;
    this.#meter = new RateMeter(ports.now());
  }

  /** Reports from time to time for as long as the run goes on. */
  async follow(run: Run, over: AbortSignal): Promise<void> {
    this.#run = run;
    this.tell();
    while (!over.aborted) {
      await this.#ports.sleep(AT_LEAST_EVERY_MS, over).catch(() => undefined);
      if (!over.aborted) this.tell();
    }
  }

  board(board: PartBoard): void {
    this.#board = board;
  }

  stage(stage: UploadStage): void {
    this.#stage = stage;
    this.tell();
  }

  moved(bytes: number): void {
    this.#meter.add(bytes);
    if (this.#ports.now() - this.#toldAt >= EVERY_MS) this.tell();
  }

  retried(): void {
    this.#retries += 1;
    this.tell();
  }

  tell(): void {
    this.#toldAt = this.#ports.now();
    this.#ports.onProgress(this.#progress());
  }

  #progress(): Progress {
    const board = this.#board;
    const bytesVerified = board?.bytesDone ?? 0;
    const bytesSent = bytesVerified + (board?.bytesUnderWay ?? 0);
    const rate = this.#meter.rate(this.#ports.now());
    const state = this.#state();
    return {
      state,
      bytesSent,
      bytesVerified,
      bytesTotal: this.#size,
      partsDone: board?.partsDone ?? 0,
      parts: board?.parts ?? 0,
      rate,
      eta: state === 'sending' && rate >= 1 ? (this.#size - bytesSent) / rate : null,
      retries: this.#retries,
    };
  }

  #state(): UploadStage {
    if (this.#stage === 'verified' || this.#stage === 'ended') return this.#stage;
    if (this.#run?.paused) return 'paused';
    return this.#run?.offline ? 'offline' : this.#stage;
  }
}
