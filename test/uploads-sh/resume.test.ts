import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTicketFake, type TicketFake } from '../support/ticket-fake.ts';
import { processesNaming, processTree } from './process-tree.ts';
import { type Running, runScript, startScript, stopAll } from './run-script.ts';
import { digestOf, partHashes, sampleBytes, writeSample } from './sample-file.ts';
import { SHELLS, testFolder } from './shells.ts';

const PART = 16_384;

let desk: TicketFake;
let folder: string;

beforeEach(async () => {
  desk = await startTicketFake({ partSize: PART });
  folder = testFolder();
});

afterEach(async () => {
  stopAll();
  await desk.close();
  rmSync(folder, { recursive: true });
});

async function until(what: () => boolean): Promise<void> {
  while (!what()) await sleep(20);
}

/** What is still running of a script, and its folder. */
const remains = (running: Running) => ({
  processes: processTree(running.pid).filter(({ command }) => command !== ''),
  readers: processesNaming(folder),
  folders: readdirSync(join(folder, 'tmp')),
});

describe.each(SHELLS)('the upload script in $name', (shell) => {
  const start = () => startScript({ shell, folder, args: ['f'], piped: desk });

  it('[lesson 29] goes on after kill -9, and sends little twice', async () => {
    const bytes = writeSample(folder, 'f', 40 * PART + 9);
    desk.options.bytesPerSecond = 150_000;
    const first = start();
    await until(() => (desk.uploads[0]?.received.size ?? 0) >= 10);
    first.kill('SIGKILL');
    await first.done;

    // What it had started ends by itself and tidies up; that is not waited for before the next run.
    desk.options.bytesPerSecond = undefined;
    const there = desk.uploads[0]?.received.size ?? 0;
    const { code, out } = await start().done;
    expect({ code, out }).toEqual({ code: 0, out: `verified ${digestOf(bytes, PART)} f\n` });
    expect(desk.uploads).toHaveLength(1);
    expect(there).toBeLessThan(41);
    expect(desk.uploads[0]?.wasted).toBeLessThanOrEqual(4 * PART);
    await until(() => readdirSync(join(folder, 'tmp')).length === 0);
    await until(() => processesNaming(folder).length === 0);
    expect(desk.complaints).toEqual([]);
    // Those that outlive it say nothing of its folder, which is gone.
    expect(first.err()).toMatch(/^f: 655369 bytes, parts: 41\.\n(\d+ %.*\n)*$/);
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'ends at once with 130 on %s, leaves nothing behind, and goes on later',
    async (signal) => {
      const bytes = writeSample(folder, 'f', 40 * PART);
      desk.options.bytesPerSecond = 20_000;
      const running = start();
      await until(() => (desk.uploads[0]?.received.size ?? 0) >= 2);
      const at = Date.now();
      running.kill(signal);
      const { code, err } = await running.done;
      expect(Date.now() - at).toBeLessThan(2000);
      expect({ code, err }).toEqual({
        code: 130,
        err: expect.stringMatching(/^Interrupted\. The same command goes on where this one stopped\.$/m),
      });
      // On a busy machine a reader may take a moment to hear that nobody listens.
      await expect
        .poll(() => remains(running), { timeout: 3000 })
        .toEqual({ processes: [], readers: [], folders: [] });

      desk.options.bytesPerSecond = undefined;
      expect(await start().done).toMatchObject({ code: 0, out: `verified ${digestOf(bytes, PART)} f\n` });
      expect(desk.uploads).toHaveLength(1);
    },
  );

  // S3 lists 1,000 parts at a time; hashing so many takes a while, so only one shell does.
  const [whole, page] = shell === SHELLS[0] ? [1150, 1000] : [230, 200];
  it(`[lesson 29] sees all pages of ${whole + 1} parts, and sends what is missing or wrong of them`, async () => {
    const small = 512;
    const bytes = sampleBytes(whole * small + 5);
    desk.options.partSize = small;
    desk.options.listPage = page;
    desk.options.onCreate = (upload) => {
      for (const [index, sha256] of partHashes(bytes, small).entries()) {
        upload.announced.set(index + 1, sha256);
        upload.received.set(index + 1, { size: upload.lengthOf(index + 1), sha256 });
      }
      // One is missing on each page, one is another file's, one was cut short.
      upload.received.delete(17);
      upload.received.delete(page + 7);
      upload.received.set(150, { size: small, sha256: '0'.repeat(64) });
      upload.received.set(whole + 1, { size: 4, sha256: upload.announced.get(whole + 1) ?? '' });
    };
    writeSample(folder, 'f', bytes.length);
    const { code, out } = await start().done;
    expect({ code, out }).toEqual({ code: 0, out: `verified ${digestOf(bytes, small)} f\n` });
    expect(desk.counts).toMatchObject({ list: 2, put: 4 });
    const sent = [...(desk.uploads[0]?.arrivals.keys() ?? [])].sort((a, b) => a - b);
    expect(sent).toEqual([17, 150, page + 7, whole + 1]);
    expect(desk.complaints).toEqual([]);
  }, 180_000);

  it('begins anew with a file of the same name that is another one', async () => {
    writeSample(folder, 'f', 30 * PART, 1);
    desk.options.bytesPerSecond = 150_000;
    const first = start();
    await until(() => (desk.uploads[0]?.received.size ?? 0) >= 2);
    first.kill('SIGTERM');
    await first.done;
    const other = writeSample(folder, 'f', 30 * PART, 2);
    desk.options.bytesPerSecond = undefined;
    const { out } = await runScript({ shell, folder, args: ['f'], piped: desk });
    expect(out).toBe(`verified ${digestOf(other, PART)} f\n`);
    expect(desk.uploads.map(({ state }) => state)).toEqual(['uploading', 'verified']);
  });
});
