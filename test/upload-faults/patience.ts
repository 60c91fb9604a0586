import { setTimeout as sleep } from 'node:timers/promises';
import { Refused } from '#test/support/desk-caller.ts';

/** Longer than any restart of the stack takes, on a machine that has other things to do. */
const MOST_MS = 90_000;
const PAUSE_MS = 150;

/** Asks until there is an answer, which may be a refusal: the stack may be down at any moment. */
export async function patiently<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  const giveUpAt = Date.now() + MOST_MS;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof Refused || Date.now() > giveUpAt) throw error;
      await sleep(PAUSE_MS);
    }
  }
}

/** Waits until `holds`, and says whether it came to hold in time. */
export async function waitUntil(holds: () => Promise<boolean>, mostMs: number): Promise<boolean> {
  const giveUpAt = Date.now() + mostMs;
  while (!(await holds())) {
    if (Date.now() > giveUpAt) return false;
    await sleep(PAUSE_MS);
  }
  return true;
}
