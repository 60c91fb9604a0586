import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CHROMIUM, rendererMemory, startBrowser } from '#test/support/browser.ts';
import { FilesPage } from '#test/support/files-page.ts';
import { NUMBER } from '#test/support/upload-model.ts';
import { startUploadsDesk, type UploadsDesk } from './uploads-desk.ts';

const MIB = 1024 ** 2;
const LONG = 'vcenter-support-bundle-2026-11-22T08-30-00Z-node-17-of-64.production.eu-north-1.tgz';

let browser: Browser;
let folder: string;
let desk: UploadsDesk;
let context: BrowserContext;
describe.skipIf(CHROMIUM === null)('the page of uploads for everybody', () => {
  beforeAll(async () => {
    browser = await startBrowser();
    folder = mkdtempSync(join(tmpdir(), 'casebell-files-'));
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });
  beforeEach(async () => {
    desk = await startUploadsDesk();
  });
  afterEach(async () => {
    await context.close();
    desk.stop();
  });
  const file = (name: string, size: number) => {
    const path = join(folder, name);
    writeFileSync(path, randomBytes(size));
    return path;
  };
  const open = async (options = {}) => {
    context = await browser.newContext(options);
    return FilesPage.open(context, desk.url, NUMBER);
  };

  it('is used with the keyboard alone, and the focus never gets lost', async () => {
    desk.faults.hold = true;
    const files = await open();
    const { page } = files;
    const focused = () =>
      page.evaluate('document.activeElement?.ariaLabel ?? document.activeElement?.textContent');
    for (let tabs = 0; tabs < 10 && (await focused()) !== 'Choose files'; tabs++)
      await page.keyboard.press('Tab');
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Enter')]);
    await chooser.setFiles(file('a.log', 100));
    await files.until('a.log', /sending|hashing/);
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('Pause: a.log');
    await page.keyboard.press('Enter');
    expect(await focused()).toBe('Resume: a.log');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    // The harmless answer has the focus.
    expect(await focused()).toBe('Keep it: a.log');
    await page.keyboard.press('Enter');
    expect(await focused()).toBe('Cancel: a.log');
    await page.keyboard.press('Shift+Tab');
    desk.faults.hold = false;
    await page.keyboard.press('Enter');
    await files.until('a.log', 'verified', 60_000);
    expect(await focused()).toBe('a.log');
  });

  it('asks with the keyboard whether to give up, and the focus goes on to what is there then', async () => {
    desk.faults.hold = true;
    const files = await open();
    const { page } = files;
    const focused = () =>
      page.evaluate('document.activeElement?.ariaLabel ?? document.activeElement?.textContent');
    /** How often nothing had the focus. */
    const lost = () => page.evaluate('globalThis.lost');
    await page.evaluate(`globalThis.lost = 0; document.addEventListener('focusout', () =>
      setTimeout(() => { if (document.activeElement === document.body) globalThis.lost += 1; }))`);
    await files.choose([file('first.log', 100), file('second.log', 100)]);
    for (const name of ['first.log', 'second.log']) await files.until(name, /sending|hashing/);

    await files.button('second.log', 'Cancel').focus();
    await page.keyboard.press('Enter');
    expect(await focused()).toBe('Keep it: second.log');
    await page.keyboard.press('Escape');
    expect(await focused()).toBe('Cancel: second.log');
    expect(await files.text('second.log')).not.toContain('Give this upload up?');

    for (const [name, next] of [
      ['second.log', 'first.log'],
      ['first.log', 'Files'],
    ] as const) {
      await files.button(name, 'Cancel').focus();
      await page.keyboard.press('Enter');
      await page.keyboard.press('Shift+Tab');
      expect(await focused()).toBe(`Give it up: ${name}`);
      await page.keyboard.press('Enter');
      await expect.poll(focused, { timeout: 20_000 }).toBe(next);
      expect(await files.row(name).count()).toBe(0);
    }
    expect(await lost()).toBe(0);
  });

  it('gives an upload up that an earlier visit began, and the focus goes on', async () => {
    desk.faults.hold = true;
    const files = await open();
    const { page } = files;
    await files.choose([file('earlier.log', 100)]);
    await files.until('earlier.log', /sending/);
    await page.reload();
    await files.until('earlier.log', 'unfinished');
    await files.button('earlier.log', 'Cancel').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    await expect
      .poll(() => page.evaluate('document.activeElement?.textContent'), { timeout: 20_000 })
      .toBe('Files');
    expect(await page.getByText('Removed files').isVisible()).toBe(true);
  });

  it('says what happens, once, and not every percent', async () => {
    desk.faults.rate = 4 * MIB;
    const files = await open();
    const { page } = files;
    const bar = page.getByRole('progressbar', { name: 'Stored of b.log' });
    await files.choose([file('b.log', 33 * MIB)]);
    await expect.poll(() => bar.getAttribute('aria-valuenow')).toBe('0');
    await files.until('b.log', 'verified');
    const said = await page.getByRole('status').locator('p').allInnerTexts();
    expect(said.at(-1)).toBe('b.log: verified, it has arrived whole');
    expect(said).toContain('b.log: sending');
    expect(new Set(said).size).toBe(said.length);
    expect(said.length).toBeLessThanOrEqual(5);
  });

  it.each([
    ['light', 390],
    ['dark', 390],
    ['light', 320],
  ] as const)('fits on a narrow screen (%s, %d px)', async (colorScheme, width) => {
    const files = await open({ viewport: { width, height: 800 }, colorScheme });
    await files.choose([file(LONG, 100)]);
    await files.until(LONG, 'verified');
    await files.row(LONG).getByText('Compare it with a copy').click();
    expect(await files.page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    const heights = await files.page
      .locator('button:visible')
      .evaluateAll((buttons) => buttons.map((button) => button.getBoundingClientRect().height));
    expect(Math.min(...heights)).toBeGreaterThanOrEqual(40);
  });

  it('moves nothing for those who do not want it', async () => {
    desk.faults.hold = true;
    const files = await open({ reducedMotion: 'reduce' });
    await files.choose([file('c.log', 100)]);
    await files.until('c.log', /sending|hashing/);
    const durations = await files.page.evaluate(
      `[...document.querySelectorAll('.bar span, .drop-zone')].map((it) => getComputedStyle(it).transitionDuration)`,
    );
    expect(durations).toEqual(['0s', '0s', '0s']);
  });

  it('compares a file that is there already, and sends nothing of it again', async () => {
    const files = await open();
    const path = file('twice.log', 100);
    await files.choose([path]);
    await files.until('twice.log', 'verified');
    await files.choose([path]);
    await files.page
      .getByText('twice.log was here already: it was compared, and is the same.')
      .first()
      .waitFor();
    expect([desk.attempts, desk.model.uploads.size]).toEqual([[1], 1]);
  });

  it('[WRK-6] holds no more memory for a large file', async () => {
    const files = await open();
    const path = file('large.bin', 0);
    truncateSync(path, 640 * MIB);
    const before = await rendererMemory(browser);
    let most = 0;
    await files.choose([path]);
    while (!(await files.text('large.bin')).includes('verified'))
      most = Math.max(most, await rendererMemory(browser));
    // Two workers hold a part of 16 MiB each, and WebCrypto a copy.
    expect(most - before).toBeLessThan(200 * MIB);
  });

  it('says so where the store does not hand out the file', async () => {
    const files = await open();
    await files.choose([file('gone.log', 100)]);
    await files.until('gone.log', 'verified');
    desk.faults.noDownloads = true;
    await files.button('gone.log', 'Download').click();
    await files.page.locator('.problem', { hasText: 'The download did not begin' }).waitFor();
    expect(new URL(files.page.url()).pathname).toBe(`/__local/uploads/${NUMBER}`);
  });
});
