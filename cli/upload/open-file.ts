import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { Source } from '#clients/upload/ports.ts';
import { toInstant } from '#shared/schema/instant.ts';
import { shownFileName } from '#shared/uploads/file-name.ts';
import { type PartPlan, planParts } from '#shared/uploads/part-plan.ts';
import { CommandFailure } from '../command-failure.ts';
import type { HashThreads } from './hash-threads.ts';
import { PartMemory } from './part-memory.ts';

/** A range of the file on its way to the store. */
export interface FilePart {
  readonly fd: number;
  readonly start: number;
  readonly length: number;
  /** Its bytes, where they were kept as they were hashed; otherwise they are read from the file once more. */
  memory: SharedArrayBuffer | null;
  /** Settled once nothing is read into its memory any more. */
  reading: Promise<void>;
}

/** A file that is open for as long as its upload takes: whatever is put in its place, its bytes stay. */
export interface OpenFile extends Source<FilePart> {
  /** Absolute. */
  readonly path: string;
  readonly fd: number;
  /** The SHA-256 of a part, in hex. Keeps its bytes if there is room. Rejects with SourceUnreadable. */
  hash(part: FilePart, threads: HashThreads): Promise<string>;
  close(): void;
}

/** Opens a regular file. Throws CommandFailure, with what to do, where there is none or it cannot be read. */
export function openFile(path: string): OpenFile {
  const fd = open(path);
  try {
    return opened(path, fd);
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

function opened(path: string, fd: number): OpenFile {
  const begun = fstatSync(fd, { bigint: true });
  const shown = shownFileName(path);
  if (begun.isDirectory()) {
    const archive = shellWord(`${basename(resolve(path))}.tgz`);
    throw new CommandFailure(
      `${shown} is a folder. Pack it first: tar -czf ${archive} ${shellWord(path)}`,
      2,
    );
  }
  if (!begun.isFile() || (begun.size === 0n && hasBytes(fd)))
    throw new CommandFailure(
      `${shown} is no regular file, and what has no fixed size cannot be gone on with. Save it to a file first.`,
      2,
    );
  const size = Number(begun.size);
  const rooms = new PartMemory(Math.min(size, planOf(path, size).partSize));
  return {
    path: resolve(path),
    fd,
    name: basename(resolve(path)),
    size,
    mtime: toInstant(Number(begun.mtimeNs / 1_000_000n)),
    read: async (start, length) => ({ fd, start, length, memory: null, reading: Promise.resolve() }),
    hash(part, threads) {
      const { start, length } = part;
      const room = part.memory === null ? rooms.take(length) : null;
      const hash = threads.hash({ fd, start, length, memory: room });
      part.reading = hash.then(
        () => {
          part.memory ??= room;
        },
        () => {
          if (room) rooms.giveBack(room);
        },
      );
      return hash;
    },
    async release(part) {
      await part.reading;
      if (part.memory) rooms.giveBack(part.memory);
      part.memory = null;
    },
    async changed() {
      const there = await stat(path, { bigint: true }).catch(() => null);
      if (there === null) return 'was removed while it was read';
      if (there.ino !== begun.ino || there.dev !== begun.dev)
        return 'was replaced by another while it was read';
      if (there.size !== begun.size || there.mtimeNs !== begun.mtimeNs)
        return 'was written to while it was read';
      return null;
    },
    close: () => closeSync(fd),
  };
}

function planOf(path: string, size: number): PartPlan {
  try {
    return planParts(size);
  } catch {
    throw new CommandFailure(`${shownFileName(path)} is larger than any file that can be uploaded.`, 2);
  }
}

/** Files of the system have no size, and yet something in them. */
function hasBytes(fd: number): boolean {
  try {
    return readSync(fd, Buffer.alloc(1), 0, 1, 0) > 0;
  } catch {
    return true;
  }
}

function open(path: string): number {
  const shown = shownFileName(path);
  try {
    // A pipe without a writer would otherwise be waited for, deaf to Ctrl-C.
    return openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT') throw new CommandFailure(`There is no file ${shown}.`, 2);
    if (code === 'EACCES') throw new CommandFailure(`You may not read ${shown}.`, 2);
    throw new CommandFailure(`${shown} cannot be opened: ${String(code ?? error)}.`);
  }
}

/** A word of a command that can be pasted into a shell. */
function shellWord(text: string): string {
  const shown = shownFileName(text);
  return /^[\w@%+=:,./-]+$/.test(shown) ? shown : `'${shown.replaceAll("'", `'\\''`)}'`;
}
