import { closeSync, ftruncateSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startCasebell } from '#test/support/casebell-process.ts';
import { startUploadFake, TOKEN } from '#test/support/upload-fake.ts';
import { NUMBER } from '#test/support/upload-model.ts';

const MIB = 1024 ** 2;

/** The most memory a process ever had resident, as Linux counts it (bytes); 0 once it is gone. */
function peakOf(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}

/** A file of that size that takes no room on the disk, with some bytes here and there. */
function sparseFile(folder: string, size: number): string {
  const path = join(folder, 'bundle.img');
  const fd = openSync(path, 'w');
  ftruncateSync(fd, size);
  for (let at = 5; at < size; at += 97 * MIB) writeSync(fd, `bytes at ${at}`, at);
  closeSync(fd);
  return path;
}

it('uploads 2 GiB, eight parts at once, with less than 200 MB of memory', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'casebell-memory-'));
  const fake = await startUploadFake();
  try {
    const file = sparseFile(folder, 2048 * MIB);
    const { child, ended } = startCasebell(
      ['upload', file, '--request', NUMBER, '--desk', fake.url, '--quiet', '--concurrency', '8'],
      { CASEBELL_TOKEN: TOKEN, XDG_STATE_HOME: folder },
    );
    let peak = 0;
    const watch = setInterval(() => {
      peak = Math.max(peak, peakOf(child.pid ?? 0));
    }, 50);
    const { code, stderr } = await ended;
    clearInterval(watch);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(fake.model.only().view).toMatchObject({ state: 'verified', parts: 128 });
    expect(peak).toBeGreaterThan(40 * MIB);
    expect(peak).toBeLessThan(200_000_000);
  } finally {
    await fake.stop();
    rmSync(folder, { recursive: true });
  }
}, 180_000);
