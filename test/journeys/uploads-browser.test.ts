import { createHash } from 'node:crypto';
import { createReadStream, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Fault, FaultTarget } from '#local/s3/fault.ts';
import { planParts } from '#shared/uploads/part-plan.ts';
import { CHROMIUM, startBrowser } from '#test/support/browser.ts';
import { type Desk, startDesk } from '#test/support/desk.ts';
import { FilesPage } from '#test/support/files-page.ts';
import { STANDARD_FORM } from '#test/support/journey-forms.ts';
import { digestOf, hashOf, someBytes, uploadCalls } from '#test/support/upload-calls.ts';

const MIB = 1024 ** 2;
/** Eight parts of 16 MiB, and a rest. */
const LARGE = someBytes(130 * MIB);

let desk: Desk;
let browser: Browser;
let context: BrowserContext;
let folder: string;
/** Parts that S3 was sent, by number, since the test began. */
let puts: number[] = [];
let fault: (request: FaultTarget) => Fault | undefined = () => undefined;

const sorted = (numbers: readonly number[]) => [...numbers].sort((a, b) => a - b);
const dana = () => uploadCalls(desk.as('dana'));
/** Breaks the connection of every part after the fifth, so that there is time to do something meanwhile. */
const onlyFive = ({ partNumber = 0 }: FaultTarget): Fault | undefined =>
  partNumber > 5 ? { kind: 'cut', afterBytes: MIB } : undefined;

function file(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

describe.skipIf(CHROMIUM === null)('bundles sent from Chromium', { timeout: 120_000 }, () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'casebell-files-'));
    desk = await startDesk({
      interpose: {
        s3(request) {
          if (request.operation !== 'UploadPart') return undefined;
          puts.push(request.partNumber ?? 0);
          return fault(request);
        },
      },
    });
    browser = await startBrowser();
    file('bundle.tgz', LARGE);
  });
  afterAll(async () => {
    await browser?.close();
    await desk?.stop();
    rmSync(folder, { recursive: true });
  });

  let number: string;
  beforeEach(async () => {
    puts = [];
    fault = () => undefined;
    number = (await desk.as('dana').file(STANDARD_FORM)).number;
    context = await browser.newContext();
  });
  afterEach(() => context.close());
  const open = (person = 'dana') => FilesPage.open(context, desk.url, number, { person });
  const bundle = () => join(folder, 'bundle.tgz');

  it('[WRK-6] sends a bundle and a log at once, shows the digest once S3 has verified them, and staff fetch them', async () => {
    const files = await open();
    await files.choose([bundle(), file('server.log', someBytes(2000, 3))]);
    await files.until('server.log', 'verified');
    await files.until('bundle.tgz', 'verified', 60_000);
    expect(sorted(puts)).toEqual([1, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const digest = await digestOf(LARGE, planParts(LARGE.length));
    expect(digest).toMatch(/^[0-9a-f]{64}-9$/);
    expect(await files.text('bundle.tgz')).toContain(`Digest ${digest}`);
    await files.row('bundle.tgz').getByText('Compare it with a copy').click();
    expect(await files.text('bundle.tgz')).toContain(`casebell verify bundle.tgz --digest ${digest}`);

    const ana = await open('ana');
    const [download] = await Promise.all([
      ana.page.waitForEvent('download'),
      ana.button('bundle.tgz', 'Download').click(),
    ]);
    expect(download.suggestedFilename()).toBe('bundle.tgz');
    const hash = createHash('sha256');
    for await (const chunk of createReadStream(await download.path())) hash.update(chunk);
    expect(hash.digest('hex')).toBe(hashOf(LARGE));
    const facts = (await desk.as('ana').timeline(number)).map(({ fact }) => fact.type);
    expect(facts.filter((type) => type === 'FileUploaded' || type === 'FileDownloaded')).toEqual([
      'FileUploaded',
      'FileUploaded',
      'FileDownloaded',
    ]);
  });

  it('[WRK-6] goes on after the tab was killed, and sends nothing again that had arrived', async () => {
    fault = onlyFive;
    const killed = await open();
    await killed.choose([bundle()]);
    await killed.untilStored('bundle.tgz', 5);
    await killed.crash();
    await killed.page.close();
    fault = () => undefined;
    const [upload] = await dana().files(number);
    expect((await dana().parts(upload?.id ?? '')).map(({ n }) => n)).toEqual([1, 2, 3, 4, 5]);

    puts = [];
    const files = await open();
    await files.untilSays('bundle.tgz', 'unfinished 130 MiB 5 of 9 parts stored');
    await files.choose([bundle()], files.button('bundle.tgz', 'Choose the file to go on'));
    await files.until('bundle.tgz', 'verified', 60_000);
    expect(sorted(puts)).toEqual([6, 7, 8, 9]);
    expect((await dana().files(number)).map(({ state }) => state)).toEqual(['verified']);
  });

  it('[WRK-6] goes on with what another client began, since both know the file by the same marks', async () => {
    const bytes = someBytes(40 * MIB, 11);
    const path = file('begun.tgz', bytes);
    utimesSync(path, 1_772_000_000, 1_772_000_000.25);
    const ends = [bytes.subarray(0, 65_536), bytes.subarray(-65_536)].map(hashOf).join('');
    const view = await dana().begin(number, {
      name: 'begun.tgz',
      size: 41_943_040,
      mtime: '2026-02-25T06:13:20.250Z',
      fingerprint: hashOf(Buffer.from(ends, 'hex')),
    });
    await dana().send(view, bytes, [2]);
    puts = [];
    const files = await open();
    await files.until('begun.tgz', 'unfinished');
    await files.drop([path]);
    await files.until('begun.tgz', 'verified', 60_000);
    expect(sorted(puts)).toEqual([1, 3]);
    expect(await files.text('begun.tgz')).toContain(await digestOf(bytes, view));
  });

  it('[WRK-6] waits while offline, without end, and goes on by itself', async () => {
    fault = onlyFive;
    const files = await open();
    await files.choose([bundle()]);
    await files.untilStored('bundle.tgz', 1);
    await context.setOffline(true);
    await files.until('bundle.tgz', 'offline, waiting');
    // A request that had left the browser may arrive a moment after it.
    await files.page.waitForTimeout(1000);
    const sent = puts.length;
    await files.page.waitForTimeout(3000);
    expect(puts.length).toBe(sent);
    expect(await files.state('bundle.tgz')).toBe('offline, waiting');
    fault = () => undefined;
    await context.setOffline(false);
    await files.until('bundle.tgz', 'verified', 60_000);
  });

  it('pauses and goes on when asked to', async () => {
    fault = onlyFive;
    const files = await open();
    await files.choose([bundle()]);
    await files.untilStored('bundle.tgz', 1);
    await files.button('bundle.tgz', 'Pause').press('Space');
    await files.until('bundle.tgz', 'paused');
    await files.page.waitForTimeout(1000);
    const sent = puts.length;
    await files.page.waitForTimeout(2000);
    expect(puts.length).toBe(sent);
    fault = () => undefined;
    // The same button, which still has the focus.
    await files.page.keyboard.press('Space');
    await files.until('bundle.tgz', 'verified', 60_000);
  });

  it('gives an upload up when asked to twice, and nothing of it is kept', async () => {
    fault = onlyFive;
    const before = stored();
    const files = await open();
    await files.choose([bundle()]);
    await files.untilStored('bundle.tgz', 1);
    expect(stored().incompleteUploads).toBe(before.incompleteUploads + 1);
    await files.button('bundle.tgz', 'Cancel').click();
    await files.button('bundle.tgz', 'Keep it').click();
    expect((await dana().files(number)).map(({ state }) => state)).toEqual(['uploading']);
    await files.button('bundle.tgz', 'Cancel').click();
    await files.button('bundle.tgz', 'Give it up').click();
    await files.page.getByText('Removed files').waitFor();
    const [upload] = await dana().files(number);
    expect(upload?.state).toBe('aborted');
    expect(stored()).toEqual(before);
  });

  it('[lesson 29] refuses another file under the name of an unfinished one', async () => {
    fault = onlyFive;
    const first = await open();
    await first.choose([bundle()]);
    await first.untilStored('bundle.tgz', 1);
    await first.page.close();
    const files = await open();
    const other = join(folder, 'other');
    await files.page.waitForTimeout(0);
    writeFileSync(other, 'x');
    await files.choose([other], files.button('bundle.tgz', 'Choose the file to go on'));
    await files.untilSays('bundle.tgz', 'That is other. This upload goes on with bundle.tgz.');
    expect(await files.state('bundle.tgz')).toBe('unfinished');
  });

  it('[WRK-6] sends a part again that was tampered with on the way', async () => {
    const tampered = new Set([2]);
    fault = ({ partNumber = 0 }) =>
      tampered.delete(partNumber) ? { kind: 'flip', where: 'received', atByte: 1000 } : undefined;
    const files = await open();
    await files.choose([file('three.bin', someBytes(40 * MIB, 5))]);
    await files.until('three.bin', 'verified', 60_000);
    expect(sorted(puts)).toEqual([1, 2, 2, 3]);
  });

  it('keeps neither token nor signed URL where somebody could find them', async () => {
    fault = onlyFive;
    const files = await open();
    await files.choose([bundle()]);
    await files.untilStored('bundle.tgz', 1);
    const found = await files.everythingKept();
    expect(found).toContain('"fingerprint"');
    for (const secret of [/eyJ[\w-]+\./, /X-Amz/i, /Bearer/i]) {
      expect(found).not.toMatch(secret);
      expect(files.said.join('\n')).not.toMatch(secret);
    }
  });

  it('[WRK-6] tells nothing to somebody who may not see the request', async () => {
    await dana().upload(number, someBytes(100), 'hidden.log');
    const sam = await open('sam');
    await sam.page.getByText('There is no request with this number that you may see.').waitFor();
    expect(await sam.text('hidden.log')).toBe('');
  });

  it('asks before the page is left while it sends, and not afterwards', async () => {
    fault = () => ({ kind: 'cut', afterBytes: 0 });
    const files = await open();
    await files.choose([file('asked.bin', someBytes(1000, 9))]);
    await expect.poll(() => puts.length).toBeGreaterThan(0);
    const asked: string[] = [];
    files.page.on('dialog', async (dialog) => {
      asked.push(dialog.type());
      await dialog.dismiss();
    });
    await files.page.close({ runBeforeUnload: true });
    await expect.poll(() => asked).toEqual(['beforeunload']);
    fault = () => undefined;
    await files.until('asked.bin', 'verified');
    expect(asked).toEqual(['beforeunload']);
    const closed = files.page.waitForEvent('close');
    await files.page.close({ runBeforeUnload: true });
    await closed;
    expect(asked).toEqual(['beforeunload']);
  });
});

/** What the bucket of files holds. */
function stored() {
  const [bucket] = desk.stack.template.resources('AWS::S3::Bucket');
  if (!bucket) throw new Error('The template has no bucket.');
  return desk.stack.s3.usage(bucket.ref);
}
