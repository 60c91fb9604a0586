import type { FileHandle } from 'node:fs/promises';

/** Writes go to the disk in pieces of about this size. */
const BATCH_BYTES = 1024 * 1024;
const MAX_PIECES = 256;
/** Between data, less than a block of the disk is not worth a hole. */
const SMALLEST_HOLE = 4096;
const ZEROS = Buffer.alloc(64 * 1024);

/**
 * Writes a stream into a new file. Pieces that are all zeros are skipped, not written: the file system gives zeros
 * for them, so that a sparse file of 100 GiB needs little disk. At most two batches are in memory.
 */
export class SparseWriter {
  readonly #file: FileHandle;
  #size = 0;
  #batch: Buffer[] = [];
  #batchBytes = 0;
  #writing: Promise<void> = Promise.resolve();

  constructor(file: FileHandle) {
    this.#file = file;
  }

  /** Takes the next bytes, which the caller must not change any more; a promise asks to wait before the next. */
  write(bytes: Buffer): Promise<void> | undefined {
    if ((bytes.length >= SMALLEST_HOLE || this.#batch.length === 0) && isZero(bytes)) {
      const waiting = this.#flush();
      this.#size += bytes.length;
      return waiting;
    }
    this.#batch.push(bytes);
    this.#batchBytes += bytes.length;
    this.#size += bytes.length;
    return this.#batchBytes >= BATCH_BYTES || this.#batch.length >= MAX_PIECES ? this.#flush() : undefined;
  }

  /** Writes what is left and gives the file its length, in bytes. */
  async end(): Promise<number> {
    this.#flush();
    await this.#writing;
    await this.#file.truncate(this.#size);
    return this.#size;
  }

  /** Starts writing the batch, if there is one; resolves when the one before is written. */
  #flush(): Promise<void> | undefined {
    if (this.#batch.length === 0) return undefined;
    const before = this.#writing;
    const [batch, length] = [this.#batch, this.#batchBytes];
    const position = this.#size - length;
    this.#batch = [];
    this.#batchBytes = 0;
    this.#writing = before.then(() => writeAll(this.#file, batch, length, position));
    // Whoever waits for it sees the failure; without anybody waiting yet it must not end the process.
    this.#writing.catch(() => undefined);
    return before;
  }
}

function isZero(bytes: Buffer): boolean {
  if (bytes[0] !== 0) return false;
  for (let start = 0; start < bytes.length; start += ZEROS.length) {
    const piece = bytes.subarray(start, start + ZEROS.length);
    if (!ZEROS.subarray(0, piece.length).equals(piece)) return false;
  }
  return true;
}

async function writeAll(file: FileHandle, batch: Buffer[], length: number, position: number): Promise<void> {
  const { bytesWritten } = await file.writev(batch, position);
  if (bytesWritten !== length) {
    throw new Error(`Only ${bytesWritten} of ${length} bytes could be written: is the disk full?`);
  }
}
