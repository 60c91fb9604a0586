import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const folders: string[] = [];

function newFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'casebell-kill-'));
  folders.push(folder);
  return folder;
}

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** When to kill the story: as soon as it has printed a text, or some milliseconds after its first line. */
type Moment = string | number;

/** Runs the story on a folder; kills the process with SIGKILL at a moment. */
function runStory(folder: string, killAt?: Moment): Promise<{ killed: boolean; output: string }> {
  return new Promise((resolve, reject) => {
    const child: ChildProcess = spawn(
      process.execPath,
      ['--import', 'tsx', 'cli/story.ts', '--state', folder],
      {
        cwd: ROOT,
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    let output = '';
    let errors = '';
    child.stderr?.on('data', (data: Buffer) => {
      errors += data.toString();
    });
    child.stdout?.on('data', (data: Buffer) => {
      const isFirst = output === '';
      output += data.toString();
      if (typeof killAt === 'string' && output.includes(killAt)) child.kill('SIGKILL');
      if (typeof killAt === 'number' && isFirst) setTimeout(() => child.kill('SIGKILL'), killAt);
    });
    child.on('exit', (code, signal) => {
      if (signal === 'SIGKILL') resolve({ killed: true, output });
      else if (code === 0) resolve({ killed: false, output });
      else reject(new Error(`The story ended with ${code}: ${output}\n${errors}`));
    });
  });
}

/** What the story came to, without what chance decided (the number) and how often a line was told. */
function outcome(output: string) {
  const plain = output.replaceAll(/\b26\d{9}\b/g, 'NUMBER');
  const lines = plain.split('\n');
  return {
    mails: lines.filter((line) => / {2}mail {3}/.test(line)).sort(),
    events: lines.filter((line) => / {2}event {2}/.test(line)).sort(),
    end: lines.find((line) => line.startsWith('Request NUMBER is')),
  };
}

describe('the story survives kill -9', () => {
  const KILL_AT = [
    'Dana files a request',
    37,
    211,
    'Rita assigns',
    '50% of the first-response',
    'target is missed',
    'closes Thu',
    'contact attempt 1',
    503,
    'contact attempt 3',
    'closed: no-answer',
    11,
  ] as const;

  it('[CLO-1] ends the same, with each mail once, after being killed twelve times on the way', async () => {
    const undisturbed = outcome((await runStory(newFolder())).output);
    expect(undisturbed.mails).toHaveLength(18);
    expect(undisturbed.end).toContain('Request NUMBER is closed (no-answer). 18 mails.');

    const folder = newFolder();
    for (const killAt of KILL_AT) {
      const { killed } = await runStory(folder, killAt);
      expect(killed, `killed at "${killAt}"`).toBe(true);
    }
    const { output } = await runStory(folder);
    expect(outcome(output)).toEqual(undisturbed);
  }, 240_000);
});
