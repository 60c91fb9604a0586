import type { SignedPart } from '#shared/schema/upload.ts';
import { MAX_SIGNED_PARTS, SIGNED_FOR_SECONDS } from '#shared/uploads/limits.ts';
import { orAborted } from './aborted.ts';
import { ask } from './ask.ts';
import { isAlreadyComplete } from './desk-errors.ts';
import { UploadEnded } from './outcome.ts';
import type { UploadApi } from './ports.ts';
import type { Run } from './run.ts';

/** A URL this close to its end is not begun with (ms). */
const MARGIN_MS = 60_000;

/** A signed part, and when it was asked for: the desk's clock may differ from ours, so only the time since counts. */
export interface Signed {
  readonly part: SignedPart;
  readonly askedAt: number;
}

interface Wish {
  readonly n: number;
  readonly sha256: string;
  readonly grant: (signed: Signed) => void;
  readonly refuse: (error: unknown) => void;
}

/** Has parts signed just in time: one call at a time, each for all that wait, up to MAX_SIGNED_PARTS. */
export class Signer {
  readonly #api: UploadApi;
  readonly #run: Run;
  readonly #id: string;
  #wishes: Wish[] = [];
  #asking = false;
  #tookMs = 0;

  constructor(api: UploadApi, run: Run, id: string) {
    this.#api = api;
    this.#run = run;
    this.#id = id;
  }

  /** How long the last call took (ms). */
  get tookMs(): number {
    return this.#tookMs;
  }

  /**
   * A URL for part `n` with that hash. Rejects with the end of the upload. A refusal ends it, but for AlreadyComplete,
   * which only rejects.
   */
  sign(n: number, sha256: string): Promise<Signed> {
    const granted = new Promise<Signed>((grant, refuse) => {
      this.#wishes.push({ n, sha256, grant, refuse });
    });
    void this.#askForAll();
    return orAborted(granted, this.#run.signal);
  }

  /** Whether a part's URL is too old to begin with. */
  isOld({ askedAt }: Signed): boolean {
    return this.#run.clock.now() - askedAt > SIGNED_FOR_SECONDS * 1000 - MARGIN_MS;
  }

  async #askForAll(): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    try {
      while (this.#wishes.length > 0) {
        const wishes = this.#wishes.splice(0, MAX_SIGNED_PARTS);
        await this.#askFor(wishes).catch((error: unknown) => {
          if (!isAlreadyComplete(error)) throw error;
          for (const { refuse } of wishes) refuse(error);
        });
      }
    } catch (error) {
      this.#run.break(error);
    } finally {
      this.#asking = false;
    }
  }

  async #askFor(wishes: readonly Wish[]): Promise<void> {
    const parts = wishes.map(({ n, sha256 }) => ({ n, sha256 }));
    const askedAt = this.#run.clock.now();
    const signed = await ask(this.#run, (signal) => this.#api.sign(this.#id, parts, signal));
    this.#tookMs = this.#run.clock.now() - askedAt;
    for (const { n, grant } of wishes) {
      const part = signed.find((one) => one.n === n);
      if (!part)
        throw new UploadEnded({
          kind: 'failed',
          sentence: `The desk has not signed part ${n}, which it was asked to. It may be of another version.`,
        });
      grant({ part, askedAt });
    }
  }
}
