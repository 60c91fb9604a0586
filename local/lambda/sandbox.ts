import type { Writable } from 'node:stream';
import { Worker } from 'node:worker_threads';
import * as z from 'zod/mini';
import { FunctionError, FunctionErrorPayload } from './function-error.ts';
import type { LambdaFunction } from './lambda-function.ts';

const Message = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('result'), result: z.string() }),
  z.object({ kind: z.literal('error'), error: FunctionErrorPayload }),
  z.object({ kind: z.literal('init-error'), error: FunctionErrorPayload }),
]);
type Message = z.infer<typeof Message>;

/** Lambda gives a function this long to load before it starts again within the invocation's own time. */
const INIT_LIMIT_MS = 10_000;

/** One execution environment of a function: a worker thread that handles one event at a time. */
export interface Sandbox {
  /** Handles one event; rejects with `FunctionError`. A rejection may end the sandbox, see `alive`. */
  run(event: unknown, requestId: string): Promise<unknown>;
  alive(): boolean;
  stop(): Promise<void>;
}

/** Starts an execution environment; it loads the code in the background, and `run` waits for that. */
export function startSandbox(
  fn: LambdaFunction,
  environment: Readonly<Record<string, string>>,
  output: Writable,
): Sandbox {
  const worker = new Worker(new URL('./bootstrap.mjs', import.meta.url), {
    env: { ...environment },
    execArgv: [],
    name: fn.id,
    stdout: true,
    stderr: true,
    // The thread shares the process, so only the heap can be held to the function's memory.
    resourceLimits: { maxOldGenerationSizeMb: fn.memoryMb },
    workerData: { codeDirectory: fn.codeDirectory, handler: fn.handler },
  });
  worker.stdout.on('data', (chunk) => output.write(chunk));
  worker.stderr.on('data', (chunk) => output.write(chunk));
  let alive = true;
  let receive: ((message: Message | FunctionErrorPayload) => void) | undefined;
  const end = (payload: FunctionErrorPayload) => {
    alive = false;
    receive?.(payload);
  };
  worker.on('message', (message: unknown) => receive?.(Message.parse(message)));
  worker.on('error', (error) => {
    const isError = error instanceof Error;
    output.write(`${isError ? error.stack : String(error)}\n`);
    end({ errorType: isError ? error.name : 'Error', errorMessage: isError ? error.message : String(error) });
  });
  worker.on('exit', (code) =>
    end({ errorType: 'Runtime.ExitError', errorMessage: `Runtime exited with error: exit status ${code}` }),
  );
  worker.unref();

  const next = (limitMs: number, late: FunctionErrorPayload) =>
    new Promise<Message>((resolve, reject) => {
      const timer = setTimeout(() => {
        alive = false;
        // Stopping is a promise of its own; the caller need not wait for the thread to be gone.
        worker.terminate().catch((error: unknown) => output.write(`${String(error)}\n`));
        receive?.(late);
      }, limitMs);
      receive = (message) => {
        clearTimeout(timer);
        receive = undefined;
        if ('kind' in message && typeof message.kind === 'string') resolve(Message.parse(message));
        else reject(new FunctionError(fn.id, FunctionErrorPayload.parse(message)));
      };
    });

  const ready = next(INIT_LIMIT_MS, {
    errorType: 'Sandbox.Timedout',
    errorMessage: 'Init phase timed out after 10.00 seconds',
  }).then((message) => {
    if (message.kind !== 'init-error') return;
    alive = false;
    output.write(`${(message.error.trace ?? [message.error.errorMessage]).join('\n')}\n`);
    throw new FunctionError(fn.id, message.error);
  });
  // A sandbox that fails before its first event tells so to that event.
  ready.catch(() => undefined);

  return {
    alive: () => alive,
    async run(event, requestId) {
      await ready;
      if (!alive)
        throw new FunctionError(fn.id, { errorType: 'Runtime.ExitError', errorMessage: 'Runtime exited' });
      const seconds = (fn.timeoutMs / 1000).toFixed(2);
      const answer = next(fn.timeoutMs, {
        errorType: 'Sandbox.Timedout',
        errorMessage: `RequestId: ${requestId} Error: Task timed out after ${seconds} seconds`,
      });
      worker.postMessage({
        event: JSON.stringify(event) ?? 'null',
        deadlineMs: Date.now() + fn.timeoutMs,
        traceId: `Root=1-00000000-${requestId.replaceAll('-', '').slice(0, 24)};Sampled=0`,
        context: {
          awsRequestId: requestId,
          functionName: fn.name,
          functionVersion: '$LATEST',
          invokedFunctionArn: fn.arn,
          logGroupName: `/aws/lambda/${fn.name}`,
          logStreamName: 'local',
          memoryLimitInMB: String(fn.memoryMb),
        },
      });
      const message = await answer;
      if (message.kind === 'result') return JSON.parse(message.result);
      if (message.kind === 'error') throw new FunctionError(fn.id, message.error);
      throw new Error(`Unexpected ${message.kind} from ${fn.id}`);
    },
    async stop() {
      alive = false;
      await worker.terminate();
    },
  };
}
