import { spawn } from 'node:child_process';
import path from 'node:path';
import { uploadScriptFor } from '#functions/uploads/upload-script.ts';
import { startCasebell } from '#test/support/casebell-process.ts';
import { processTree } from '#test/uploads-sh/process-tree.ts';
import { folderOfTools, whereIs } from '#test/uploads-sh/shells.ts';
import { killNow } from './kill-now.ts';
import type { ClientKind } from './plan.ts';

/** What a client's process is started with. */
export interface ClientSetting {
  readonly kind: ClientKind;
  readonly deskUrl: string;
  readonly number: string;
  readonly file: string;
  /** Where it may keep and write something. */
  readonly folder: string;
  readonly stateDir: string;
  readonly token: string;
  /** Its secret; null where there is none. */
  readonly ticket: string | null;
  readonly rate: number | null;
  readonly json: boolean;
}

/** How a client ended. */
export interface ClientEnd {
  /** Null where it was killed. */
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  /** When it said that the file is verified (epoch milliseconds); null where it did not. */
  readonly saidVerifiedAt: number | null;
}

/** A client that runs. */
export interface ClientProcess {
  readonly ended: Promise<ClientEnd>;
  /** Ends it as the kernel would; `whole` with the processes it has started, as when its host goes down. */
  kill(whole: boolean): void;
}

/** How each client says success: lines for people, lines for programs, and the script's. */
const VERIFIED = /"event":"verified"|"state":"verified"|: verified\.|^verified /m;

export function startClient(setting: ClientSetting): ClientProcess {
  const child = setting.kind === 'script' ? startScript(setting) : startCommand(setting);
  const text = { out: '', err: '' };
  let saidVerifiedAt: number | null = null;
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    text.out += chunk;
    if (saidVerifiedAt === null && VERIFIED.test(text.out)) saidVerifiedAt = Date.now();
  });
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    text.err += chunk;
  });
  return {
    // Not once its output is closed, which a process that outlived it may hold.
    ended: new Promise((resolve) =>
      child.on('exit', (code) => setTimeout(() => resolve({ code, ...text, saidVerifiedAt }), 30)),
    ),
    kill(whole) {
      const pids = whole ? processTree(child.pid ?? 0).map(({ pid }) => pid) : [child.pid ?? 0];
      for (const pid of pids) killNow(pid);
    },
  };
}

function startCommand({ kind, deskUrl, number, file, stateDir, token, ticket, rate, json }: ClientSetting) {
  const who: Record<string, string> =
    kind === 'cli-ticket'
      ? { CASEBELL_TICKET: ticket ?? '' }
      : kind === 'cli-token'
        ? { CASEBELL_TOKEN: token }
        : {};
  const args = ['upload', file, '--desk', deskUrl, '--state-dir', stateDir];
  if (kind !== 'cli-ticket') args.push('--request', number);
  if (kind === 'cli-person') args.push('--as', 'dana');
  if (rate !== null) args.push('--limit-rate', `${rate}M`);
  if (json) args.push('--json');
  return startCasebell(args, who).child;
}

/** Pauses are a fifth as long: a day of trouble is lived through in hours. */
const PAUSES = `exec ${whereIs('sleep')} $(($1 / 5)).$(($1 * 2 % 10))`;
const toolsByRate = new Map<number | null, string>();

function toolsFor(rate: number | null): string {
  const known = toolsByRate.get(rate);
  if (known !== undefined) return known;
  // Each of the script's four processes runs a curl of its own.
  const curl =
    rate === null
      ? {}
      : { curl: `exec ${whereIs('curl')} --limit-rate ${Math.ceil((rate * 1024) / 4)}K "$@"` };
  const tools = folderOfTools([], { sleep: PAUSES, ...curl });
  toolsByRate.set(rate, tools);
  return tools;
}

function startScript({ deskUrl, file, folder, ticket, rate }: ClientSetting) {
  const child = spawn('dash', ['-s', '--', file], {
    cwd: folder,
    env: {
      PATH: `${toolsFor(rate)}${path.delimiter}${process.env.PATH}`,
      HOME: folder,
      TMPDIR: folder,
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.on('error', () => undefined);
  child.stdin.end(uploadScriptFor(deskUrl, ticket ?? ''));
  return child;
}
