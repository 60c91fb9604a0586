import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { processTree } from '#test/uploads-sh/process-tree.ts';

/** A command line, and what it is to find around it. */
export interface ClientCommand {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Memory of processes in bytes; what several share is shared out among them. */
export interface Memory {
  /** With the pages of programs and libraries, which the system can drop and read again. */
  readonly all: number;
  readonly own: number;
}

/** What one upload took. */
export interface ClientRun {
  readonly seconds: number;
  /** The most memory that the program and all it started had at one time, looked at ten times a second. */
  readonly peak: Memory;
}

/** Runs a client to its end; rejects with what it said when it failed. */
export async function runClient({ program, args, env }: ClientCommand): Promise<ClientRun> {
  const startedAt = performance.now();
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-2000);
    });
  const peak = { all: 0, own: 0 };
  const watch = setInterval(() => {
    const { all, own } = memoryOf(child.pid ?? 0);
    peak.all = Math.max(peak.all, all);
    peak.own = Math.max(peak.own, own);
  }, 100);
  const code = await new Promise((resolve, reject) => child.on('error', reject).on('exit', resolve));
  const seconds = (performance.now() - startedAt) / 1000;
  clearInterval(watch);
  if (code !== 0) throw new Error(`${program} ended with ${code}: ${said}`);
  return { seconds, peak };
}

function memoryOf(root: number): Memory {
  const sum = { all: 0, own: 0 };
  for (const { pid } of processTree(root)) {
    const rollup = rollupOf(pid);
    sum.all += bytesOf(rollup, 'Pss');
    sum.own += bytesOf(rollup, 'Pss_Anon');
  }
  return sum;
}

const bytesOf = (rollup: string, field: string) =>
  Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(rollup)?.[1] ?? 0) * 1024;

/** Nothing of a process that has ended meanwhile. */
function rollupOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  } catch {
    return '';
  }
}
