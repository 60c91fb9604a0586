import { createHash } from 'node:crypto';
import path from 'node:path';
import * as z from 'zod/mini';
import { openStateFile } from '#local/state-file.ts';
import { DataFiles } from './data-files.ts';
import { ObjectStore } from './object-store.ts';
import { RecordFolder } from './record-folder.ts';
import { FinishedUpload, type StoredObject, type StoredPart, type StoredUpload } from './stored.ts';
import { type Upload, UploadJournal } from './upload-journal.ts';

/** How long the answer to a finished upload can be had again; S3 keeps it for some hours. */
const REMEMBER_MS = 24 * 3_600_000;

const BucketState = z.object({ createdMs: z.int() });

/** How much a bucket holds. */
export interface BucketUsage {
  readonly objects: number;
  readonly bytes: number;
  readonly incompleteUploads: number;
  /** Bytes of the parts of uploads that are neither completed nor aborted. */
  readonly incompleteBytes: number;
}

/**
 * All that a bucket holds, in one folder. Every change is one rename or one appended line, so whatever moment a
 * process is killed at, the next one finds the state before or after. Changes are made without waiting in between:
 * two requests never see each other's half.
 */
export class BucketStore {
  /** When its folder was first used. */
  readonly createdMs: number;
  readonly data: DataFiles;
  readonly objects: ObjectStore;
  readonly #journal: UploadJournal;
  readonly #finishedRecords: RecordFolder<typeof FinishedUpload>;
  readonly #finished: Map<string, FinishedUpload>;

  constructor(folder: string, nowMs: number) {
    const state = openStateFile(folder, 'bucket', BucketState, { createdMs: nowMs });
    state.save(state.value);
    this.createdMs = state.value.createdMs;
    this.data = new DataFiles(path.join(folder, 'data'));
    this.objects = new ObjectStore(path.join(folder, 'objects'));
    this.#journal = new UploadJournal(path.join(folder, 'uploads'));
    this.#finishedRecords = new RecordFolder(path.join(folder, 'finished'), FinishedUpload);
    this.#finished = this.#finishedRecords.load();
    this.#finishCompleted(nowMs);
    this.#forgetFinished(nowMs);
    this.data.sweep(this.#referencedFiles());
  }

  upload(uploadId: string): Upload | undefined {
    return this.#journal.get(uploadId);
  }

  uploads(): Iterable<Upload> {
    return this.#journal.all();
  }

  finished(uploadId: string): FinishedUpload | undefined {
    return this.#finished.get(uploadId);
  }

  begin(upload: StoredUpload): void {
    this.#journal.begin(upload);
  }

  /** Records a part; the file of the one it replaces is deleted. */
  async putPart(uploadId: string, part: StoredPart): Promise<void> {
    const before = this.#journal.putPart(uploadId, part);
    if (before !== undefined) await this.data.remove([before.file]);
  }

  /** Puts an object in the place of the one with its key, whose files are deleted. */
  async putObject(object: StoredObject): Promise<void> {
    await this.data.remove(filesOf(this.objects.put(object)));
  }

  async deleteObject(key: string): Promise<void> {
    await this.data.remove(filesOf(this.objects.delete(key)));
  }

  /**
   * Makes an upload an object, whose parts stay the files they are: nothing is copied. The record of the object is
   * what decides; a kill before it leaves the upload, one after it an upload to be cleared away at the next start.
   */
  async complete(object: StoredObject & { readonly uploadId: string }, nowMs: number): Promise<void> {
    const upload = this.#journal.get(object.uploadId);
    const before = this.objects.put(object);
    this.#finish(finishedBy(object, nowMs));
    const used = new Set(object.parts.map(({ file }) => file));
    const unused = [...(upload?.parts.values() ?? [])]
      .map(({ file }) => file)
      .filter((file) => !used.has(file));
    await this.data.remove([...filesOf(before), ...unused]);
  }

  async abort(uploadId: string, nowMs: number): Promise<void> {
    const upload = this.#journal.get(uploadId);
    if (upload === undefined) return;
    this.#finish({ uploadId, key: upload.stored.key, finishedMs: nowMs });
    await this.data.remove([...upload.parts.values()].map(({ file }) => file));
  }

  usage(): BucketUsage {
    const objects = [...this.objects.all()];
    const uploads = [...this.#journal.all()];
    const parts = uploads.flatMap((upload) => [...upload.parts.values()]);
    return {
      objects: objects.length,
      bytes: sizeOf(objects),
      incompleteUploads: uploads.length,
      incompleteBytes: sizeOf(parts),
    };
  }

  #finish(finished: FinishedUpload): void {
    this.#forgetFinished(finished.finishedMs);
    this.#finishedRecords.save(finished.uploadId, finished);
    this.#finished.set(finished.uploadId, finished);
    this.#journal.end(finished.uploadId);
  }

  /** An upload whose object is there was being completed when the process was killed. */
  #finishCompleted(nowMs: number): void {
    for (const { stored } of [...this.#journal.all()]) {
      const object = this.objects.get(stored.key);
      if (object?.uploadId === stored.uploadId) {
        this.#finish(finishedBy({ ...object, uploadId: stored.uploadId }, nowMs));
      } else if (this.#finished.has(stored.uploadId)) {
        this.#journal.end(stored.uploadId);
      }
    }
  }

  #forgetFinished(nowMs: number): void {
    for (const { uploadId, finishedMs } of this.#finished.values()) {
      if (nowMs - finishedMs < REMEMBER_MS) continue;
      this.#finishedRecords.remove(uploadId);
      this.#finished.delete(uploadId);
    }
  }

  #referencedFiles(): Set<string> {
    const ofObjects = [...this.objects.all()].flatMap((object) => object.parts);
    const ofUploads = [...this.#journal.all()].flatMap((upload) => [...upload.parts.values()]);
    return new Set([...ofObjects, ...ofUploads].map(({ file }) => file));
  }
}

/** Identifies a list of parts, so that a repeated completion is known for the same. */
export function partsIdentity(parts: readonly { readonly number: number; readonly etag: string }[]): string {
  const list = parts.map(({ number, etag }) => `${number}:${etag}\n`).join('');
  return createHash('sha256').update(list).digest('hex');
}

function finishedBy(
  object: StoredObject & { readonly uploadId: string },
  finishedMs: number,
): FinishedUpload {
  const { uploadId, key, etag, checksum, attributes, parts } = object;
  return {
    uploadId,
    key,
    finishedMs,
    completed: { etag, checksum, encryption: attributes.encryption, parts: partsIdentity(parts) },
  };
}

function filesOf(object: StoredObject | undefined): string[] {
  return object?.parts.map(({ file }) => file) ?? [];
}

function sizeOf(items: readonly { readonly size: number }[]): number {
  return items.reduce((sum, { size }) => sum + size, 0);
}
