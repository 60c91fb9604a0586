import { createHash } from 'node:crypto';
import type { UploadOptions } from '#clients/upload/conduct.ts';
import { createDeskApi } from '#clients/upload/desk-api.ts';
import { DeskUnreachable } from '#clients/upload/desk-errors.ts';
import type { Put, Remembered, UploadPorts } from '#clients/upload/ports.ts';
import type { Note, Progress } from '#clients/upload/progress.ts';
import { startUpload } from '#clients/upload/start-upload.ts';
import { type Random, seededRandom } from '#local/step-functions/randomness.ts';
import { type ModelOptions, NUMBER, UploadModel } from './upload-model.ts';
import { VirtualTime } from './virtual-time.ts';

/** What goes wrong, each as a chance from 0 to 1. */
export interface Faults {
  /** 500 and 503 of the desk and the store. */
  readonly busy?: number;
  /** Connections that break before anything has arrived, or after all of it, so that only the answer is lost. */
  readonly cut?: number;
  /** Connections on which nothing moves any more. */
  readonly stall?: number;
  /** Bits of a part that flip on the way. */
  readonly flip?: number;
  /** URLs that are refused as expired though they are not. */
  readonly stale?: number;
  /** Parts that the store loses after it has confirmed them. */
  readonly lost?: number;
  /** When nothing can be reached (ms, from and until). */
  readonly offline?: readonly (readonly [number, number])[];
}

/** What a client remembers between its runs, and the file it uploads. */
export interface WorldOptions extends Omit<ModelOptions, 'now'> {
  readonly seed?: number;
  readonly faults?: Faults;
  /** How fast the connection is (bytes a second); all parts share it. */
  readonly bandwidth?: number;
  /** Uploads with a ticket instead of signed in. */
  readonly ticket?: boolean;
}

/** A desk, a store and a network in memory, on virtual time. */
export class UploadWorld {
  readonly time = new VirtualTime();
  readonly model: UploadModel;
  readonly memory: { upload: Remembered; hashes: Map<number, string> }[] = [];
  readonly progress: Progress[] = [];
  readonly notes: Note[] = [];
  /** Parts hashed, by where they begin. */
  readonly hashed: number[] = [];
  faults: Faults;
  mostAtOnce = 0;
  #atOnce = 0;
  #readable = 0;
  readonly #random: Random;
  readonly #bandwidth: number;
  readonly #ticket: boolean;
  file: { name: string; bytes: Uint8Array; mtime: string };
  /** Called as a part is about to be sent, to interfere. */
  onPut: (n: number) => void = () => {};

  constructor(
    bytes: Uint8Array,
    { seed = 1, faults = {}, bandwidth = 1_000_000, ticket = false, ...model }: WorldOptions = {},
  ) {
    this.model = new UploadModel({ partSize: 1000, ...model, now: this.time.now });
    this.file = { name: 'bundle.tgz', bytes, mtime: '2026-11-22T08:00:00.000Z' };
    this.faults = faults;
    this.#random = seededRandom(seed);
    this.#bandwidth = bandwidth;
    this.#ticket = ticket;
  }

  /** Bodies that were read and not given back. */
  get held(): number {
    return this.#readable;
  }

  upload(options: Partial<UploadOptions> = {}, ports: Partial<UploadPorts<Uint8Array>> = {}) {
    return startUpload(
      { ...this.ports(), ...ports },
      { number: null, client: 'cli', hashers: 1, rehash: false, ...options },
    );
  }

  ports(): UploadPorts<Uint8Array> {
    const begun = { ...this.file };
    return {
      api: createDeskApi(
        async ({ method, path, body, signal }) => {
          const fate = await this.#travel(signal, 20);
          if (fate === 'busy') return { status: 503, body: undefined, retryAfterSeconds: 3 };
          const { status, body: answered } = await this.model.answer(method, path, body ?? undefined);
          if (fate === 'answer-lost') throw new DeskUnreachable('cut');
          return { status, body: answered, retryAfterSeconds: 0 };
        },
        this.#ticket ? 'ticket' : { number: NUMBER },
      ),
      put: this.#put,
      source: {
        name: begun.name,
        size: begun.bytes.length,
        mtime: begun.mtime,
        read: async (start, length) => {
          this.#readable += 1;
          return this.file.bytes.subarray(start, start + length);
        },
        release: () => {
          this.#readable -= 1;
        },
        changed: async () =>
          this.file.mtime !== begun.mtime || this.file.bytes.length !== begun.bytes.length
            ? 'was changed while it was uploaded'
            : null,
      },
      sha256: {
        part: async (body) => {
          this.hashed.push(body.byteOffset - this.file.bytes.byteOffset);
          return createHash('sha256').update(body).digest('hex');
        },
        bytes: async (bytes) => createHash('sha256').update(bytes).digest(),
      },
      memory: {
        load: async () => this.memory[0] ?? null,
        begin: async (upload, hashes) => {
          this.memory[0] = { upload, hashes: new Map(hashes) };
        },
        keepHash: async (n, sha256) => {
          this.memory[0]?.hashes.set(n, sha256);
        },
        forget: async () => {
          this.memory.length = 0;
        },
      },
      now: this.time.now,
      sleep: this.time.sleep,
      random: () => this.#random(),
      onProgress: (progress) => this.progress.push(progress),
      onNote: (note) => this.notes.push(note),
    };
  }

  readonly #put: Put<Uint8Array> = async ({ url, headers, body, signal, onBytes }) => {
    const n = Number(new URL(url).searchParams.get('partNumber'));
    this.onPut(n);
    this.#atOnce += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.#atOnce);
    try {
      const fate = await this.#travel(signal, 5);
      if (fate === 'busy')
        return { status: 503, code: 'SlowDown', message: 'Please reduce your request rate.' };
      if (this.#chance(this.faults.stale))
        return { status: 403, code: 'AccessDenied', message: 'Request has expired' };
      const early = this.model.refusesEarly(url, headers, body.length);
      if (early) return early;
      for (let left = body.length; left > 0; ) {
        const chunk = Math.min(left, Math.ceil(body.length / 4));
        await this.time.sleep((chunk / this.#bandwidth) * 1000 * this.#atOnce, signal);
        left -= chunk;
        onBytes(chunk);
        if (this.#chance((this.faults.stall ?? 0) / 4)) await this.time.sleep(1e12, signal);
      }
      const bytes = Uint8Array.from(body);
      if (this.#chance(this.faults.flip)) this.#flipBit(bytes);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const answer = this.model.put(url, { size: bytes.length, sha256, bytes });
      if (answer.status === 200 && this.#chance(this.faults.lost)) this.model.only().parts.delete(n);
      if (fate === 'answer-lost') throw new Error('the connection broke');
      return answer;
    } finally {
      this.#atOnce -= 1;
    }
  };

  /** What becomes of one call: it arrives, it arrives and its answer is lost, or the other side is busy. */
  async #travel(signal: AbortSignal, ms: number): Promise<'arrives' | 'answer-lost' | 'busy'> {
    await this.time.sleep(ms + this.#random() * ms, signal);
    const now = this.time.now();
    if ((this.faults.offline ?? []).some(([from, until]) => now >= from && now < until))
      throw new DeskUnreachable('connect ECONNREFUSED');
    if (this.#chance((this.faults.cut ?? 0) / 2)) throw new DeskUnreachable('read ECONNRESET');
    if (this.#chance(this.faults.stall)) await this.time.sleep(1e12, signal);
    if (this.#chance(this.faults.busy)) return 'busy';
    return this.#chance((this.faults.cut ?? 0) / 2) ? 'answer-lost' : 'arrives';
  }

  #flipBit(bytes: Uint8Array): void {
    const at = Math.floor(this.#random() * bytes.length);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << Math.floor(this.#random() * 8));
  }

  #chance(of = 0): boolean {
    return of > 0 && this.#random() < of;
  }
}

/** So many bytes, none like its neighbours, the same for the same seed. */
export function randomBytesOf(length: number, seed = 1): Uint8Array {
  const random = seededRandom(seed);
  return Uint8Array.from({ length }, () => Math.floor(random() * 256));
}
