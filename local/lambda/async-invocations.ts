import { randomUUID } from 'node:crypto';
import * as z from 'zod/mini';
import type { Activity } from '#local/activity.ts';
import type { Clock } from '#local/clock.ts';
import type { StateFile } from '#local/state-file.ts';
import type { FailureQueues } from '#local/streams/failure-queue.ts';
import { FunctionError } from './function-error.ts';
import type { LambdaService } from './lambda-service.ts';

const Pending = z.object({
  id: z.string(),
  functionArn: z.string(),
  event: z.unknown(),
  /** Epoch milliseconds of the stack's clock. */
  acceptedAt: z.number(),
  dueAt: z.number(),
  attempts: z.number(),
});
type Pending = z.infer<typeof Pending>;

/** Events that functions still have to get. */
export const PendingInvocations = z.array(Pending);
export type PendingInvocations = z.infer<typeof PendingInvocations>;

/** What asynchronous invocations are run with. */
export interface AsyncInvocationSettings {
  readonly lambda: LambdaService;
  readonly clock: Clock;
  readonly pending: StateFile<PendingInvocations>;
  readonly queues: FailureQueues;
  readonly activity: Activity;
  readonly log: (line: string) => void;
}

/** Lambda's queue of events for functions. */
export interface AsyncInvocations {
  /** Takes an event for a function; when this returns, a killed process still delivers it. */
  accept(functionArn: string, event: unknown): void;
  /** Goes on with what an earlier run left. */
  resume(): void;
  stop(): void;
}

/** Lambda waits one minute before the first retry of an asynchronous event and two before the second. */
const RETRY_WAITS_MS = [60_000, 120_000];

/**
 * Delivers events to functions at least once: a failed one is tried again (twice unless the template says otherwise),
 * then goes to the function's on-failure queue, or is dropped with a line in the log, as on AWS.
 */
export function createAsyncInvocations(settings: AsyncInvocationSettings): AsyncInvocations {
  const { lambda, clock, pending, queues, activity, log } = settings;
  const timers = new Map<string, () => void>();
  let stopped = false;

  const replace = (invocation: Pending) =>
    pending.save(pending.value.map((other) => (other.id === invocation.id ? invocation : other)));
  const remove = ({ id }: Pending) => pending.save(pending.value.filter((other) => other.id !== id));

  function schedule(invocation: Pending): void {
    if (stopped) return;
    if (invocation.dueAt <= clock.now()) {
      start(invocation);
      return;
    }
    const cancel = clock.at(invocation.dueAt, () => {
      timers.delete(invocation.id);
      start(invocation);
    });
    timers.set(invocation.id, cancel);
  }

  function start(invocation: Pending): void {
    void activity.during(`event for ${invocation.functionArn}`, () => attempt(invocation));
  }

  async function attempt(invocation: Pending): Promise<void> {
    try {
      await lambda.invoke(invocation.functionArn, invocation.event);
    } catch (error) {
      if (!stopped) failed(invocation, error);
      return;
    }
    remove(invocation);
  }

  function failed(invocation: Pending, error: unknown): void {
    const { id, async } = lambda.find(invocation.functionArn);
    const attempts = invocation.attempts + 1;
    const dueAt = clock.now() + (RETRY_WAITS_MS[attempts - 1] ?? 0);
    log(`${id}: ${error instanceof Error ? error.message : String(error)}`);
    if (attempts <= async.maxRetries && dueAt - invocation.acceptedAt <= async.maxAgeMs) {
      const again = { ...invocation, attempts, dueAt };
      replace(again);
      schedule(again);
      return;
    }
    if (async.onFailureArn === undefined) log(`${id}: an event was dropped after ${attempts} attempts`);
    else queues.send(async.onFailureArn, failureMessage({ ...invocation, attempts }, error, clock.now()));
    remove(invocation);
  }

  return {
    accept(functionArn, event) {
      const now = clock.now();
      const invocation = { id: randomUUID(), functionArn, event, acceptedAt: now, dueAt: now, attempts: 0 };
      pending.save([...pending.value, invocation]);
      schedule(invocation);
    },
    resume() {
      for (const invocation of pending.value) schedule(invocation);
    },
    stop() {
      stopped = true;
      for (const cancel of timers.values()) cancel();
    },
  };
}

/** What Lambda sends to an on-failure destination of an asynchronous invocation. */
function failureMessage({ id, functionArn, event, attempts }: Pending, error: unknown, nowMs: number) {
  return {
    version: '1.0',
    timestamp: new Date(nowMs).toISOString(),
    requestContext: {
      requestId: id,
      functionArn: `${functionArn}:$LATEST`,
      condition: 'RetriesExhausted',
      approximateInvokeCount: attempts,
    },
    requestPayload: event,
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    responsePayload: error instanceof FunctionError ? error.payload : { errorMessage: String(error) },
  };
}
