import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

let child: ChildProcess | undefined;
afterEach(() => {
  child?.kill('SIGKILL');
});

/** Runs `npm start` with these arguments, without npm. */
function start(...args: string[]) {
  const started = spawn(process.execPath, ['--import', 'tsx', 'local/main.ts', ...args], { cwd: ROOT });
  child = started;
  let stdout = '';
  let stderr = '';
  started.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  started.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const ended = new Promise<number | null>((resolve) => started.on('exit', resolve));
  return { process: started, ended, stdout: () => stdout, stderr: () => stderr };
}

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('npm start', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'serves the desk and leaves no process behind on %s',
    async (signal) => {
      const stateDir = mkdtempSync(join(tmpdir(), 'casebell-main-'));
      const desk = start(
        '--port',
        '0',
        '--state',
        stateDir,
        '--clock',
        'frozen',
        '--start',
        '2026-03-02T09:00:00Z',
      );
      await expect.poll(desk.stdout, { timeout: 50_000, interval: 100 }).toContain('Stop with Ctrl-C.');
      expect(desk.stdout()).toContain('It is Mon 2 Mar 2026, 09:00 UTC on the desk; time stands still');
      const url = /Control room {2}(\S+)/.exec(desk.stdout())?.[1] ?? '';
      expect(await (await fetch(url)).text()).toContain('Lens Server does not start after the upgrade');
      const { pid } = JSON.parse(readFileSync(join(stateDir, 'dynamodb.pid'), 'utf8'));
      expect(isAlive(pid)).toBe(true);
      desk.process.kill(signal);
      expect(await desk.ended).toBe(0);
      expect(isAlive(pid)).toBe(false);
      expect(desk.stderr()).not.toContain('Error');
    },
  );

  it('says in one sentence that the port is in use, and starts nothing', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const desk = start('--port', String(port), '--state', '/nowhere/at/all');
    expect(await desk.ended).toBe(1);
    expect(desk.stderr()).toBe(
      `Port ${port} is in use: stop what uses it, or choose another with npm start -- --port ${port + 1}.\n`,
    );
    await new Promise((resolve) => other.close(resolve));
  });

  it('exits with 2 when it is asked wrongly, and explains itself with --help', async () => {
    const wrong = start('--clock', 'slow');
    expect(await wrong.ended).toBe(2);
    expect(wrong.stderr()).toBe('--clock is real or frozen, not "slow".\n');
    const help = start('--help');
    expect(await help.ended).toBe(0);
    expect(help.stdout()).toContain('--clock real|frozen');
  });
});
