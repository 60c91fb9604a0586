import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { seededRandom } from '#local/step-functions/randomness.ts';

/** Bytes that look like chance and are the same for one seed. */
export function sampleBytes(size: number, seed = 1): Buffer {
  const random = seededRandom(seed);
  const bytes = Buffer.alloc(size);
  for (let at = 0; at < size; at++) bytes[at] = Math.floor(random() * 256);
  return bytes;
}

/** Writes a file of sample bytes, and gives those. */
export function writeSample(folder: string, name: string, size: number, seed = 1): Buffer {
  const bytes = sampleBytes(size, seed);
  writeFileSync(join(folder, name), bytes);
  return bytes;
}

/** The SHA-256 of each part. */
export function partHashes(bytes: Buffer, partSize: number): string[] {
  const count = Math.ceil(bytes.length / partSize);
  return Array.from({ length: count }, (_, index) =>
    createHash('sha256')
      .update(bytes.subarray(index * partSize, (index + 1) * partSize))
      .digest('hex'),
  );
}

/** The digest of a file from its bytes alone: the SHA-256 over those of its parts, and their number. */
export function digestOf(bytes: Buffer, partSize: number): string {
  const hashes = partHashes(bytes, partSize);
  const all = createHash('sha256')
    .update(Buffer.from(hashes.join(''), 'hex'))
    .digest('hex');
  return `${all}-${hashes.length}`;
}
