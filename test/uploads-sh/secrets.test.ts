import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTicketFake, type TicketFake } from '../support/ticket-fake.ts';
import { environmentOf, processTree } from './process-tree.ts';
import { type Running, startScript, stopAll } from './run-script.ts';
import { writeSample } from './sample-file.ts';
import { SHELLS, testFolder } from './shells.ts';

const PART = 16_384;

let desk: TicketFake;
let folder: string;

beforeEach(async () => {
  desk = await startTicketFake({ partSize: PART, bytesPerSecond: 100_000 });
  folder = testFolder();
  writeSample(folder, 'f', 24 * PART);
});

afterEach(async () => {
  stopAll();
  await desk.close();
  rmSync(folder, { recursive: true });
});

/** What the list of processes showed of a run, every few milliseconds: commands, and environments but that of the shell. */
async function watch(running: Running): Promise<{ commands: Set<string>; environments: Set<string> }> {
  const commands = new Set<string>();
  const environments = new Set<string>();
  let over = false;
  void running.done.then(() => {
    over = true;
  });
  while (!over) {
    for (const { pid, command } of processTree(running.pid)) {
      commands.add(command);
      // A fork of the shell is the shell until it runs another program.
      if (/^(curl|dd|sed|awk|sleep)\b/.test(command)) environments.add(environmentOf(pid));
    }
    await sleep(4);
  }
  return { commands, environments };
}

describe.each(SHELLS)('the upload script in $name', (shell) => {
  it('shows neither ticket nor signature in a list of processes, and writes neither', async () => {
    const running = startScript({ shell, folder, args: ['f'], piped: desk });
    const { commands, environments } = await watch(running);
    const { code, out, err } = await running.done;

    expect(code).toBe(0);
    expect([...commands].filter((command) => command.startsWith('curl')).length).toBeGreaterThan(5);
    expect(environments.size).toBeGreaterThan(0);
    expect(desk.secrets.length).toBeGreaterThan(24);
    const shown = [...commands, ...environments, out, err].join('\n');
    expect(desk.secrets.filter((secret) => shown.includes(secret))).toEqual([]);
  });

  it('does not hand the ticket on to what it starts, where it came in the environment', async () => {
    const env = { CASEBELL_API: desk.api, CASEBELL_TICKET: desk.ticket };
    const running = startScript({ shell, folder, args: ['f'], env });
    const { environments } = await watch(running);
    expect((await running.done).code).toBe(0);
    expect([...environments].filter((text) => text.includes('CASEBELL'))).toEqual([]);
    expect([...environments].some((text) => text.includes('TMPDIR='))).toBe(true);
  });

  it('keeps its files from everybody else', async () => {
    const running = startScript({ shell, folder, args: ['f'], piped: desk });
    while ((desk.uploads[0]?.received.size ?? 0) < 4) await sleep(20);
    const [own = ''] = readdirSync(join(folder, 'tmp'));
    const files = readdirSync(join(folder, 'tmp', own)).filter((name) => /^(put|call)\./.test(name));
    const modes = files.flatMap((name) => {
      const found = statSync(join(folder, 'tmp', own, name), { throwIfNoEntry: false });
      return found ? [(found.mode & 0o777).toString(8)] : [];
    });
    expect((statSync(join(folder, 'tmp', own)).mode & 0o777).toString(8)).toBe('700');
    expect(new Set(modes)).toEqual(new Set(['600']));
    running.kill('SIGTERM');
    expect((await running.done).code).toBe(130);
    expect(readdirSync(join(folder, 'tmp'))).toEqual([]);
  });
});
