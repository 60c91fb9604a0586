import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runningClock } from '#local/clock.ts';
import { seedDemo } from '#local/demo/seed.ts';
import { startLocalStack } from '#local/stack.ts';

/** Where the stack that is uploaded to can be called, and as whom. */
export interface ServerAddress {
  readonly desk: string;
  /** Bearer token of a customer. */
  readonly dana: string;
  readonly s3: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** Runs the local stack for the process that started this one, and ends with it. */
const stateDir = mkdtempSync(path.join(tmpdir(), 'casebell-bench-'));
const stack = await startLocalStack({
  stateDir,
  clock: runningClock(0),
  warm: true,
  skipIdleSchedules: true,
});
await seedDemo(stack);
process.once('disconnect', async () => {
  await stack.stop();
  rmSync(stateDir, { recursive: true });
  process.exit();
});
process.send?.({
  desk: stack.deskUrl,
  dana: await stack.token('dana'),
  s3: stack.s3.url,
  accessKeyId: stack.awsEndpoint.accessKeyId,
  secretAccessKey: stack.awsEndpoint.secretAccessKey,
} satisfies ServerAddress);
