import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { buildSync } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

// One bundle, run in processes that stand in other places of the world, and without any knowledge of it.

const run = promisify(execFile);
let folder: string;
let bundle: string;
let here: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'casebell-anywhere-'));
  bundle = join(folder, 'many-answers.mjs');
  buildSync({
    entryPoints: [fileURLToPath(new URL('many-answers.ts', import.meta.url))],
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: bundle,
    logLevel: 'warning',
  });
  here = await printed({ TZ: 'UTC' });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function printed(env: Record<string, string>, ...options: string[]): Promise<string> {
  return (await run(process.execPath, [...options, bundle], { env: { PATH: '', ...env } })).stdout;
}

/** Code that runs before the bundle. */
const before = (code: string) => `--import=data:text/javascript,${encodeURIComponent(code)}`;

describe('the answers of the engine', () => {
  it('are thousands', () => {
    expect(here).toMatch(/^21000 [0-9a-f]{64}$/);
  });

  it.each(['Asia/Kathmandu', 'America/St_Johns', 'Pacific/Apia', 'Europe/Paris', 'Nowhere/At_All'])(
    'are the same with the process in %s',
    async (TZ) => {
      expect(await printed({ TZ })).toBe(here);
    },
  );

  it('[lesson 21] need no Intl, and no Date that knows where it is', async () => {
    const blind = before(`
      delete globalThis.Intl;
      for (const name of Object.getOwnPropertyNames(Date.prototype)) {
        const local = /^(get|set)(?!UTC|Time$)|^to(?!ISOString$|JSON$|UTCString$)/.test(name);
        if (local) Date.prototype[name] = () => { throw new Error(name + ' knows the local zone'); };
      }
      Date.parse = () => { throw new Error('Date.parse may take text for local time'); };
      Date.now = () => { throw new Error('Date.now reads a clock'); };
      Math.random = () => { throw new Error('Math.random leaves it to chance'); };
      globalThis.Date = new Proxy(Date, {
        construct(target, given) {
          if (given.length === 1 && typeof given[0] === 'number') return new target(given[0]);
          throw new Error('new Date(' + given + ') reads a clock or local time');
        },
      });
    `);
    expect(await printed({ TZ: 'America/St_Johns' }, blind)).toBe(here);
    // The blindfold does blind.
    for (const peep of ['new Date(0).getHours()', 'new Date(2026, 5, 9)', 'new Intl.DateTimeFormat()']) {
      await expect(run(process.execPath, [blind, '-e', peep])).rejects.toThrow(
        /knows the local|local time|Intl/,
      );
    }
  });
});
