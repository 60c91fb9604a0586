import { createCipheriv, createHash } from 'node:crypto';
import { closeSync, ftruncateSync, openSync, readSync, utimesSync, writeSync } from 'node:fs';
import { partRange, planParts } from '#shared/uploads/part-plan.ts';
import type { Plan } from './plan.ts';

const MIB = 1024 ** 2;

/** No multiple of a part, so that no two parts of a file are the same. */
const LENGTH = 61 * MIB + 4093;

/** Bytes that look like chance and are always the same. */
const BYTES = createCipheriv('aes-128-ctr', Buffer.alloc(16, 7), Buffer.alloc(16)).update(
  Buffer.alloc(LENGTH),
);

/** Where a sparse file has bytes: at its beginning, in the middle, and at its end. */
const ISLAND = MIB;

/** Writes the file that a plan describes. */
export function writeFileOf({ size, offset, sparse, seed }: Plan, file: string): void {
  const fd = openSync(file, 'w');
  try {
    ftruncateSync(fd, size);
    if (!sparse) fill(fd, 0, size, offset);
    else
      for (const at of [0, Math.floor(size / 2), size - ISLAND])
        fill(fd, at, ISLAND, offset + (at % (40 * MIB)));
  } finally {
    closeSync(fd);
  }
  const changedAt = 1_790_000_000 + seed + 0.123;
  utimesSync(file, changedAt, changedAt);
}

function fill(fd: number, at: number, length: number, offset: number): void {
  for (let done = 0; done < length; ) {
    const from = (offset + done) % LENGTH;
    done += writeSync(fd, BYTES, from, Math.min(length - done, LENGTH - from), at + done);
  }
}

/** What is known of a file's content without the client: the SHA-256 of the whole, and the desk's digest. */
export interface Content {
  readonly size: number;
  readonly sha256: string;
  readonly digest: string;
}

/** Reads a file and computes what it should be known by, independently of the client's code. */
export function contentOf(file: string, size: number): Content {
  const { partSize, parts } = planParts(size);
  const whole = createHash('sha256');
  const hashes = createHash('sha256');
  const buffer = Buffer.alloc(4 * MIB);
  const fd = openSync(file, 'r');
  try {
    for (let n = 1; n <= parts; n += 1) {
      const { start, length } = partRange(n, size, partSize);
      const part = createHash('sha256');
      for (let done = 0; done < length; ) {
        const count = readSync(fd, buffer, 0, Math.min(buffer.length, length - done), start + done);
        if (count === 0) throw new Error(`${file} is shorter than ${size} bytes`);
        whole.update(buffer.subarray(0, count));
        part.update(buffer.subarray(0, count));
        done += count;
      }
      hashes.update(part.digest());
    }
  } finally {
    closeSync(fd);
  }
  return { size, sha256: whole.digest('hex'), digest: `${hashes.digest('hex')}-${parts}` };
}
