import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CHROMIUM, startBrowser } from '#test/support/browser.ts';
import { FilesPage } from '#test/support/files-page.ts';
import { NUMBER } from '#test/support/upload-model.ts';
import { startUploadsDesk, type UploadsDesk } from './uploads-desk.ts';

const MIB = 1024 ** 2;
const MODIFIED = new Date('2026-11-21T10:00:00.000Z');

let browser: Browser;
let folder: string;
beforeAll(async () => {
  if (CHROMIUM === null) return;
  browser = await startBrowser();
  folder = mkdtempSync(join(tmpdir(), 'casebell-files-'));
});
afterAll(async () => {
  await browser?.close();
  if (folder) rmSync(folder, { recursive: true });
});

function file(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  utimesSync(path, MODIFIED, MODIFIED);
  return path;
}

let desk: UploadsDesk;
let context: BrowserContext;
describe.skipIf(CHROMIUM === null)('the page of uploads in Chromium', () => {
  beforeEach(async () => {
    desk = await startUploadsDesk();
    context = await browser.newContext();
  });
  afterEach(async () => {
    await context.close();
    desk.stop();
  });
  const open = (options = {}) => FilesPage.open(context, desk.url, NUMBER, options);

  describe('what is refused', () => {
    it('[WRK-6] says why the desk does not take a file, and what to do', async () => {
      desk.faults.desk = (method) =>
        method === 'POST'
          ? {
              status: 409,
              body: {
                code: 'RequestQuotaUsed',
                detail: 'The request has no room for a file of this size.',
                fix: 'Abort uploads that are no longer needed, or ask the desk for more room.',
              },
            }
          : null;
      const files = await open();
      await files.choose([file('full.log', randomBytes(100))]);
      await files.untilSays(
        'full.log',
        'The request has no room for a file of this size. Abort uploads that are no longer needed, or ask the desk for more room.',
      );
      delete desk.faults.desk;
      await files.button('full.log', 'Try again').click();
      await files.until('full.log', 'verified');
    });

    it('sends a part again whose bytes changed on the way', async () => {
      desk.faults.store = (_n, attempt) =>
        attempt === 1 ? { status: 400, code: 'BadDigest', message: 'The SHA256 did not match.' } : null;
      const files = await open();
      await files.choose([file('flipped.log', randomBytes(100))]);
      await files.until('flipped.log', 'verified');
      expect(desk.attempts).toEqual([1, 1]);
    });

    it('has a part signed anew whose URL outlived its session', async () => {
      desk.faults.store = (_n, attempt) =>
        attempt === 1
          ? { status: 400, code: 'ExpiredToken', message: 'The provided token has expired.' }
          : null;
      const files = await open();
      await files.choose([file('session.log', randomBytes(100))]);
      await files.until('session.log', 'verified');
      expect({ attempts: desk.attempts, signed: desk.model.signCalls }).toEqual({
        attempts: [1, 1],
        signed: 2,
      });
    });

    it('[lesson 23] shows no success where the store never takes a part', async () => {
      desk.faults.store = () => ({ status: 400, code: 'BadDigest', message: 'The SHA256 did not match.' });
      const files = await open();
      await files.choose([file('tampered.log', randomBytes(100))]);
      await files.untilSays(
        'tampered.log',
        'The store of files does not take part 1: BadDigest, The SHA256 did not match.',
      );
      expect(await files.state('tampered.log')).toBe('stopped');
      expect(desk.model.only().view.state).toBe('uploading');
    });

    it('says what to do with a folder', async () => {
      const files = await open();
      await files.drop([folder]);
      const name = folder.split('/').at(-1);
      await files.page
        .locator('.problem', {
          hasText: `${name} is a folder. Pack it into one file first: tar -czf ${name}.tgz ${name}`,
        })
        .waitFor();
      expect(desk.model.uploads.size).toBe(0);
    });
  });

  describe('[lesson 29] going on with an unfinished upload', () => {
    const content = randomBytes(3000);
    /** Begins an upload whose only part never arrives, and closes the page. */
    async function begin(): Promise<void> {
      const files = await open();
      desk.faults.hold = true;
      await files.choose([file('bundle.tgz', content)]);
      await expect.poll(() => desk.attempts).toEqual([1]);
      await files.page.close();
      desk.faults.hold = false;
    }
    async function goOn(name: string, bytes: Uint8Array): Promise<FilesPage> {
      await begin();
      const path = file(name, bytes);
      const files = await open();
      await files.until('bundle.tgz', 'unfinished');
      await files.choose([path], files.button('bundle.tgz', 'Choose the file to go on'));
      return files;
    }

    it('goes on with the same file', async () => {
      const files = await goOn('bundle.tgz', content);
      await files.until('bundle.tgz', 'verified');
      expect(desk.model.uploads.size).toBe(1);
    });

    it('goes on with the same file where it is dropped with others', async () => {
      await begin();
      const files = await open();
      await files.drop([file('bundle.tgz', content), file('other.log', randomBytes(10))]);
      await files.until('bundle.tgz', 'verified');
      await files.until('other.log', 'verified');
      expect(desk.model.uploads.size).toBe(2);
    });

    it('goes on with a file whose handle was kept, without choosing it again', async () => {
      const first = await open({ picker: true });
      desk.faults.hold = true;
      await first.drop([file('dropped.tgz', content)]);
      await expect.poll(() => desk.attempts).toEqual([1]);
      // The browser asks nobody again as long as a page of the desk is open.
      const files = await open({ picker: true });
      await first.page.close();
      desk.faults.hold = false;
      await files.button('dropped.tgz', 'Go on').click();
      await files.until('dropped.tgz', 'verified');
      expect(desk.model.uploads.size).toBe(1);
    });

    it('refuses a file of another name', async () => {
      const files = await goOn('other.tgz', content);
      await files.untilSays('bundle.tgz', 'That is other.tgz. This upload goes on with bundle.tgz.');
      expect(await files.state('bundle.tgz')).toBe('unfinished');
    });

    it('refuses a file of another size', async () => {
      const files = await goOn('bundle.tgz', randomBytes(3001));
      await files.untilSays(
        'bundle.tgz',
        'This bundle.tgz is another file: it has 2.9 KiB (3,001 bytes), and the upload was begun with one of 2.9 KiB (3,000 bytes).',
      );
    });

    it('refuses a file that was written to since', async () => {
      const path = join(folder, 'bundle.tgz');
      await begin();
      utimesSync(path, MODIFIED, new Date('2026-11-21T10:00:07.000Z'));
      const files = await open();
      await files.drop([path]);
      await files.untilSays(
        'bundle.tgz',
        'it was last written 2026-11-21 10:00:07.000 UTC, and the upload was begun with one of 2026-11-21 10:00:00.000 UTC.',
      );
    });

    it('refuses other content under the same name, size and time, and uploads it beside the other if asked to', async () => {
      const files = await goOn('bundle.tgz', randomBytes(3000));
      await files.untilSays(
        'bundle.tgz',
        'This bundle.tgz has the size and the date of the file that the upload was begun with, but other content.',
      );
      await files.button('bundle.tgz', 'Upload that one as a new file').click();
      await expect
        .poll(() => [...desk.model.uploads.values()].map(({ view }) => view.state), { timeout: 10_000 })
        .toEqual(['uploading', 'verified']);
    });

    it('gives it up where that is wanted', async () => {
      await begin();
      const files = await open();
      await files.button('bundle.tgz', 'Cancel').click();
      await files.button('bundle.tgz', 'Give it up').click();
      await files.page.getByText('Removed files').waitFor();
      expect(desk.model.only().view.state).toBe('aborted');
    });

    it('leaves it to the other tab that works on it', async () => {
      const first = await open();
      desk.faults.hold = true;
      const path = file('bundle.tgz', content);
      await first.choose([path]);
      await expect.poll(() => desk.attempts).toEqual([1]);
      const second = await open();
      await second.choose([path]);
      await second.untilSays(
        'bundle.tgz',
        'Another tab or window of this browser uploads this file already.',
      );
      await first.page.close();
      desk.faults.hold = false;
      await second.button('bundle.tgz', 'Try again').click();
      await second.until('bundle.tgz', 'verified');
    });
  });

  it('[lesson 29] stops where the file changes while it is sent, and completes nothing', async () => {
    desk.faults.rate = 2 * MIB;
    const files = await open();
    const path = file('growing.log', randomBytes(40 * MIB));
    await files.choose([path]);
    await files.until('growing.log', 'sending');
    writeFileSync(path, 'one more line', { flag: 'a' });
    delete desk.faults.rate;
    await files.untilSays(
      'growing.log',
      'The file was changed, moved or removed since it was chosen. Nothing was completed; upload it again once nothing writes to it.',
    );
    await expect.poll(() => desk.model.only().view.state).toBe('aborted');
    await files.choose([path], files.button('growing.log', 'Choose it again'));
    await files.until('growing.log', 'verified');
    expect(statSync(path).size).toBe(40 * MIB + 13);
  });

  describe('who is signed in', () => {
    const unauthorised = { status: 401, body: { message: 'Unauthorized' } };

    it('gets a new token without a word where the old one has run out', async () => {
      const files = await open();
      let refusals = 1;
      desk.faults.desk = () => (refusals-- > 0 ? unauthorised : null);
      await files.choose([file('quiet.log', randomBytes(100))]);
      await files.until('quiet.log', 'verified');
      expect(await files.page.getByRole('button', { name: 'Sign in again' }).isVisible()).toBe(false);
    });

    it('waits signed out, loses nothing, and goes on after signing in again', async () => {
      desk.faults.rate = 8 * MIB;
      const files = await open();
      await files.choose([file('waiting.log', randomBytes(70 * MIB))]);
      await files.until('waiting.log', 'sending');
      desk.faults.desk = () => unauthorised;
      desk.faults.tokens = 404;
      await files.until('waiting.log', 'signed out, waiting');
      await files.page.getByRole('button', { name: 'Sign in again' }).click();
      await files.page.getByText('That did not work.').waitFor();
      const stored = [...desk.model.only().puts];
      delete desk.faults.desk;
      delete desk.faults.tokens;
      delete desk.faults.rate;
      await files.page.getByRole('button', { name: 'Sign in again' }).click();
      await files.until('waiting.log', 'verified');
      const { puts } = desk.model.only();
      expect([...new Set(puts)].sort()).toEqual([1, 2, 3, 4, 5]);
      for (const n of stored) expect(puts.filter((put) => put === n)).toEqual([n]);
    });
  });

  it('downloads beside the page, and says why where there is nothing to download', async () => {
    const files = await open();
    await files.choose([file('there.log', randomBytes(100))]);
    await files.until('there.log', 'verified');
    const [download] = await Promise.all([
      files.page.waitForEvent('download'),
      files.button('there.log', 'Download').click(),
    ]);
    expect(download.suggestedFilename()).toBe('download.bin');
    expect(new URL(files.page.url()).pathname).toBe(`/__local/uploads/${NUMBER}`);
    desk.faults.desk = (_method, path) =>
      path.endsWith('/download')
        ? {
            status: 409,
            body: { code: 'FileNotVerified', detail: 'There is no verified file.', fix: 'Wait.' },
          }
        : null;
    await files.button('there.log', 'Download').click();
    await files.page.locator('.problem', { hasText: 'There is no verified file. Wait.' }).waitFor();
  });
});
