import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const BIN = fileURLToPath(new URL('../../cli/casebell.mjs', import.meta.url));

/** A run of the command line that is over. */
export interface Ended {
  /** Null where a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A run of the command line in a process of its own. */
export interface CasebellProcess {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** Starts `casebell` with nothing of this process's environment but what is given. */
export function startCasebell(args: readonly string[], env: Record<string, string> = {}): CasebellProcess {
  return startProgram(BIN, args, env);
}

/** Starts a program of Node.js in the same way. */
export function startProgram(
  program: string,
  args: readonly string[],
  env: Record<string, string> = {},
): CasebellProcess {
  const child = spawn(process.execPath, [program, ...args], {
    env: { PATH: process.env.PATH ?? '', NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = new Promise<Ended>((resolve) =>
    child.on('close', (code) => resolve({ code, stdout, stderr })),
  );
  return { child, ended };
}
