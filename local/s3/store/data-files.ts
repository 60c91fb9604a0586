import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import path from 'node:path';
import type { BodySink } from '../body/receive.ts';
import { SparseWriter } from './sparse-writer.ts';

const READ_BYTES = 256 * 1024;

/** A file that holds a stretch of an object: one part, or the whole of it. */
export interface Segment {
  readonly file: string;
  /** Bytes. */
  readonly size: number;
}

/** A new data file; nothing refers to it until its name is recorded. */
export interface NewDataFile extends BodySink {
  readonly file: string;
  /** Closes the file, complete. */
  end(): Promise<void>;
  /** Closes and deletes it. */
  discard(): Promise<void>;
}

/** Segments that stay readable, even if the object is deleted meanwhile, until `release`. */
export interface Reading {
  /** The bytes from `first` to `last`, both included, counted over all segments. */
  bytes(first: number, last: number): AsyncGenerator<Buffer>;
  release(): void;
}

/** The files with the bytes of objects and parts: written once, never changed, named by chance. */
export class DataFiles {
  readonly #folder: string;
  readonly #readers = new Map<string, number>();
  readonly #condemned = new Set<string>();

  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true });
  }

  async create(): Promise<NewDataFile> {
    const file = randomUUID();
    const handle = await open(this.#path(file), 'wx');
    const writer = new SparseWriter(handle);
    return {
      file,
      write: (bytes) => writer.write(bytes),
      async end() {
        await writer.end();
        await handle.close();
      },
      discard: async () => {
        // What is still being written fails or goes into a file that is deleted: neither matters any more.
        await writer.end().catch(() => undefined);
        await handle.close().catch(() => undefined);
        await this.remove([file]);
      },
    };
  }

  read(segments: readonly Segment[]): Reading {
    for (const { file } of segments) this.#readers.set(file, (this.#readers.get(file) ?? 0) + 1);
    let released = false;
    return {
      bytes: (first, last) => this.#bytes(segments, first, last),
      release: () => {
        if (released) return;
        released = true;
        const done = segments.filter(({ file }) => this.#leave(file)).map(({ file }) => file);
        void this.remove(done);
      },
    };
  }

  /** Deletes files; one that is being read is deleted when its readers are done. */
  async remove(files: Iterable<string>): Promise<void> {
    const now = [...files].filter((file) => {
      if (!this.#readers.has(file)) return true;
      this.#condemned.add(file);
      return false;
    });
    await Promise.all(now.map((file) => rm(this.#path(file), { force: true })));
  }

  /** Deletes the files that nothing refers to: what an earlier process was writing when it was killed. */
  sweep(referenced: ReadonlySet<string>): void {
    for (const file of readdirSync(this.#folder)) {
      if (!referenced.has(file)) rmSync(this.#path(file), { force: true });
    }
  }

  async *#bytes(segments: readonly Segment[], first: number, last: number): AsyncGenerator<Buffer> {
    let start = 0;
    for (const { file, size } of segments) {
      const [from, to] = [Math.max(first - start, 0), Math.min(last - start, size - 1)];
      start += size;
      if (from > to) continue;
      const handle = await open(this.#path(file), 'r');
      try {
        for (let position = from; position <= to; ) {
          const buffer = Buffer.allocUnsafeSlow(Math.min(READ_BYTES, to - position + 1));
          const { bytesRead } = await handle.read(buffer, 0, buffer.length, position);
          if (bytesRead === 0) throw new Error(`The data file ${file} is shorter than its record says`);
          position += bytesRead;
          yield buffer.subarray(0, bytesRead);
        }
      } finally {
        await handle.close();
      }
    }
  }

  /** One reader less; true when it was the last and the file is to be deleted. */
  #leave(file: string): boolean {
    const left = (this.#readers.get(file) ?? 1) - 1;
    if (left > 0) {
      this.#readers.set(file, left);
      return false;
    }
    this.#readers.delete(file);
    return this.#condemned.delete(file);
  }

  #path(file: string): string {
    return path.join(this.#folder, file);
  }
}
