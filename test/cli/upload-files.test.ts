import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ALL_COMMANDS } from '#cli/all-commands.ts';
import { main } from '#cli/main.ts';
import { openFile } from '#cli/upload/open-file.ts';
import { startUploadFake, TOKEN, type UploadFake } from '#test/support/upload-fake.ts';
import { NUMBER } from '#test/support/upload-model.ts';

const BIN = fileURLToPath(new URL('../../cli/casebell.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'casebell-files-'));

let fake: UploadFake;
beforeAll(async () => {
  fake = await startUploadFake({ keep: true });
});
afterAll(() => fake.stop());

function made(name: string, content = 'bytes'): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

async function upload(...args: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const given = ['upload', ...args, '--request', NUMBER, '--desk', fake.url, '--token', TOKEN];
  const code = await main([...given, '--state-dir', join(folder, 'state')], ALL_COMMANDS, {
    out: (line) => out.push(line),
    err: (line) => err.push(line),
  });
  return { code, out, err };
}

describe('what is no file that could be uploaded', () => {
  it('a folder is to be packed, by a command that a shell takes as it is', () => {
    const dir = join(folder, "Dana's logs");
    mkdirSync(join(dir, 'new'), { recursive: true });
    expect(() => openFile(dir)).toThrow(
      `${dir} is a folder. Pack it first: tar -czf 'Dana'\\''s logs.tgz' '${folder}/Dana'\\''s logs'`,
    );
    const command = /tar .*/.exec(String(catching(() => openFile(dir))))?.[0] ?? '';
    execFileSync('sh', ['-c', command], { cwd: folder, stdio: 'pipe' });
    expect(readFileSync(join(folder, "Dana's logs.tgz")).subarray(0, 2)).toEqual(Buffer.from([0x1f, 0x8b]));
  });

  it('a named pipe is refused at once: nobody need write to it', () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    expect(() => openFile(pipe)).toThrow(
      `${pipe} is no regular file, and what has no fixed size cannot be gone on with. Save it to a file first.`,
    );
  });

  it.skipIf(process.platform !== 'linux')('a file of the system would be uploaded as empty', () => {
    expect(() => openFile('/proc/self/status')).toThrow('/proc/self/status is no regular file');
  });

  it('is named without what would steer a terminal', () => {
    expect(() => openFile('/nowhere/\u001b[2Jx\r')).toThrow('There is no file /nowhere/[2Jx.');
  });

  it('a pipe of a shell is refused, and a redirected file is uploaded', async () => {
    const piped = await inShell(`echo bytes | "$NODE" "$BIN" upload /dev/stdin ${asDana()}`);
    expect(piped).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('/dev/stdin is no regular file'),
    });
    const path = made('redirected.log', 'redirected bytes');
    const redirected = await inShell(`"$NODE" "$BIN" upload /dev/fd/3 --quiet ${asDana()} 3< "${path}"`);
    expect(redirected).toMatchObject({ code: 0, stderr: '' });
    expect(redirected.stdout).toMatch(/^\/dev\/fd\/3: verified\. 16 B at request /);
  });
});

describe('names and times that files may have', () => {
  it.each([
    'a\u001b[31m\n.log',
    '-rf',
    '日志 ログ.zip',
    'a b\t"c".log',
    '\u202egpj.exe',
    `${'n'.repeat(250)}.log`,
  ])('%j', async (name) => {
    const path = made(name, name);
    const { code, out, err } = await upload(path, '--quiet');
    expect({ code, err }).toEqual({ code: 0, err: [] });
    expect(out).toHaveLength(1);
    expect(out[0]).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    const stored = [...fake.model.uploads.values()].at(-1);
    expect(stored && String(fake.model.contentOf(stored))).toBe(name);
    expect(stored?.view.name).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  it('a name that begins with a hyphen is one after --', async () => {
    made('-x.log');
    const before = process.cwd();
    process.chdir(folder);
    try {
      const given = ['--request', NUMBER, '--desk', fake.url, '--token', TOKEN, '--state-dir', folder];
      const out: string[] = [];
      const output = { out: (line: string) => void out.push(line), err: () => {} };
      expect(await main(['upload', ...given, '--', '-x.log'], ALL_COMMANDS, output)).toBe(0);
      expect(out[0]).toMatch(/^-x\.log: verified\. /);
    } finally {
      process.chdir(before);
    }
  });

  it.each(['1970-01-01T00:00:00.000Z', '1966-03-04T05:06:07.000Z', '2106-02-07T06:28:16.000Z'])(
    'last written %s',
    async (written) => {
      const path = made(`${written.slice(0, 4)}.log`);
      utimesSync(path, new Date(written), new Date(written));
      expect(await upload(path, '--quiet')).toMatchObject({ code: 0 });
      expect([...fake.model.uploads.values()].at(-1)?.view.mtime).toBe(written);
    },
  );
});

function catching(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}

const asDana = () => `--request ${NUMBER} --desk ${fake.url} --state-dir "${folder}"`;

function inShell(command: string): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn('sh', ['-c', command], {
    env: { PATH: process.env.PATH ?? '', NODE: process.execPath, BIN, CASEBELL_TOKEN: TOKEN },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })));
}
