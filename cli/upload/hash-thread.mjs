// Runs inside a worker thread: hashes ranges of open files, and keeps what it read where there is room for it. Plain
// JavaScript, because a worker that loads a TypeScript loader first starts five times slower.
import { createHash } from 'node:crypto';
import { readSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';

// Small enough to stay in the processor's cache between reading and hashing.
const CHUNK = 256 * 1024;
const own = Buffer.allocUnsafeSlow(CHUNK);

function hashRange({ fd, start, length, memory }) {
  const hash = createHash('sha256');
  const kept = memory === null ? null : Buffer.from(memory);
  for (let done = 0; done < length; ) {
    const wanted = Math.min(CHUNK, length - done);
    const target = kept === null ? own : kept.subarray(done, done + wanted);
    const count = readSync(fd, target, 0, wanted, start + done);
    if (count === 0) throw Object.assign(new Error('the file ends before that'), { code: 'EOF' });
    hash.update(target.subarray(0, count));
    done += count;
  }
  return hash.digest('hex');
}

parentPort.on('message', ({ id, ...range }) => {
  try {
    parentPort.postMessage({ id, sha256: hashRange(range) });
  } catch (error) {
    parentPort.postMessage({ id, error: error.message });
  }
});
