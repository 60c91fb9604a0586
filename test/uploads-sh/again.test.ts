import { rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTicketFake, type TicketFake } from '../support/ticket-fake.ts';
import type { FakeUpload } from '../support/ticket-fake-upload.ts';
import { runScript, startScript, stopAll } from './run-script.ts';
import { digestOf, partHashes, writeSample } from './sample-file.ts';
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

/** Another run has sent these bytes, and has said so. */
function completedElsewhere(upload: FakeUpload, bytes: Buffer): void {
  for (const [index, sha256] of partHashes(bytes, PART).entries()) {
    upload.announced.set(index + 1, sha256);
    upload.received.set(index + 1, { size: upload.lengthOf(index + 1), sha256 });
  }
  upload.state = 'verifying';
  upload.digest = digestOf(bytes, PART);
}

/** The file with other bytes in its middle, where nobody looks before it is hashed. */
function changedInside(bytes: Buffer): Buffer {
  const path = join(folder, 'f');
  const { atimeMs, mtimeMs } = statSync(path);
  const other = Buffer.from(bytes);
  other.fill('x', 6 * PART, 6 * PART + 9);
  writeFileSync(path, other);
  utimesSync(path, atimeMs / 1000, mtimeMs / 1000);
  return other;
}

describe.each(SHELLS)('the upload script in $name, run again', (shell) => {
  const start = () => startScript({ shell, folder, args: ['f'], piped: desk });
  const run = () => runScript({ shell, folder, args: ['f'], piped: desk });

  it('[lesson 29] sends nothing of a file that is verified, and says so', async () => {
    const bytes = writeSample(folder, 'f', 9 * PART + 1);
    const verified = `verified ${digestOf(bytes, PART)} f\n`;
    expect(await run()).toMatchObject({ code: 0, out: verified });
    const { code, out, err } = await run();
    expect({ code, out }).toEqual({ code: 0, out: verified });
    expect(err).toMatch(/^f: the desk has such a file already; comparing it\.$/m);
    expect(err).toMatch(/^f was there already\.$/m);
    expect(err).not.toContain('Everything is sent');
    expect(desk.counts).toMatchObject({ put: 10, complete: 1 });
    expect(desk.uploads).toHaveLength(1);
    expect(desk.complaints).toEqual([]);
  });

  it('[lesson 29] waits for a verification during which it was interrupted', async () => {
    const bytes = writeSample(folder, 'f', 9 * PART);
    desk.options.polls = 1e9;
    const first = start();
    while (desk.uploads[0]?.state !== 'verifying') await sleep(20);
    first.kill('SIGINT');
    expect(await first.done).toMatchObject({ code: 130, out: '' });
    const second = start();
    while (!/comparing it/.test(second.err())) await sleep(20);
    desk.options.polls = 1;
    expect(await second.done).toMatchObject({ code: 0, out: `verified ${digestOf(bytes, PART)} f\n` });
    expect(desk.counts).toMatchObject({ put: 9, complete: 1 });
  });

  it('[lesson 23] sends a file that only its digest tells from the one that is there', async () => {
    const bytes = writeSample(folder, 'f', 12 * PART);
    expect(await run()).toMatchObject({ code: 0 });
    const other = changedInside(bytes);
    const { code, out, err } = await run();
    expect({ code, out }).toEqual({ code: 0, out: `verified ${digestOf(other, PART)} f\n` });
    expect(err).toContain('f is not the one that is there; it is sent.\n');
    expect(desk.uploads.map(({ digest }) => digest)).toEqual([digestOf(bytes, PART), digestOf(other, PART)]);
    expect(desk.counts.put).toBe(24);
    expect(desk.complaints).toEqual([]);
  });

  it('as the slower one of two at once, reports what the other has brought', async () => {
    const bytes = writeSample(folder, 'f', 30 * PART);
    desk.options.bytesPerSecond = 100_000;
    const slower = start();
    while ((desk.uploads[0]?.received.size ?? 0) < 3) await sleep(20);
    const [upload] = desk.uploads;
    if (upload) completedElsewhere(upload, bytes);
    const { code, out, err } = await slower.done;
    expect({ code, out }).toEqual({ code: 0, out: `verified ${digestOf(bytes, PART)} f\n` });
    expect(err).toMatch(/^f was there already\.$/m);
    expect(desk.uploads).toHaveLength(1);
    expect(desk.counts.put).toBeLessThan(30);
  });

  it('as the slower one of two at once, sends its file where the other has brought another one', async () => {
    const bytes = writeSample(folder, 'f', 30 * PART);
    const other = Buffer.from(bytes).fill('x', 6 * PART, 6 * PART + 9);
    desk.options.bytesPerSecond = 100_000;
    const slower = start();
    while ((desk.uploads[0]?.received.size ?? 0) < 3) await sleep(20);
    const [upload] = desk.uploads;
    if (upload) completedElsewhere(upload, other);
    desk.options.bytesPerSecond = undefined;
    expect(await slower.done).toMatchObject({ code: 0, out: `verified ${digestOf(bytes, PART)} f\n` });
    expect(desk.uploads.map(({ digest }) => digest)).toEqual([digestOf(other, PART), digestOf(bytes, PART)]);
  });
});
