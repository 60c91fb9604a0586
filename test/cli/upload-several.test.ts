import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ALL_COMMANDS } from '#cli/all-commands.ts';
import { main } from '#cli/main.ts';
import { uploadCommand } from '#cli/upload.ts';
import { startUploadFake, TOKEN, type UploadFake } from '#test/support/upload-fake.ts';
import { NUMBER } from '#test/support/upload-model.ts';

let fake: UploadFake;
let folder: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'casebell-several-'));
  fake = await startUploadFake();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await fake.stop();
});

function made(name: string): string {
  const path = join(folder, name);
  writeFileSync(path, `bytes of ${name}`);
  return path;
}

const asDana = () => [
  ...['--request', NUMBER, '--desk', fake.url, '--token', TOKEN],
  ...['--state-dir', join(folder, 'state')],
];

/** Runs it in this process; `onOut` is told of every line as it is printed. */
async function upload(args: readonly string[], onOut: (line: string) => void = () => {}) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await main(['upload', ...args, ...asDana()], ALL_COMMANDS, {
    out(line) {
      out.push(line);
      onOut(line);
    },
    err: (line) => err.push(line),
  });
  return { code, out, err };
}

const events = (lines: readonly string[]) => lines.map((line) => JSON.parse(line));

describe('several files', () => {
  it('one that is named twice, in whatever way, is uploaded once', async () => {
    const [a, b] = [made('a.log'), made('b.log')];
    const { code, out } = await upload([a, b, join(folder, '.', 'sub', '..', 'a.log'), a, '--quiet']);
    expect(code).toBe(0);
    expect(out.map((line) => line.split(': ')[0])).toEqual([a, b]);
    expect(fake.model.uploads.size).toBe(2);
  });

  it('one that is removed before its turn does not keep the next from arriving, and is told as failed', async () => {
    const [a, b, c] = [made('a.log'), made('b.log'), made('c.log')];
    const { code, out, err } = await upload([a, b, c, '--json', '--quiet'], (line) => {
      if (line.includes('a.log')) rmSync(b);
    });
    expect(code).toBe(2);
    expect(events(out).map(({ event, file }) => [event, file])).toEqual([
      ['verified', a],
      ['failed', b],
      ['verified', c],
    ]);
    expect(events(out)[1]).toEqual({
      event: 'failed',
      file: b,
      kind: 'failed',
      code: null,
      message: `There is no file ${b}.`,
      exitCode: 2,
    });
    expect(err).toEqual([`${b}: There is no file ${b}.`, '1 of 3 files could not be uploaded.']);
  });

  it('an interruption between two files is no success: the others are not uploaded', async () => {
    const [a, b, c] = [made('a.log'), made('b.log'), made('c.log')];
    const { code, out, err } = await upload([a, b, c, '--quiet'], (line) => {
      if (line.includes('a.log')) process.emit('SIGINT', 'SIGINT');
    });
    expect({ code, err }).toEqual({ code: 130, err: ['2 of 3 files are not uploaded.'] });
    expect(out).toHaveLength(1);
    expect(fake.model.uploads.size).toBe(1);
  });

  it('an interruption amid one says so of it, and of those that were not begun', async () => {
    const [a, b] = [made('a.log'), made('b.log')];
    fake.slowMs = 300;
    const { code, err } = await upload([a, b, '--json'], (line) => {
      if (line.includes('"begun"')) setTimeout(() => process.emit('SIGTERM', 'SIGTERM'), 50);
    });
    expect(code).toBe(130);
    expect(err).toEqual([
      expect.stringMatching(
        /a\.log: Interrupted; 0 of 1 parts arrived\. Run the same command again to go on/,
      ),
      '2 of 2 files are not uploaded.',
    ]);
    expect(process.listenerCount('SIGHUP')).toBe(0);
  });

  it('a state that cannot be kept is told of each', async () => {
    const a = made('a.log');
    writeFileSync(join(folder, 'state'), 'no folder');
    const { code, out, err } = await upload([a, '--json', '--quiet']);
    expect(code).toBe(1);
    expect(events(out)).toMatchObject([{ event: 'failed', kind: 'failed', exitCode: 1 }]);
    expect(err[0]).toMatch(
      /^\S+a\.log: The state of the upload cannot be kept in .* Name another folder with --state-dir\.$/,
    );
  });
});

describe('what is drawn', () => {
  async function drawn(columns: number): Promise<string> {
    let text = '';
    const terminal = { isTTY: true, columns, write: (more: string) => (text += more) };
    const output = { out: () => {}, err: () => {} };
    await uploadCommand(output, terminal).run([made('a.log'), ...asDana()]);
    return text;
  }

  it('is a line on a terminal, also on one that does not know its width', async () => {
    for (const columns of [80, 0]) {
      const text = await drawn(columns);
      expect(text).toContain('\r\u001b[K');
      expect(text).toMatch(/ {2}0 %/);
    }
  });

  it('is nothing on a dumb terminal', async () => {
    vi.stubEnv('TERM', 'dumb');
    expect(await drawn(80)).toBe('');
  });
});
