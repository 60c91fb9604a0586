import { createHash } from 'node:crypto';
import { compositeDigest } from '#shared/uploads/digest.ts';
import { partRange, planParts } from '#shared/uploads/part-plan.ts';
import { type HashThreads, startHashThreads } from './hash-threads.ts';
import type { OpenFile } from './open-file.ts';

/**
 * The digest of an open file, as an upload of it has: how it is cut follows from its size. Rejects with
 * SourceUnreadable. `onBytes` is told of what has been read.
 */
export async function digestOfFile(file: OpenFile, onBytes: (count: number) => void): Promise<string> {
  const threads = startHashThreads();
  try {
    const hashes = await hashParts(file, threads, onBytes);
    return await compositeDigest(hashes, async (bytes) => createHash('sha256').update(bytes).digest());
  } finally {
    await threads.close();
  }
}

async function hashParts(
  file: OpenFile,
  threads: HashThreads,
  onBytes: (count: number) => void,
): Promise<string[]> {
  const { partSize, parts } = planParts(file.size);
  const hashes: string[] = [];
  let next = 1;
  const work = async () => {
    while (next <= parts) {
      const n = next;
      next += 1;
      const { start, length } = partRange(n, file.size, partSize);
      hashes[n - 1] = await threads.hash({ fd: file.fd, start, length, memory: null });
      onBytes(length);
    }
  };
  // One part more than there are threads, so that none waits for the next.
  await Promise.all(Array.from({ length: threads.count + 1 }, work));
  return hashes;
}
