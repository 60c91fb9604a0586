import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import * as z from 'zod/mini';
import { StoredPart, StoredUpload } from './stored.ts';

/** An upload in progress, with its parts by number. */
export interface Upload {
  readonly stored: StoredUpload;
  readonly parts: ReadonlyMap<number, StoredPart>;
}

const SUFFIX = '.jsonl';

/**
 * The uploads in progress of a bucket: one file each, a JSON line for the upload and one for every part that arrived.
 * The last line for a part number counts. A line that a kill cut short was never answered, and is dropped.
 */
export class UploadJournal {
  readonly #folder: string;
  readonly #uploads = new Map<string, { stored: StoredUpload; parts: Map<number, StoredPart> }>();

  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true });
    for (const entry of readdirSync(folder)) this.#load(path.join(folder, entry));
  }

  get(uploadId: string): Upload | undefined {
    return this.#uploads.get(uploadId);
  }

  all(): Iterable<Upload> {
    return this.#uploads.values();
  }

  begin(stored: StoredUpload): void {
    writeFileSync(this.#file(stored.uploadId), `${JSON.stringify(stored)}\n`, { flag: 'wx' });
    this.#uploads.set(stored.uploadId, { stored, parts: new Map() });
  }

  /** Records a part and returns the one it replaces. */
  putPart(uploadId: string, part: StoredPart): StoredPart | undefined {
    const upload = this.#uploads.get(uploadId);
    if (upload === undefined) throw new Error(`The upload ${uploadId} is over`);
    appendFileSync(this.#file(uploadId), `${JSON.stringify(part)}\n`);
    const before = upload.parts.get(part.number);
    upload.parts.set(part.number, part);
    return before;
  }

  end(uploadId: string): void {
    rmSync(this.#file(uploadId), { force: true });
    this.#uploads.delete(uploadId);
  }

  #load(file: string): void {
    const bytes = readFileSync(file);
    const whole = bytes.lastIndexOf(0x0a) + 1;
    if (whole === 0) {
      rmSync(file);
      return;
    }
    if (whole < bytes.length) truncateSync(file, whole);
    const [first = '', ...rest] = bytes.toString('utf8', 0, whole - 1).split('\n');
    try {
      const stored = StoredUpload.parse(JSON.parse(first));
      const parts = rest.map((line) => StoredPart.parse(JSON.parse(line)));
      this.#uploads.set(stored.uploadId, {
        stored,
        parts: new Map(parts.map((part) => [part.number, part])),
      });
    } catch (error) {
      const why = error instanceof z.core.$ZodError ? z.prettifyError(error) : String(error);
      throw new Error(`${file} cannot be read; delete the local state folder to begin anew: ${why}`);
    }
  }

  #file(uploadId: string): string {
    return path.join(this.#folder, `${uploadId}${SUFFIX}`);
  }
}
