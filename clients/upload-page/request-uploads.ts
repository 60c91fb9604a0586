import type { UploadView } from '#shared/schema/upload.ts';
import { CONCURRENCY } from '#shared/uploads/limits.ts';
import { createDeskApi } from '../upload/desk-api.ts';
import { fingerprint } from '../upload/fingerprint.ts';
import type { Outcome } from '../upload/outcome.ts';
import { UploadEnded } from '../upload/outcome.ts';
import { SourceUnreadable, type UploadApi } from '../upload/ports.ts';
import { blobSource } from './blob-source.ts';
import { BROWSER_CLOCK } from './browser-clock.ts';
import { deskFetch } from './desk-fetch.ts';
import type { FileHandle, PickedFile } from './file-handles.ts';
import { HashPool } from './hash-pool.ts';
import { Job } from './job.ts';
import type { Circumstances } from './job-words.ts';
import { partHashes } from './part-hashes.ts';
import { type RequestFiles, requestFiles } from './request-files.ts';
import { differenceFrom, hasNameOf, otherContent } from './same-file.ts';
import { type GetToken, Session } from './session.ts';
import { sharedLanes } from './shared-lanes.ts';
import type { KeptUpload } from './upload-database.ts';
import { UploadStore } from './upload-store.ts';
import { watchNetwork } from './watch-network.ts';
import { putWithXhr } from './xhr-put.ts';

/** Workers that hash; each holds a part of at most 64 MiB, and two are faster than most lines. */
const HASHERS = 2;

/** Whose uploads to which request. */
export interface UploadSettings {
  readonly number: string;
  /** Where the desk's API is. */
  readonly desk: URL;
  readonly getToken: GetToken;
  /** Where the bundle of hash-worker.ts is. */
  readonly hashScript: URL;
}

/** Told of what happens. */
export interface UploadEvents {
  onJob(job: Job): void;
  onEnd(job: Job, outcome: Outcome): void;
  onSession(): void;
}

/** The uploads of one person to one request in this page. */
export class RequestUploads {
  readonly session: Session;
  readonly files: RequestFiles;
  readonly jobs = new Set<Job>();
  readonly #settings: UploadSettings;
  readonly #events: UploadEvents;
  readonly #api: UploadApi;
  readonly #store = new UploadStore();
  readonly #pool: HashPool;
  readonly #put = sharedLanes(putWithXhr, CONCURRENCY.browser);
  #known: readonly UploadView[] = [];
  #kept = new Map<string, KeptUpload>();

  constructor(settings: UploadSettings, events: UploadEvents) {
    this.#settings = settings;
    this.#events = events;
    this.session = new Session(settings.getToken, () => this.#sessionChanged());
    const send = deskFetch(this.session, settings.desk);
    this.files = requestFiles(send, settings.number);
    this.#api = createDeskApi(send, { number: settings.number });
    this.#pool = new HashPool(settings.hashScript, HASHERS);
    watchNetwork(
      () => this.#retryNow(),
      () => this.#showAll(),
    );
    window.addEventListener('beforeunload', (event) => {
      if ([...this.jobs].some(({ needsPage }) => needsPage)) event.preventDefault();
    });
  }

  get circumstances(): Circumstances {
    return { online: navigator.onLine, signedIn: this.session.signedIn };
  }

  /** The files as the desk has them. Rejects as its calls do. */
  async list(): Promise<readonly UploadView[]> {
    this.#known = await this.files.list();
    const kept = await this.#store.uploadsOf(this.#settings.number);
    this.#kept = new Map(kept.map((upload) => [upload.id, upload]));
    const alive = new Set(this.#known.filter(({ state }) => state === 'uploading').map(({ id }) => id));
    const working = new Set([...this.jobs].map(({ uploadId }) => uploadId));
    for (const { id, key } of kept) if (!alive.has(id) && !working.has(id)) await this.#store.forget(key);
    return this.#known;
  }

  /** Whether this page works on a file already. */
  isUnderWay({ file: { name, size, lastModified } }: PickedFile): boolean {
    return [...this.jobs].some(
      ({ outcome, picked: { file } }) =>
        outcome === null && file.name === name && file.size === size && file.lastModified === lastModified,
    );
  }

  /** Uploads that were begun by who is here, and that nobody works on in this page. */
  isMine({ id, own }: UploadView): boolean {
    return own && !this.jobOf(id);
  }

  jobOf(id: string): Job | undefined {
    return [...this.jobs].find(({ uploadId }) => uploadId === id);
  }

  /** The handle that leads to the file of an upload again, where one was kept. */
  handleOf(id: string): FileHandle | null {
    return this.#kept.get(id)?.handle ?? null;
  }

  /** The unfinished upload that a file is meant for: one of its name, best one it fits. */
  unfinishedFor({ file }: PickedFile): UploadView | undefined {
    const ofName = this.#known.filter(
      (upload) => upload.state === 'uploading' && this.isMine(upload) && hasNameOf(file, upload),
    );
    return ofName.find((upload) => differenceFrom(upload, file) === null) ?? ofName[0];
  }

  /** Why an upload cannot go on with a file, in a sentence; null where it is the same file. */
  async whyNot(upload: UploadView, picked: PickedFile): Promise<string | null> {
    const difference = differenceFrom(upload, picked.file);
    if (difference !== null) return difference;
    const source = blobSource(picked);
    const { signal } = new AbortController();
    try {
      const seen = await fingerprint(source, partHashes(this.#pool, source), signal);
      return seen === upload.fingerprint ? null : otherContent(upload);
    } catch (error) {
      if (error instanceof SourceUnreadable || error instanceof UploadEnded) return error.message;
      throw error;
    }
  }

  /** How many parts of an upload the store has. Rejects as the calls of the desk do. */
  async partsThere(id: string): Promise<number> {
    const signal = AbortSignal.timeout(60_000);
    let there = 0;
    for (let after: number | null = 0; after !== null; ) {
      const { items, next }: Awaited<ReturnType<UploadApi['listParts']>> = await this.#api.listParts(
        id,
        after,
        signal,
      );
      there += items.length;
      after = next;
    }
    return there;
  }

  /** Uploads a file; `uploadId` is that of the upload it goes on with, where there is one. */
  start(picked: PickedFile, uploadId: string | null): Job {
    const source = blobSource(picked);
    const { number } = this.#settings;
    const identity = { number, name: source.name, size: source.size, mtime: source.mtime };
    const job: Job = new Job(picked, uploadId, {
      ports: {
        api: this.#api,
        put: this.#put,
        source,
        sha256: partHashes(this.#pool, source),
        memory: this.#store.memoryOf(identity, picked.handle),
        ...BROWSER_CLOCK,
      },
      number,
      hashers: this.#pool.size,
      lock: `casebell-upload ${JSON.stringify(identity)}`,
      onChange: () => this.#events.onJob(job),
    });
    if (!this.session.signedIn) job.hold('session');
    this.jobs.add(job);
    void job.run().then((outcome) => this.#events.onEnd(job, outcome));
    return job;
  }

  /** Gives up an upload that nobody works on. Rejects as the calls of the desk do. */
  async giveUp(id: string): Promise<void> {
    await this.files.abort(id);
    const kept = this.#kept.get(id);
    if (kept) await this.#store.forget(kept.key);
  }

  #sessionChanged(): void {
    for (const job of this.jobs)
      if (this.session.signedIn) job.letGo('session');
      else job.hold('session');
    this.#showAll();
    this.#events.onSession();
  }

  #retryNow(): void {
    for (const job of this.jobs) job.retryNow();
    this.#showAll();
  }

  #showAll(): void {
    for (const job of this.jobs) this.#events.onJob(job);
  }
}
