import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { isFree } from '#local/port.ts';
import { processTree } from '#test/uploads-sh/process-tree.ts';
import { killNow } from './kill-now.ts';
import type { FromStack, StackAddress, ToStack } from './stack-messages.ts';

const SCRIPT = fileURLToPath(new URL('./stack-child.ts', import.meta.url));

/** Below the ports that the system gives to connections: nobody else takes one while the stack is down. */
const FIRST_PORT = 21_000;
const PORTS = 9000;

/** Where and with what it runs. */
interface StackOptions {
  readonly stateDir: string;
  /** The cloud assembly: always the same, whatever is changed in the sources meanwhile. */
  readonly assembly: string;
  readonly port: number;
}

/** A local stack in a process of its own, which can be killed with all that belongs to it. */
export class FaultedStack {
  readonly #options: StackOptions;
  readonly #onMessage: (message: FromStack) => void;
  readonly #armed = new Map<string, Extract<ToStack, { type: 'arm' }>>();
  #child: ChildProcess | null = null;
  #coming: Promise<StackAddress>;
  #kills = 0;

  private constructor(options: StackOptions, onMessage: (message: FromStack) => void) {
    this.#options = options;
    this.#onMessage = onMessage;
    this.#coming = this.#launch();
  }

  /** Starts it, on a folder of its own. `onMessage` is told what it tells. */
  static async start(
    options: Omit<StackOptions, 'port'>,
    onMessage: (message: FromStack) => void,
  ): Promise<FaultedStack> {
    const stack = new FaultedStack({ ...options, port: await freePort() }, onMessage);
    await stack.#coming;
    return stack;
  }

  /** How it is reached, once it has started. */
  get address(): Promise<StackAddress> {
    return this.#coming;
  }

  get deskUrl(): string {
    return `http://localhost:${this.#options.port}`;
  }

  /** How often it was killed. */
  get kills(): number {
    return this.#kills;
  }

  arm(message: Extract<ToStack, { type: 'arm' }>): void {
    this.#armed.set(message.number, message);
    this.#child?.send(message);
  }

  disarm(number: string): void {
    this.#armed.delete(number);
    this.#child?.send({ type: 'disarm', number } satisfies ToStack);
  }

  /**
   * Kills the process, its functions and its database at once, as a power cut would, and starts it anew after `downMs`
   * on the same folder and port. False where it was just starting.
   */
  async kill(downMs: number): Promise<boolean> {
    const child = this.#child;
    if (child === null) return false;
    this.#child = null;
    this.#kills += 1;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    for (const { pid } of processTree(child.pid ?? 0)) killNow(pid);
    this.#coming = ended.then(() => sleep(downMs)).then(() => this.#launch());
    await this.#coming;
    return true;
  }

  async stop(): Promise<void> {
    await this.#coming;
    const child = this.#child;
    this.#child = null;
    if (child === null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
  }

  #launch(): Promise<StackAddress> {
    const { stateDir, port, assembly } = this.#options;
    const child = spawn(process.execPath, ['--import', 'tsx', SCRIPT, stateDir, String(port), assembly], {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    let said = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said = `${said}${text}`.slice(-4000);
    });
    // What goes wrong is told of before anybody can reach it.
    for (const message of this.#armed.values()) child.send({ ...message, seed: message.seed + this.#kills });
    return new Promise((resolve, reject) => {
      child.on('message', (message: FromStack) => {
        this.#onMessage(message);
        if (message.type !== 'ready') return;
        this.#child = child;
        resolve(message);
      });
      child.once('exit', (code) => {
        const error = new Error(`The stack ended by itself, with status ${code}:\n${said}`);
        reject(error);
        if (this.#child !== child) return;
        this.#child = null;
        this.#coming = Promise.reject(error);
        this.#coming.catch(() => undefined);
      });
    });
  }
}

async function freePort(): Promise<number> {
  for (;;) {
    const port = FIRST_PORT + Math.floor(Math.random() * PORTS);
    if (await isFree(port)) return port;
  }
}
