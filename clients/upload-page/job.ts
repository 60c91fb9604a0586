import type { Outcome } from '../upload/outcome.ts';
import type { UploadPorts } from '../upload/ports.ts';
import type { Progress } from '../upload/progress.ts';
import { startUpload, type UploadUnderWay } from '../upload/start-upload.ts';
import type { PickedFile } from './file-handles.ts';

/** What uploading one file in a browser needs beside the file. */
export interface JobTools {
  /** What the upload works with, but for what it tells. */
  readonly ports: Omit<UploadPorts<Blob>, 'onProgress' | 'onNote'>;
  readonly number: string;
  /** Parts to hash at once. */
  readonly hashers: number;
  /** No two tabs upload what goes by the same name here. */
  readonly lock: string;
  readonly onChange: () => void;
}

/** Who keeps an upload from going on. */
type Holder = 'person' | 'session';

const IN_OTHER_TAB: Outcome = {
  kind: 'refused',
  code: 'InOtherTab',
  sentence:
    'Another tab or window of this browser uploads this file already. Look there, or close it and try again.',
};

const DEFECT: Outcome = {
  kind: 'failed',
  sentence:
    'This page made a mistake and has stopped. Load it again: what has arrived is kept. Tell the desk if it stops again.',
};

/** The upload of one file, from choosing it to its end. */
export class Job {
  readonly picked: PickedFile;
  readonly #tools: JobTools;
  readonly #holders = new Set<Holder>();
  #underWay: UploadUnderWay | null = null;
  #uploadId: string | null;
  #progress: Progress;
  #outcome: Outcome | null = null;
  #isCancelled = false;
  #wasThere = false;
  #over: Promise<void> = Promise.resolve();

  /** `uploadId` is that of the upload it goes on with, where that is known. */
  constructor(picked: PickedFile, uploadId: string | null, tools: JobTools) {
    this.picked = picked;
    this.#tools = tools;
    this.#uploadId = uploadId;
    this.#progress = {
      state: 'preparing',
      bytesSent: 0,
      bytesVerified: 0,
      bytesTotal: picked.file.size,
      partsDone: 0,
      parts: 0,
      rate: 0,
      eta: null,
      retries: 0,
    };
  }

  get uploadId(): string | null {
    return this.#uploadId;
  }

  get progress(): Progress {
    return this.#progress;
  }

  /** Null while it goes on. */
  get outcome(): Outcome | null {
    return this.#outcome;
  }

  /** Whether the request had the file before, so that it was only compared. */
  get wasThere(): boolean {
    return this.#wasThere;
  }

  /** Whether whoever sits there paused it. */
  get paused(): boolean {
    return this.#holders.has('person');
  }

  /** Whether leaving the page would interrupt it. */
  get needsPage(): boolean {
    return this.#outcome === null && this.#progress.state !== 'verifying';
  }

  /** Settles when the upload has ended; `run` says how. */
  get over(): Promise<void> {
    return this.#over;
  }

  /** Uploads the file. Resolves with how that ended, also for a defect, which the browser is told of. */
  run(): Promise<Outcome> {
    const running = this.#run().catch((error: unknown) => {
      reportError(error);
      this.#outcome = DEFECT;
      return DEFECT;
    });
    this.#over = running.then(() => undefined);
    return running;
  }

  async #run(): Promise<Outcome> {
    // Browsers without locks cannot tell about other tabs; two that send the same parts only waste them.
    const outcome = await ('locks' in navigator
      ? navigator.locks.request(this.#tools.lock, { ifAvailable: true }, (lock) =>
          lock === null ? IN_OTHER_TAB : this.#upload(),
        )
      : this.#upload());
    this.#outcome = outcome;
    return outcome;
  }

  #upload(): Promise<Outcome> {
    if (this.#isCancelled) return Promise.resolve({ kind: 'cancelled' });
    const { ports, number, hashers, onChange } = this.#tools;
    const underWay = startUpload(
      {
        ...ports,
        onProgress: (progress) => {
          this.#progress = progress;
          onChange();
        },
        onNote: (note) => {
          if (note.type === 'begun' || note.type === 'known') this.#uploadId = note.id;
          if (note.type === 'known') this.#wasThere = true;
        },
      },
      { number, client: 'browser', hashers, rehash: false },
    );
    this.#underWay = underWay;
    if (this.#holders.size > 0) underWay.pause();
    return underWay.outcome;
  }

  hold(holder: Holder): void {
    this.#holders.add(holder);
    this.#underWay?.pause();
  }

  letGo(holder: Holder): void {
    if (this.#holders.delete(holder) && this.#holders.size === 0) this.#underWay?.resume();
  }

  /** Tries at once what waits to be tried again. */
  retryNow(): void {
    this.#underWay?.retryNow();
  }

  cancel(): void {
    this.#isCancelled = true;
    this.#underWay?.cancel();
  }
}
