import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FaultedDesk } from './faulted-desk.ts';
import { type Life, live } from './life.ts';
import { patiently } from './patience.ts';
import type { Plan } from './plan.ts';
import { allQuotas } from './stack-contents.ts';
import type { Tally } from './tally.ts';

/** What is told while uploads are made. */
export interface Listener {
  /** An upload has come to its end, `ms` after it was begun. */
  onLife(plan: Plan, life: Life, ms: number): void;
  /** What is wrong with a stack after all uploads to it. */
  onStack(plans: readonly Plan[], violations: readonly string[]): void;
}

/** How uploads are made. */
export interface Way {
  /** Uploads at a time. */
  readonly lanes: number;
  /** The cloud assembly that the stack runs. */
  readonly assembly: string;
  /** Keeps the folder of a stack on which something was wrong. */
  readonly keep: boolean;
}

/** Makes uploads to one stack, some at a time, and looks at the stack when all have come to their end. */
export async function liveTogether(
  plans: readonly Plan[],
  { lanes, assembly, keep }: Way,
  tally: Tally,
  listener: Listener,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'casebell-faults-'));
  const wrong: string[] = [];
  try {
    const desk = await FaultedDesk.start(folder, assembly, tally);
    const waiting = [...plans];
    const lane = async () => {
      for (let plan = waiting.shift(); plan; plan = waiting.shift()) {
        const begun = Date.now();
        const life = await lifeOf(plan, desk, folder);
        wrong.push(...life.violations);
        listener.onLife(plan, life, Date.now() - begun);
      }
    };
    await Promise.all(Array.from({ length: lanes }, lane));
    tally.add('kills of the stack', desk.stack.kills);
    const after = await wrongAfterAll(desk);
    wrong.push(...after);
    listener.onStack(plans, after);
    await desk.stack.stop();
  } finally {
    if (keep && wrong.length > 0) process.stderr.write(`Kept: ${folder}\n`);
    else rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** What broke a run is a violation of it, and does not keep the others from being made. */
async function lifeOf(plan: Plan, desk: FaultedDesk, folder: string): Promise<Life> {
  try {
    return await live(plan, desk, folder);
  } catch (error) {
    const broken = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { violations: [`the run broke: ${broken}`], ends: ['broken'], said: '' };
  }
}

async function wrongAfterAll(desk: FaultedDesk): Promise<string[]> {
  const { accounts, requests } = await patiently(async () => allQuotas(await desk.stack.address));
  if (accounts === requests) return [];
  return [`the accounts' quotas count ${accounts} bytes, and those of their requests ${requests}`];
}
