import type { CreateUpload, PartPage, SignedPart, UploadView } from '#shared/schema/upload.ts';
import type { Note, Progress } from './progress.ts';

/**
 * What is needed of the desk. Each rejects with DeskRefused, DeskBusy or DeskUnreachable, or with the signal's reason
 * once that is aborted.
 */
export interface UploadApi {
  /** The answer may be an upload that is complete, unless the file is to be begun `anew`. */
  create(file: CreateUpload, signal: AbortSignal): Promise<UploadView>;
  get(id: string, signal: AbortSignal): Promise<UploadView>;
  listParts(id: string, after: number, signal: AbortSignal): Promise<PartPage>;
  sign(
    id: string,
    parts: readonly { readonly n: number; readonly sha256: string }[],
    signal: AbortSignal,
  ): Promise<readonly SignedPart[]>;
  complete(id: string, digest: string, signal: AbortSignal): Promise<UploadView>;
  /** Null for whoever may not abort: the bearer of a ticket. */
  readonly abort: ((id: string, signal: AbortSignal) => Promise<UploadView>) | null;
}

/** A part on its way: exactly these headers, and the bytes of `body`. */
export interface PutRequest<Body> {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Body;
  readonly signal: AbortSignal;
  /** Told of bytes as they leave. */
  onBytes(count: number): void;
}

/** What the store answered; `code` and `message` are those of S3's error document, where there is one. */
export interface PutAnswer {
  readonly status: number;
  readonly code: string | null;
  readonly message: string | null;
}

/** Sends a part. Rejects where no answer came; any answer resolves. */
export type Put<Body> = (request: PutRequest<Body>) => Promise<PutAnswer>;

/** The file. `Body` is whatever the place has for a range of it: a Blob, a range of an open file, bytes. */
export interface Source<Body> {
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  /** When it was last changed, as an ISO instant in UTC with milliseconds. */
  readonly mtime: string;
  /** A range of the file. Rejects with SourceUnreadable. */
  read(start: number, length: number): Promise<Body>;
  /** Gives back what `read` gave: it is not used any more. */
  release(body: Body): void;
  /** What is not as it was when the upload began, as the end of the sentence "The file ..."; null while it is the same. */
  changed(): Promise<string | null>;
}

/** SHA-256. `part` answers in lower-case hex; it rejects with SourceUnreadable where the file cannot be read. */
export interface Sha256<Body> {
  part(body: Body, signal: AbortSignal): Promise<string>;
  bytes(bytes: Uint8Array): Promise<Uint8Array>;
}

/** What is remembered of a file between two runs. There is nothing secret in it. */
export interface Remembered {
  readonly id: string;
  readonly size: number;
  readonly mtime: string;
  readonly fingerprint: string;
  readonly partSize: number;
}

/** Where that is kept. It belongs to one file and one request; nothing in it is trusted without a look at the file. */
export interface UploadMemory {
  load(): Promise<{ readonly upload: Remembered; readonly hashes: ReadonlyMap<number, string> } | null>;
  /** Remembers the upload with these hashes of parts, instead of what was remembered. */
  begin(upload: Remembered, hashes: ReadonlyMap<number, string>): Promise<void>;
  keepHash(n: number, sha256: string): Promise<void>;
  forget(): Promise<void>;
}

/** Everything that uploading one file needs of the place it runs in. */
export interface UploadPorts<Body> {
  readonly api: UploadApi;
  readonly put: Put<Body>;
  readonly source: Source<Body>;
  readonly sha256: Sha256<Body>;
  readonly memory: UploadMemory;
  /** Milliseconds that only ever grow; their zero does not matter. */
  now(): number;
  /** Rejects with the signal's reason once that is aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  /** From 0 to below 1. */
  random(): number;
  onProgress(progress: Progress): void;
  onNote(note: Note): void;
}

/** The file cannot be read; the message is a sentence for whoever uploads it. */
export class SourceUnreadable extends Error {
  override readonly name = 'SourceUnreadable';
}
