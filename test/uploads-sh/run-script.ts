import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { uploadScriptFor } from '#functions/uploads/upload-script.ts';
import type { TicketFake } from '../support/ticket-fake.ts';
import type { Shell } from './shells.ts';

/** The script itself, as a customer who saved it has it. */
export const SCRIPT_FILE = fileURLToPath(new URL('../../functions/uploads/upload.sh', import.meta.url));

/** How a run ended. */
export interface Ended {
  /** Null where a signal ended it. */
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Running {
  readonly pid: number;
  readonly done: Promise<Ended>;
  /** What has come to standard error, also after its end, of processes that outlive it. */
  err(): string;
  kill(signal: NodeJS.Signals): void;
}

export interface RunOptions {
  readonly shell: Shell;
  /** Where it runs; its folder `tmp` is TMPDIR. */
  readonly folder: string;
  readonly args: readonly string[];
  /** The script comes through a pipe, as from the URL of a ticket of this desk; else it is run from its file. */
  readonly piped?: Pick<TicketFake, 'api' | 'ticket'>;
  readonly env?: Readonly<Record<string, string>>;
  /** It writes to a terminal, by the `script` of util-linux. */
  readonly terminal?: boolean;
}

const started = new Set<ChildProcess>();

/** Ends what a test left running. */
export function stopAll(): void {
  for (const child of started) child.kill('SIGTERM');
}

/** Starts the script with an environment that has nothing in it but what is said here. */
export function startScript({ shell, folder, args, piped, env = {}, terminal }: RunOptions): Running {
  const line = [...shell.command, ...(piped ? ['-s', '--'] : [SCRIPT_FILE]), ...args];
  const [program = '', ...rest] = terminal ? ['script', '-qec', line.join(' '), '/dev/null'] : line;
  const child = spawn(program, rest, {
    cwd: folder,
    env: { PATH: shell.path, HOME: folder, TMPDIR: join(folder, 'tmp'), ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  started.add(child);
  child.on('exit', () => started.delete(child));
  child.stdin.on('error', () => {});
  child.stdin.end(piped ? uploadScriptFor(piped.api, piped.ticket) : '');
  const text = { out: '', err: '' };
  return {
    pid: child.pid ?? 0,
    done: ended(child, text),
    err: () => text.err,
    kill: (signal) => void child.kill(signal),
  };
}

/** Runs the script to its end. */
export function runScript(options: RunOptions): Promise<Ended> {
  return startScript(options).done;
}

/** Once the program has ended; not once its output is closed, which a process that outlived it may hold. */
function ended(child: ChildProcess, text: { out: string; err: string }): Promise<Ended> {
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    text.out += chunk;
  });
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    text.err += chunk;
  });
  return new Promise((done, failed) => {
    child.on('error', failed);
    child.on('exit', (code) => setTimeout(() => done({ code, ...text }), 20));
  });
}
