import { randomBytes } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startCasebell } from '#test/support/casebell-process.ts';
import { startUploadFake, TOKEN, type UploadFake } from '#test/support/upload-fake.ts';
import { NUMBER } from '#test/support/upload-model.ts';

const MIB = 1024 ** 2;

let fake: UploadFake;
let file: string;
let folder: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'casebell-process-'));
  file = join(folder, 'bundle.tgz');
  writeFileSync(file, randomBytes(12 * MIB));
  fake = await startUploadFake({ partSize: MIB });
});
afterEach(() => fake.stop());

const upload = (args: readonly string[] = [], env: Record<string, string> = {}) =>
  startCasebell(['upload', file, '--request', NUMBER, '--desk', fake.url, ...args], {
    CASEBELL_TOKEN: TOKEN,
    XDG_STATE_HOME: folder,
    ...env,
  });

describe('whoever reads the output goes away', () => {
  it.each([
    ['stdout', ['--json']],
    ['stderr', []],
  ] as const)('%s: the upload goes on, and its exit code tells', async (name, args) => {
    fake.slowMs = 50;
    const { child, ended } = upload(args);
    // As `head -n 1` does it.
    child[name]?.once('data', () => child[name]?.destroy());
    const { code, stdout, stderr } = await ended;
    expect(code).toBe(0);
    expect(fake.model.only().view.state).toBe('verified');
    expect(`${stdout}${stderr}`).not.toMatch(/EPIPE|Error|at .*\.ts/);
  });
});

describe('signals', () => {
  it.each(['SIGTERM', 'SIGHUP'] as const)('%s stops it in order, as Ctrl-C does', async (signal) => {
    fake.slowMs = 50;
    const { child, ended } = upload();
    fake.onPart = (n) => void (n === 2 && child.kill(signal));
    const { code, stderr } = await ended;
    expect(code).toBe(130);
    expect(stderr).toMatch(
      /Interrupted; \d+ of 12 parts arrived, and are kept until 2026-11-29 09:00 UTC\. Run the same/,
    );
  });

  it('Ctrl-C twice ends it at once, and it can be gone on with', async () => {
    fake.slowMs = 50;
    const { child, ended } = upload();
    fake.onPart = (n) => {
      if (n !== 2) return;
      child.kill('SIGINT');
      child.kill('SIGINT');
    };
    // The second may come when nobody listens any more; a shell says 130 for that too.
    expect([130, null]).toContain((await ended).code);
    fake.onPart = () => {};
    expect(await upload(['--quiet']).ended).toMatchObject({ code: 0, stderr: '' });
    expect(fake.model.only().view.state).toBe('verified');
  });
});

describe('what is printed where no terminal is', () => {
  it('has no codes of one, whatever NO_COLOR and TERM say', async () => {
    for (const env of [{ NO_COLOR: '' }, { NO_COLOR: '', TERM: 'xterm-256color' }]) {
      const helps: [string[], string][] = [
        [['upload', '--help'], 'USAGE casebell upload [OPTIONS] <FILES>'],
        [['token', '--help'], 'USAGE casebell token [OPTIONS] <PERSON>'],
        [['--help'], 'COMMANDS'],
      ];
      for (const [args, words] of helps) {
        const { code, stdout: help } = await startCasebell(args, env).ended;
        expect([code, help]).toEqual([0, expect.stringContaining(words)]);
        expect(help).not.toContain('\u001b');
      }
      const { stderr: overview } = await startCasebell([], env).ended;
      expect(overview).not.toContain('\u001b');
      const { stdout, stderr } = await upload([], env).ended;
      const said = `${stdout}${stderr}`;
      expect([said.includes('\u001b'), said.includes('\r')]).toEqual([false, false]);
    }
  });

  it('is with --json --quiet the result alone', async () => {
    const { stdout, stderr } = await upload(['--json', '--quiet']).ended;
    expect(stderr).toBe('');
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toMatchObject([{ event: 'verified', file, size: 12 * MIB }]);
  });
});
