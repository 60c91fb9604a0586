import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ALL_COMMANDS } from '#cli/all-commands.ts';
import { main } from '#cli/main.ts';
import { startUploadFake, TOKEN, type UploadFake } from '#test/support/upload-fake.ts';
import { NUMBER } from '#test/support/upload-model.ts';

/** SHA-256 over the SHA-256 of `printf 'Casebell\n'`, computed with sha256sum and xxd. */
const DIGEST = 'a1563c8a07704e9952916f7f7faafef9a5723b8ed1a12c40b3e99d4f9511de30-1';
const OTHER = `${'0'.repeat(64)}-1`;

let fake: UploadFake;
let file: string;

beforeAll(async () => {
  file = join(mkdtempSync(join(tmpdir(), 'casebell-verify-')), 'bundle.tgz');
  writeFileSync(file, 'Casebell\n');
  fake = await startUploadFake();
  vi.stubEnv('CASEBELL_TOKEN', TOKEN);
  vi.stubEnv('XDG_STATE_HOME', join(file, '..'));
  expect((await casebell('upload', file, '--request', NUMBER, '--desk', fake.url, '--quiet')).code).toBe(0);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await fake.stop();
});

async function casebell(...args: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await main(args, ALL_COMMANDS, {
    out: (line) => out.push(line),
    err: (line) => err.push(line),
  });
  return { code, out, err };
}

describe('casebell verify', () => {
  it('prints the digest, which is the one that the desk has', async () => {
    expect(await casebell('verify', file)).toEqual({ code: 0, out: [DIGEST], err: [] });
    expect(fake.model.only().view.digest).toBe(DIGEST);
  });

  it('knows the digest of an empty file', async () => {
    const empty = join(file, '..', 'empty');
    writeFileSync(empty, '');
    expect((await casebell('verify', empty)).out).toEqual([
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855-0',
    ]);
  });

  it('cuts a file of 33 MiB into three parts', async () => {
    const large = join(file, '..', 'large');
    writeFileSync(large, Buffer.alloc(33 * 1024 ** 2));
    expect((await casebell('verify', large)).out).toEqual([
      'dcaadebf0a5ed6fb5e1d660c029bbaeb0a8dfb82c944db1cce9b3ea218cd5f28-3',
    ]);
  });

  it('compares with a digest', async () => {
    expect(await casebell('verify', file, '--digest', DIGEST)).toEqual({ code: 0, out: [DIGEST], err: [] });
    expect(await casebell('verify', file, '--digest', OTHER)).toEqual({
      code: 1,
      out: [DIGEST],
      err: [`${file} is not the file that was meant: its digest is ${DIGEST}, expected was ${OTHER}.`],
    });
  });

  it('compares with the file of that name at a request', async () => {
    const at = ['--request', NUMBER, '--desk', fake.url];
    expect(await casebell('verify', file, ...at)).toEqual({
      code: 0,
      out: [DIGEST],
      err: [`${file} is the file of request ${NUMBER}.`],
    });
    expect(await casebell('verify', file, ...at, '--quiet')).toEqual({ code: 0, out: [DIGEST], err: [] });
    const copy = join(file, '..', 'copy.tgz');
    writeFileSync(copy, 'Casebell');
    // As DIGEST, without the line's end.
    const other = '5e1cda42e42d1c9b84d199d26256a30cfb0616d82cdfbb3a24f3a1e1fdc6cdbe-1';
    expect(await casebell('verify', copy, ...at, '--name', 'bundle.tgz')).toEqual({
      code: 1,
      out: [other],
      err: [`${copy} is not the file of request ${NUMBER}: its digest is ${other}, expected was ${DIGEST}.`],
    });
    expect(await casebell('verify', copy, ...at)).toEqual({
      code: 1,
      out: [],
      err: [`Request ${NUMBER} has no verified file "copy.tgz". It has: bundle.tgz. Name one with --name.`],
    });
  });

  it.each([
    [[], 2, 'Missing required positional argument: FILE. See casebell verify --help.'],
    [['/nowhere/x'], 2, 'There is no file /nowhere/x.'],
    [
      ['--digest', 'abc', 'FILE'],
      2,
      '"abc" is no digest: that is 64 hex digits, a hyphen and the number of parts.',
    ],
    [
      ['--digest', OTHER, '--request', NUMBER, 'FILE'],
      2,
      '--digest and --request both say what to compare with: give one of them.',
    ],
    [['--request', '123', 'FILE'], 2, '123: an SR number has 11 digits.'],
    [['--request', '26123456795', 'FILE', '--desk', 'DESK'], 1, 'It is UploadNotFound. Do otherwise.'],
    [['FILE', 'FILE'], 2, 'casebell verify takes one file at a time.'],
  ])('%j ends with %i', async (args, code, sentence) => {
    const given = args.map((one) => (one === 'FILE' ? file : one === 'DESK' ? fake.url : one));
    expect(await casebell('verify', ...given)).toEqual({ code, out: [], err: [sentence] });
  });
});
