import type { FileHandle } from './file-handles.ts';

/** An upload as the browser keeps it over a reload: nothing in it is secret. */
export interface KeptUpload {
  /** Request, name, size and time of the file: what makes it this one. */
  readonly key: string;
  readonly number: string;
  readonly id: string;
  readonly name: string;
  readonly size: number;
  readonly mtime: string;
  readonly fingerprint: string;
  readonly partSize: number;
  /** Leads to the file again without choosing it; null where the browser gives none. */
  readonly handle: FileHandle | null;
}

/** The hash of one part of a kept upload. */
export interface KeptHash {
  readonly key: string;
  readonly n: number;
  readonly sha256: string;
}

const NAME = 'casebell-uploads';
const VERSION = 1;

/** Opens the database of uploads; rejects where the browser keeps nothing, as some private windows do. */
export function openUploadDatabase(): Promise<IDBDatabase> {
  const opening = indexedDB.open(NAME, VERSION);
  opening.onupgradeneeded = () => {
    const uploads = opening.result.createObjectStore('uploads', { keyPath: 'key' });
    uploads.createIndex('number', 'number');
    opening.result.createObjectStore('hashes', { keyPath: ['key', 'n'] });
  };
  return settled(opening);
}

/** The result of a request of IndexedDB. */
export function settled<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** Resolves when everything in a transaction is written. */
export function written(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error);
  });
}

/** All hashes of one upload. */
export function hashesOf(key: string): IDBKeyRange {
  return IDBKeyRange.bound([key, 0], [key, Number.POSITIVE_INFINITY]);
}
