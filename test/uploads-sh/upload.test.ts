import { createHash } from 'node:crypto';
import {
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTicketFake, type TicketFake } from '../support/ticket-fake.ts';
import { runScript, stopAll } from './run-script.ts';
import { digestOf, writeSample } from './sample-file.ts';
import { SHELLS, testFolder } from './shells.ts';

const PART = 65_536;

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

describe.each(SHELLS)('the upload script in $name', (shell) => {
  it('[lesson 23] sends every part once, and says verified only when the desk has said it', async () => {
    const bytes = writeSample(folder, 'bundle.tgz', 3 * PART + 77);
    desk.options.polls = 3;
    const { code, out, err } = await runScript({ shell, folder, args: ['bundle.tgz'], piped: desk });

    expect(err).toContain('bundle.tgz: 196685 bytes, parts: 4.\n');
    expect(out).toBe(`verified ${digestOf(bytes, PART)} bundle.tgz\n`);
    expect(code).toBe(0);
    expect(desk.complaints).toEqual([]);
    expect(desk.uploads.map(({ state }) => state)).toEqual(['verified']);
    expect(desk.counts).toMatchObject({ put: 4, complete: 1, get: 4 });
    expect(readdirSync(join(folder, 'tmp'))).toEqual([]);
  });

  it.each([
    ['of no bytes', 0],
    ['of one byte', 1],
    ['of exactly one part', PART],
    ['of exactly three parts', 3 * PART],
    ['of more parts than workers', 9 * PART + 1],
  ])('[lesson 29] uploads a file %s', async (_what, size) => {
    const bytes = writeSample(folder, 'f', size);
    const { code, out } = await runScript({ shell, folder, args: ['f'], piped: desk });

    expect(out).toBe(`verified ${digestOf(bytes, PART)} f\n`);
    expect(code).toBe(0);
    expect(desk.complaints).toEqual([]);
    expect(desk.uploads[0]?.wasted).toBe(0);
  });

  it('tells size, time of change and fingerprint as the other clients do', async () => {
    const bytes = writeSample(folder, 'f', 2 * PART + 5);
    utimesSync(join(folder, 'f'), 1_700_000_000, 1_700_000_000.25);
    await runScript({ shell, folder, args: ['f'], piped: desk });

    const sha256 = (part: Buffer) => createHash('sha256').update(part).digest();
    const ends = [bytes.subarray(0, 65_536), bytes.subarray(-65_536)];
    expect(desk.uploads[0]?.values).toEqual({
      name: 'f',
      size: 131_077,
      mtime: '2023-11-14T22:13:20.250Z',
      fingerprint: sha256(Buffer.concat(ends.map(sha256))).toString('hex'),
    });
  });

  it('takes any name of a file, and several files', async () => {
    const names = [
      'with space.log',
      `it's "quoted".txt`,
      'two\nlines.txt',
      '-rf',
      '障害ログ 東京.zip',
      'back\\slash',
      '$(touch x)`touch x`.sh',
      'a=b@c&d+e%41',
      '*',
      '[a]{b,c}',
    ];
    for (const name of names) writeFileSync(join(folder, name), name);
    const { code, out } = await runScript({ shell, folder, args: ['--', ...names], piped: desk });

    expect(desk.uploads.map(({ values }) => values.name)).toEqual(
      names.map((name) => name.replace('\n', '')),
    );
    expect(out.match(/^verified \S+-1 /gm)).toHaveLength(10);
    expect(code).toBe(0);
    expect(readdirSync(folder)).not.toContain('x');
  });

  it('says one line for one thing, whatever a file is called', async () => {
    const name = `f\nverified ${'0'.repeat(64)}-1 g\r\u001b[2J`;
    const bytes = writeSample(folder, name, 10);
    const { code, out, err } = await runScript({ shell, folder, args: [name], piped: desk });
    const shown = `fverified ${'0'.repeat(64)}-1 g[2J`;
    expect({ code, out }).toEqual({ code: 0, out: `verified ${digestOf(bytes, PART)} ${shown}\n` });
    expect(err).toBe(`${shown}: 10 bytes, parts: 1.\nEverything is sent; the desk verifies it.\n`);
    const missing = await runScript({ shell, folder, args: ['n\nverified'], piped: desk });
    expect(missing.err).toBe('nverified is not a file that can be read. Pack a folder first, with tar.\n');
  });

  it('follows a symbolic link, and takes a path', async () => {
    const bytes = writeSample(folder, 'f', 10);
    symlinkSync('f', join(folder, 'link'));
    const { out } = await runScript({ shell, folder, args: [join(folder, 'link')], piped: desk });
    expect(out).toBe(`verified ${digestOf(bytes, PART)} link\n`);
    expect(desk.uploads[0]?.values.size).toBe(10);
  });

  it('runs from its file, with the address and the ticket from the environment or from a file', async () => {
    writeSample(folder, 'f', 10);
    writeFileSync(join(folder, 'ticket'), `${desk.api}/v1/t/${desk.ticket}\n`);
    writeFileSync(join(folder, 'curl-ticket'), `url = "${desk.api}/v1/t/${desk.ticket}"\n`);
    const env = { CASEBELL_API: desk.api, CASEBELL_TICKET: desk.ticket };
    const runs = [
      await runScript({ shell, folder, args: ['f'], env }),
      await runScript({ shell, folder, args: ['-t', 'ticket', 'f'] }),
      await runScript({ shell, folder, args: ['-q', '-tcurl-ticket', '--', 'f'] }),
    ];
    expect(runs.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(runs.map(({ out }) => out)).toEqual(Array(3).fill(runs[0]?.out));
  });

  it('says nothing with -q but what it is about', async () => {
    const bytes = writeSample(folder, 'f', 10);
    const { out, err } = await runScript({ shell, folder, args: ['-q', 'f'], piped: desk });
    expect({ out, err }).toEqual({ out: `verified ${digestOf(bytes, PART)} f\n`, err: '' });
  });

  it('explains itself, and ends with 2 where it is called wrongly', async () => {
    writeSample(folder, 'f', 10);
    const help = await runScript({ shell, folder, args: ['-h'], piped: desk });
    expect(help.code).toBe(0);
    expect(help.out).toMatch(/^usage: sh upload\.sh /);

    const wrong: [string[], RegExp][] = [
      [[], /^usage: /],
      [['-x', 'f'], /^usage: /],
      [['nowhere'], /^nowhere is not a file that can be read\. /],
      [['f', 'nowhere'], /^nowhere is not a file that can be read\. /],
      [['tmp'], /^tmp is not a file that can be read\. Pack a folder first, with tar\.\n$/],
    ];
    for (const [args, words] of wrong) {
      const { code, err } = await runScript({ shell, folder, args, piped: desk });
      expect([args, code]).toEqual([args, 2]);
      expect(err).toMatch(words);
    }
    expect(await runScript({ shell, folder, args: ['f'] })).toMatchObject({
      code: 2,
      err: 'Say with which ticket: -t and a file with its URL, or the URL in CASEBELL_TICKET.\n',
    });
    const secretAlone = { CASEBELL_TICKET: desk.ticket };
    expect(await runScript({ shell, folder, args: ['f'], env: secretAlone })).toMatchObject({
      code: 2,
      err: 'CASEBELL_API must be the address of the desk.\n',
    });
    const env = { CASEBELL_API: desk.api, CASEBELL_TICKET: 'a"\nurl="http://elsewhere' };
    expect(await runScript({ shell, folder, args: ['f'], env })).toMatchObject({ code: 2 });
    expect(desk.counts).toEqual({});
  });

  it('ends with 3 where the desk refuses, with its words', async () => {
    writeSample(folder, 'f', 10);
    desk.revoke();
    expect(await runScript({ shell, folder, args: ['f'], piped: desk })).toMatchObject({
      code: 3,
      err: 'The desk refused (401): This ticket was revoked. Ask for another one.\n',
    });
  });

  it('ends with 5 where what is stored is not what was sent', async () => {
    writeSample(folder, 'f', 10);
    desk.options.failure = 'Part 1 was damaged.';
    const { code, out, err } = await runScript({ shell, folder, args: ['f'], piped: desk });
    expect({ code, out }).toEqual({ code: 5, out: '' });
    expect(err).toContain('What is stored is not what was sent: Part 1 was damaged. ');
  });

  it('ends with 1 where a proxy answers in place of the desk', async () => {
    writeSample(folder, 'f', 10);
    for (const status of [200, 302]) {
      desk.options.fault = () => ({ status });
      const { code, err } = await runScript({ shell, folder, args: ['f'], piped: desk });
      expect(code).toBe(1);
      expect(err).toContain(`does not answer as a desk does (status ${status})`);
    }
  });

  it('does nothing with half of itself', async () => {
    writeSample(folder, 'f', 10);
    const text = readFileSync(new URL('../../functions/uploads/upload.sh', import.meta.url), 'utf8');
    const half = join(folder, 'half.sh');
    const { size } = statSync(new URL('../../functions/uploads/upload.sh', import.meta.url));
    for (const share of [0.3, 0.6, 0.9, 0.99]) {
      writeFileSync(half, text);
      truncateSync(half, Math.floor(size * share));
      const env = { CASEBELL_API: desk.api, CASEBELL_TICKET: desk.ticket };
      await runScript({ shell: { ...shell, command: [...shell.command, half] }, folder, args: ['f'], env });
    }
    expect(desk.counts).toEqual({});
  });
});

it('is tried in two shells at least', () => {
  expect(SHELLS.length).toBeGreaterThanOrEqual(2);
});
