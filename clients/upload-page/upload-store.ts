import type { UploadMemory } from '../upload/ports.ts';
import type { FileHandle } from './file-handles.ts';
import {
  hashesOf,
  type KeptHash,
  type KeptUpload,
  openUploadDatabase,
  settled,
  written,
} from './upload-database.ts';

/** What makes a file of a request this one. */
export interface FileIdentity {
  readonly number: string;
  readonly name: string;
  readonly size: number;
  readonly mtime: string;
}

const BOTH = ['uploads', 'hashes'];

/**
 * Uploads under way, kept over a reload. Where the browser keeps nothing, nothing is remembered, and parts are hashed
 * anew: no upload fails for that.
 */
export class UploadStore {
  readonly #database: Promise<IDBDatabase | null>;

  constructor() {
    this.#database = openUploadDatabase().catch(() => null);
  }

  /** The uploads of a request that were not finished here. */
  async uploadsOf(number: string): Promise<readonly KeptUpload[]> {
    const kept = await this.#try((database) => {
      const uploads = database.transaction('uploads').objectStore('uploads').index('number');
      return settled<KeptUpload[]>(uploads.getAll(number));
    });
    return kept ?? [];
  }

  async forget(key: string): Promise<void> {
    await this.#try((database) => {
      const transaction = database.transaction(BOTH, 'readwrite');
      transaction.objectStore('uploads').delete(key);
      transaction.objectStore('hashes').delete(hashesOf(key));
      return written(transaction);
    });
  }

  /** What is remembered of one file. */
  memoryOf(file: FileIdentity, handle: FileHandle | null): UploadMemory {
    const { number, name, size, mtime } = file;
    const key = JSON.stringify([number, name, size, mtime]);
    return {
      load: () => this.#load(key),
      begin: async (upload, hashes) => {
        const kept: KeptUpload = { ...upload, key, number, name, handle };
        // Some browsers give handles that they cannot keep.
        if (!(await this.#begin(kept, hashes))) await this.#begin({ ...kept, handle: null }, hashes);
      },
      keepHash: async (n, sha256) => {
        await this.#try((database) => {
          const transaction = database.transaction('hashes', 'readwrite', { durability: 'relaxed' });
          transaction.objectStore('hashes').put({ key, n, sha256 } satisfies KeptHash);
          return written(transaction);
        });
      },
      forget: () => this.forget(key),
    };
  }

  /** Whether it is kept. */
  async #begin(kept: KeptUpload, hashes: ReadonlyMap<number, string>): Promise<boolean> {
    const isKept = await this.#try(async (database) => {
      const transaction = database.transaction(BOTH, 'readwrite');
      transaction.objectStore('uploads').put(kept);
      const store = transaction.objectStore('hashes');
      store.delete(hashesOf(kept.key));
      for (const [n, sha256] of hashes) store.put({ key: kept.key, n, sha256 } satisfies KeptHash);
      await written(transaction);
      return true;
    });
    return isKept === true;
  }

  async #load(key: string) {
    const found = await this.#try(async (database) => {
      const transaction = database.transaction(BOTH);
      const [upload, hashes] = await Promise.all([
        settled<KeptUpload | undefined>(transaction.objectStore('uploads').get(key)),
        settled<KeptHash[]>(transaction.objectStore('hashes').getAll(hashesOf(key))),
      ]);
      return { upload, hashes };
    });
    if (!found?.upload) return null;
    const { id, size, mtime, fingerprint, partSize } = found.upload;
    return {
      upload: { id, size, mtime, fingerprint, partSize },
      hashes: new Map(found.hashes.map(({ n, sha256 }) => [n, sha256])),
    };
  }

  /** Null where it did not work. */
  async #try<Result>(work: (database: IDBDatabase) => Promise<Result>): Promise<Result | null> {
    const database = await this.#database;
    if (database === null) return null;
    try {
      return await work(database);
    } catch {
      return null;
    }
  }
}
