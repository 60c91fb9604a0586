import type { LambdaFunction } from './lambda-function.ts';
import type { Sandbox } from './sandbox.ts';

/** More sandboxes of one function than this only fight for the laptop's cores. */
const MOST_SANDBOXES = 4;

/** The warm sandboxes of one function; each handles one event at a time. */
export interface SandboxPool {
  run(event: unknown, requestId: string): Promise<unknown>;
  /** Starts a sandbox if none is there yet, so that the first event need not wait for it. */
  warm(): void;
  stop(): Promise<void>;
}

/** A pool that grows on demand up to the function's reserved concurrency; further events wait their turn. */
export function createSandboxPool(fn: LambdaFunction, start: () => Sandbox): SandboxPool {
  const limit = Math.min(fn.reservedConcurrency ?? MOST_SANDBOXES, MOST_SANDBOXES);
  const all = new Set<Sandbox>();
  const free: Sandbox[] = [];
  const waiting: ((sandbox: Sandbox) => void)[] = [];

  function grow(): Sandbox {
    const sandbox = start();
    all.add(sandbox);
    return sandbox;
  }

  async function take(): Promise<Sandbox> {
    for (let sandbox = free.pop(); sandbox !== undefined; sandbox = free.pop()) {
      if (sandbox.alive()) return sandbox;
      all.delete(sandbox);
    }
    if (all.size < limit) return grow();
    return new Promise((resolve) => waiting.push(resolve));
  }

  function giveBack(sandbox: Sandbox): void {
    if (!sandbox.alive()) all.delete(sandbox);
    const next = waiting.shift();
    if (next !== undefined) next(sandbox.alive() ? sandbox : grow());
    else if (sandbox.alive()) free.push(sandbox);
  }

  return {
    async run(event, requestId) {
      if (limit === 0) throw new Error(`${fn.id} has a reserved concurrency of 0`);
      const sandbox = await take();
      try {
        return await sandbox.run(event, requestId);
      } finally {
        giveBack(sandbox);
      }
    },
    warm() {
      if (all.size === 0 && limit > 0) free.push(grow());
    },
    async stop() {
      await Promise.all([...all].map((sandbox) => sandbox.stop()));
    },
  };
}
