import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Activity, createActivity } from '#local/activity.ts';
import { virtualClock } from '#local/clock.ts';
import type { Interpose } from '#local/interpose.ts';
import { createAsyncInvocations, PendingInvocations } from '#local/lambda/async-invocations.ts';
import { FunctionError } from '#local/lambda/function-error.ts';
import { lambdaFunctions } from '#local/lambda/lambda-function.ts';
import { createLambdaService, type LambdaService } from '#local/lambda/lambda-service.ts';
import { openStateFile } from '#local/state-file.ts';
import { createFailureQueues } from '#local/streams/failure-queue.ts';
import { loadTemplate } from '#local/template.ts';
import { temporaryFolder, writeAssembly } from '../template/assembly.ts';

const SOURCE = `
  let calls = 0;
  let running = 0;
  let most = 0;
  export async function handler(event, context) {
    calls += 1;
    switch (event.do) {
      case 'env': return { ...process.env };
      case 'context': return { ...context, remaining: context.getRemainingTimeInMillis() };
      case 'throw': { const error = new Error('no luck'); error.name = 'CaseIsClosed'; throw error; }
      case 'throw text': throw 'text';
      case 'hang': return new Promise(() => setInterval(() => {}, 1000));
      case 'loop': for (;;) {}
      case 'exit': process.exit(3);
      case 'log': console.log('out line'); console.error('err line'); return 'logged';
      case 'nothing': return undefined;
      case 'wait': {
        running += 1; most = Math.max(most, running);
        await new Promise((resolve) => setTimeout(resolve, 100));
        running -= 1;
        return { most, thread: process.env.AWS_LAMBDA_FUNCTION_NAME };
      }
      default: return { calls, event };
    }
  }`;

const FUNCTIONS = {
  Worker: { source: SOURCE, environment: { TABLE_NAME: 'T', COUNT: 3 }, properties: { Timeout: 1 } },
  Single: { source: SOURCE, properties: { ReservedConcurrentExecutions: 1 } },
  Broken: { source: `throw new TypeError('cannot start'); export const handler = () => 1;` },
  Nameless: { source: 'export const other = () => 1;' },
};

let lambda: LambdaService;
let activity: Activity;
let logDirectory: string;

function start(interpose?: Interpose) {
  activity = createActivity();
  logDirectory = path.join(temporaryFolder(), 'logs');
  const assembly = writeAssembly({
    functions: FUNCTIONS,
    resources: {
      Retries: {
        Type: 'AWS::Lambda::EventInvokeConfig',
        Properties: {
          FunctionName: { Ref: 'Worker' },
          Qualifier: '$LATEST',
          MaximumRetryAttempts: 2,
          MaximumEventAgeInSeconds: 3600,
          DestinationConfig: { OnFailure: { Destination: 'arn:aws:sqs:us-east-1:000000000000:Failed' } },
        },
      },
    },
  });
  return createLambdaService({
    functions: lambdaFunctions(loadTemplate(assembly, { deskUrl: '' })),
    endpointUrl: 'http://127.0.0.1:1',
    s3Url: 'http://127.0.0.1:2',
    accessKeyOf: ({ name }) => `KEY${name}`,
    logDirectory,
    activity,
    ...(interpose === undefined ? {} : { interpose }),
  });
}

beforeEach(() => {
  lambda = start();
});
afterEach(() => lambda.stop());

async function failure(event: object, id = 'Worker') {
  const error = await lambda.invoke(id, event).catch((thrown: unknown) => thrown);
  if (!(error instanceof FunctionError)) throw new Error(`Not a function error: ${String(error)}`);
  return error.payload;
}

describe('a function', () => {
  it('sees its own environment and nothing of the machine', async () => {
    const environment = await lambda.invoke('Worker', { do: 'env' });
    expect(environment).toMatchObject({
      TABLE_NAME: 'T',
      COUNT: '3',
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'KEYWorker',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
      AWS_LAMBDA_FUNCTION_NAME: 'Worker',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
    });
    for (const name of ['PATH', 'HOME', 'AWS_SESSION_TOKEN', 'NODE_OPTIONS']) {
      expect(environment).not.toHaveProperty(name);
    }
  });

  it('gets a context with the time it has left', async () => {
    const context = await lambda.invoke('Worker', { do: 'context' });
    expect(context).toMatchObject({
      functionName: 'Worker',
      functionVersion: '$LATEST',
      memoryLimitInMB: '256',
      invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:Worker',
      awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(Object(context).remaining).toBeGreaterThan(500);
    expect(Object(context).remaining).toBeLessThanOrEqual(1000);
  });

  it('stays warm between events, and can be named by id or ARN', async () => {
    await lambda.invoke('Worker', {});
    expect(await lambda.invoke('arn:aws:lambda:us-east-1:000000000000:function:Worker', { a: [1] })).toEqual({
      calls: 2,
      event: { a: [1] },
    });
    expect(() => lambda.find('Nobody')).toThrow('The template has no function Nobody');
  });

  it('answers null for nothing, as JSON does', async () => {
    expect(await lambda.invoke('Worker', { do: 'nothing' })).toBeNull();
  });

  it('fails with type, message and trace of what it threw', async () => {
    const { trace, ...payload } = await failure({ do: 'throw' });
    expect(payload).toEqual({ errorType: 'CaseIsClosed', errorMessage: 'no luck' });
    expect(trace?.[0]).toContain('no luck');
    expect(await failure({ do: 'throw text' })).toEqual({
      errorType: 'string',
      errorMessage: 'text',
      trace: [],
    });
  });

  it.each(['hang', 'loop'])(
    'is ended when its time is over (%s), and works again afterwards',
    async (how) => {
      expect(await failure({ do: how })).toEqual({
        errorType: 'Sandbox.Timedout',
        errorMessage: expect.stringMatching(
          /^RequestId: [0-9a-f-]{36} Error: Task timed out after 1\.00 seconds$/,
        ),
      });
      expect(await lambda.invoke('Worker', {})).toMatchObject({ calls: 1 });
    },
  );

  it('fails when it ends its process', async () => {
    expect(await failure({ do: 'exit' })).toEqual({
      errorType: 'Runtime.ExitError',
      errorMessage: 'Runtime exited with error: exit status 3',
    });
  });

  it('fails with the error of its start, or for a handler that is not there', async () => {
    expect(await failure({}, 'Broken')).toMatchObject({
      errorType: 'TypeError',
      errorMessage: 'cannot start',
    });
    expect(await failure({}, 'Nameless')).toMatchObject({
      errorType: 'Runtime.HandlerNotFound',
      errorMessage: 'index.handler is undefined or not exported',
    });
  });

  it('writes what it prints to its log', async () => {
    await lambda.invoke('Worker', { do: 'log' });
    await lambda.stop();
    const log = readFileSync(path.join(logDirectory, 'Worker.log'), 'utf8');
    expect(log).toContain('out line');
    expect(log).toContain('err line');
  });

  it('handles one event at a time per sandbox, and as many at once as it may', async () => {
    const startedAt = performance.now();
    const answers = await Promise.all([1, 2, 3].map(() => lambda.invoke('Single', { do: 'wait' })));
    expect(answers).toEqual([1, 2, 3].map(() => ({ most: 1, thread: 'Single' })));
    expect(performance.now() - startedAt).toBeGreaterThan(290);
  });

  it('counts as work while it runs', async () => {
    const running = lambda.invoke('Worker', { do: 'wait' });
    expect(activity.inFlight()).toEqual(['function Worker']);
    let idle = false;
    const waiting = activity.idle().then(() => {
      idle = true;
    });
    await running;
    await waiting;
    expect(idle).toBe(true);
    expect(activity.inFlight()).toEqual([]);
  });

  it('can be interposed by a test', async () => {
    await lambda.stop();
    lambda = start({
      invoke: async (id, event, next) => [id, await next(event), await next({ twice: true })],
    });
    expect(await lambda.invoke('Worker', { a: 1 })).toEqual([
      'Worker',
      { calls: 1, event: { a: 1 } },
      { calls: 2, event: { twice: true } },
    ]);
  });
});

describe('an event handed over for later', () => {
  const FAILED = 'arn:aws:sqs:us-east-1:000000000000:Failed';
  const START = Date.parse('2026-03-02T09:00:00.000Z');

  function queue(stateDir: string) {
    const clock = virtualClock(START);
    const queues = createFailureQueues(stateDir);
    const pending = openStateFile(stateDir, 'pending-events', PendingInvocations, []);
    const log: string[] = [];
    const invocations = createAsyncInvocations({
      lambda,
      clock,
      pending,
      queues,
      activity,
      log: (line) => log.push(line),
    });
    return { clock, queues, pending, invocations, log };
  }

  it('is forgotten once the function has handled it', async () => {
    const { invocations, pending } = queue(temporaryFolder());
    invocations.accept('Worker', { a: 1 });
    expect(pending.value).toHaveLength(1);
    await activity.idle();
    expect(pending.value).toEqual([]);
  });

  it('is tried again after one and two minutes, then ends in the on-failure queue', async () => {
    const { clock, queues, pending, invocations } = queue(temporaryFolder());
    invocations.accept('Worker', { do: 'throw' });
    await activity.idle();
    expect(clock.nextTimer()).toBe(START + 60_000);
    await clock.advanceTo(START + 60_000, () => activity.idle());
    expect(clock.nextTimer()).toBe(START + 180_000);
    expect(queues.messages(FAILED)).toEqual([]);
    await clock.advanceTo(START + 180_000, () => activity.idle());
    expect(queues.messages(FAILED)).toMatchObject([
      {
        timestamp: '2026-03-02T09:03:00.000Z',
        requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 3 },
        requestPayload: { do: 'throw' },
        responsePayload: { errorType: 'CaseIsClosed' },
      },
    ]);
    expect(pending.value).toEqual([]);
  });

  it('is dropped with a word in the log where there is no queue for it', async () => {
    const { clock, invocations, log } = queue(temporaryFolder());
    invocations.accept('Single', { do: 'throw' });
    await clock.advanceTo(START + 600_000, () => activity.idle());
    expect(log.at(-1)).toBe('Single: an event was dropped after 3 attempts');
  });

  it('outlives a process that was killed before it was handled', async () => {
    const stateDir = temporaryFolder();
    const killed = queue(stateDir);
    killed.invocations.stop();
    killed.invocations.accept('Worker', { survived: true });
    const next = queue(stateDir);
    expect(next.pending.value).toMatchObject([{ event: { survived: true } }]);
    next.invocations.resume();
    await activity.idle();
    expect(next.pending.value).toEqual([]);
  });
});
