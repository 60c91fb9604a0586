import { execFile } from 'node:child_process';
import { readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { IssuedTicket } from '#shared/schema/upload.ts';
import { type Desk, startDesk } from '#test/support/desk.ts';
import { STANDARD_FORM } from '#test/support/journey-forms.ts';
import { digestOf, someBytes, uploadCalls } from '#test/support/upload-calls.ts';
import { runScript, startScript, stopAll } from '#test/uploads-sh/run-script.ts';
import { folderOfTools, SHELLS, type Shell, testFolder, whereIs } from '#test/uploads-sh/shells.ts';

const MIB = 1024 ** 2;

/** Three parts and a bit. */
const BYTES = someBytes(3 * 16 * MIB + 4321);
const PLAN = { partSize: 16 * MIB, parts: 4 };

let desk: Desk;
let folder: string;
let number: string;
let ticket: string;

beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk?.stop());

beforeEach(async () => {
  folder = testFolder();
  number = (await desk.as('dana').file(STANDARD_FORM)).number;
  const issued = await desk
    .as('dana')
    .ask(IssuedTicket, 'POST', `/v1/requests/${number}/upload-tickets`, { body: {} });
  ticket = issued.url.slice(issued.url.lastIndexOf('/') + 1);
});
afterEach(() => {
  stopAll();
  rmSync(folder, { recursive: true });
});

const piped = () => ({ api: desk.url, ticket });
const files = () => uploadCalls(desk.as('ana')).files(number);

/** What an engineer downloads. */
async function downloaded(id: string): Promise<Buffer> {
  const { url } = await uploadCalls(desk.as('ana')).download(id);
  return Buffer.from(await (await fetch(url)).arrayBuffer());
}

/** A shell whose curl is slow enough to be interrupted: three parts take some seconds, the last one no time. */
const slow = (shell: Shell): Shell => {
  const tools = folderOfTools([], { curl: `exec ${whereIs('curl')} --limit-rate 8M "$@"` });
  return { ...shell, path: `${tools}${path.delimiter}${shell.path}` };
};

/** Until a part of the first file is in the store; its number of parts there. */
async function somethingStored(): Promise<number> {
  for (;;) {
    const [file] = await files();
    const parts = file ? await uploadCalls(desk.as('dana')).parts(file.id) : [];
    if (parts.length > 0) return parts.length;
    await sleep(20);
  }
}

describe.each(SHELLS)('with $name and curl', (shell) => {
  it('[WRK-6] [CARD-4] a file goes from a host straight to the store, and is there as it was', async () => {
    writeFileSync(path.join(folder, 'bundle 1.tgz'), BYTES);
    const { code, out } = await runScript({ shell, folder, args: ['bundle 1.tgz'], piped: piped() });
    const digest = await digestOf(BYTES, PLAN);
    expect({ code, out }).toEqual({ code: 0, out: `verified ${digest} bundle 1.tgz\n` });
    const [file] = await files();
    expect(file).toMatchObject({ name: 'bundle 1.tgz', state: 'verified', digest, createdBy: 'Dana Fox' });
    expect((await downloaded(file?.id ?? '')).equals(BYTES)).toBe(true);
  });

  it('[CARD-4] [lesson 29] an upload that was killed goes on, with what is there', async () => {
    writeFileSync(path.join(folder, 'f'), BYTES);
    const first = startScript({ shell: slow(shell), folder, args: ['f'], piped: piped() });
    expect(await somethingStored()).toBeLessThan(4);
    first.kill('SIGKILL');
    await first.done;
    const second = await runScript({ shell, folder, args: ['f'], piped: piped() });
    expect(second).toMatchObject({ code: 0, out: `verified ${await digestOf(BYTES, PLAN)} f\n` });
    expect(await files()).toHaveLength(1);
    while (readdirSync(path.join(folder, 'tmp')).length > 0) await sleep(20);
  });

  it('[CARD-4] [lesson 29] run again it sends nothing; another file of the same name, size and time it sends', async () => {
    const f = path.join(folder, 'f');
    writeFileSync(f, BYTES);
    utimesSync(f, 1_700_000_000, 1_700_000_000);
    const run = () => runScript({ shell, folder, args: ['f'], piped: piped() });
    const first = await run();
    const again = await run();
    expect([again.code, again.out]).toEqual([0, first.out]);
    expect(again.err).toMatch(/^f was there already\.$/m);
    expect(await files()).toHaveLength(1);

    const other = Buffer.from(BYTES).fill('x', 20 * MIB, 20 * MIB + 9);
    writeFileSync(f, other);
    utimesSync(f, 1_700_000_000, 1_700_000_000);
    const sent = await run();
    const digest = await digestOf(other, PLAN);
    expect([sent.code, sent.out]).toEqual([0, `verified ${digest} f\n`]);
    expect((await files()).map(({ state }) => state)).toEqual(['verified', 'verified']);
  }, 60_000);

  it('files of no bytes and of odd names arrive', async () => {
    const names = ["it's.log", 'two\nlines', '障害ログ.zip', '-v', '$(touch x)'];
    for (const name of names) writeFileSync(path.join(folder, name), '');
    const { code, out } = await runScript({ shell, folder, args: ['--', ...names], piped: piped() });
    expect(code).toBe(0);
    expect(out.split('\n')[0]).toBe(
      `verified e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855-0 it's.log`,
    );
    const there = (await files()).map(({ name, state }) => `${name} ${state}`);
    expect(there.sort()).toEqual(
      ["it's.log", 'twolines', '障害ログ.zip', '-v', '$(touch x)'].map((name) => `${name} verified`).sort(),
    );
  });

  it('a ticket that does not hold is refused with what to do', async () => {
    writeFileSync(path.join(folder, 'f'), 'x');
    const unknown = { api: desk.url, ticket: '0'.repeat(32) };
    const { code, err } = await runScript({ shell, folder, args: ['f'], piped: unknown });
    expect(code).toBe(3);
    expect(err).toMatch(/^The desk refused \(401\): .+\n$/);
  });
});

it('[lesson 29] what one shell began another one ends, with the URL in no list of processes', async () => {
  const [first = SHELLS[0], second = SHELLS[1]] = SHELLS;
  if (!first || !second) throw new Error('There are two shells on every Debian.');
  writeFileSync(path.join(folder, 'f'), BYTES);
  const begun = startScript({ shell: slow(first), folder, args: ['f'], piped: piped() });
  expect(await somethingStored()).toBeLessThan(4);
  begun.kill('SIGTERM');
  expect((await begun.done).code).toBe(130);

  const ended = promisify(execFile)('sh', ['-c', `curl -fsSK - | ${second.command.join(' ')} -s -- f`], {
    cwd: folder,
    env: { PATH: second.path, TMPDIR: path.join(folder, 'tmp') },
  });
  ended.child.stdin?.end(`url = "${desk.url}/v1/t/${ticket}"\n`);
  const { stdout: out } = await ended;
  expect(out).toBe(`verified ${await digestOf(BYTES, PLAN)} f\n`);
  expect(await files()).toHaveLength(1);
});
