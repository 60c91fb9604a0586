import { describe, expect, it } from 'vitest';
import { virtualClock } from '#local/clock.ts';
import { type ExecuteOptions, type ExecuteResult, execute } from '#local/step-functions/interpreter.ts';
import type { TaskRequest } from '#local/step-functions/visit.ts';

const FUNCTION = 'arn:aws:states:::lambda:invoke';
const PARK = 'arn:aws:states:::aws-sdk:dynamodb:updateItem.waitForTaskToken';
const START = '2025-03-01T09:00:00.000Z';

function machine(states: Record<string, unknown>, rest: Record<string, unknown> = {}): unknown {
  return { QueryLanguage: 'JSONata', StartAt: Object.keys(states)[0], States: states, ...rest };
}

function run(states: Record<string, unknown>, options: Partial<ExecuteOptions> = {}): Promise<ExecuteResult> {
  return execute({ definition: machine(states), clock: virtualClock(START), ...options });
}

const typesOf = (result: ExecuteResult): string[] => result.events.map(({ type }) => type);
const task = (rest: Record<string, unknown> = {}): Record<string, unknown> => ({
  Type: 'Task',
  Resource: FUNCTION,
  End: true,
  ...rest,
});
const never = (): Promise<never> => new Promise(() => undefined);

/** A task that fails a number of times with each error in turn, and notes when it was called. */
function failing(clock: { now(): number }, ...errors: string[]) {
  const calls: { at: number; attempt: number; retryCount: unknown }[] = [];
  const invokeTask = ({ attempt, context }: TaskRequest): unknown => {
    const state = context.State;
    const retryCount =
      typeof state === 'object' && state !== null && 'RetryCount' in state ? state.RetryCount : null;
    calls.push({ at: clock.now() - Date.parse(START), attempt, retryCount });
    const error = errors[calls.length - 1];
    if (error !== undefined) throw { error, cause: 'because' };
    return { done: true };
  };
  return { calls, invokeTask };
}

describe('retries', () => {
  it('waits IntervalSeconds, multiplied by BackoffRate each time, up to MaxDelaySeconds', async () => {
    const clock = virtualClock(START);
    const { calls, invokeTask } = failing(clock, 'A', 'A', 'A', 'A');
    const Retry = [
      { ErrorEquals: ['A'], IntervalSeconds: 2, BackoffRate: 3, MaxDelaySeconds: 10, MaxAttempts: 4 },
    ];
    const result = await run({ Call: task({ Retry }) }, { clock, invokeTask });
    expect(result.status).toBe('SUCCEEDED');
    expect(calls).toEqual([
      { at: 0, attempt: 0, retryCount: 0 },
      { at: 2000, attempt: 1, retryCount: 1 },
      { at: 8000, attempt: 2, retryCount: 2 },
      { at: 18_000, attempt: 3, retryCount: 3 },
      { at: 28_000, attempt: 4, retryCount: 4 },
    ]);
  });

  it('tries three times more, after 1, 2 and 4 seconds, where the retrier says nothing', async () => {
    const clock = virtualClock(START);
    const { calls, invokeTask } = failing(clock, 'A', 'A', 'A', 'A');
    const result = await run(
      { Call: task({ Retry: [{ ErrorEquals: ['States.ALL'] }] }) },
      { clock, invokeTask },
    );
    expect(result).toMatchObject({ status: 'FAILED', error: 'A', cause: 'because' });
    expect(calls.map(({ at }) => at)).toEqual([0, 1000, 3000, 7000]);
  });

  it('counts attempts for each retrier by itself', async () => {
    const clock = virtualClock(START);
    const { calls, invokeTask } = failing(clock, 'A', 'B', 'A', 'B');
    const Retry = [
      { ErrorEquals: ['A'], IntervalSeconds: 1, BackoffRate: 2 },
      { ErrorEquals: ['B'], IntervalSeconds: 10, BackoffRate: 2 },
    ];
    await run({ Call: task({ Retry }) }, { clock, invokeTask });
    expect(calls.map(({ at }) => at)).toEqual([0, 1000, 11_000, 13_000, 33_000]);
  });

  it('does not look further once a retrier with MaxAttempts 0 answers', async () => {
    const clock = virtualClock(START);
    const { calls, invokeTask } = failing(clock, 'DynamoDb.ConditionalCheckFailedException');
    const Retry = [
      { ErrorEquals: ['DynamoDb.ConditionalCheckFailedException', 'States.Timeout'], MaxAttempts: 0 },
      { ErrorEquals: ['States.TaskFailed'] },
    ];
    const result = await run({ Call: task({ Retry }) }, { clock, invokeTask });
    expect(result.error).toBe('DynamoDb.ConditionalCheckFailedException');
    expect(calls).toHaveLength(1);
  });

  it('spreads waits over the whole delay with full jitter, the same way for the same source of chance', async () => {
    const delays = [];
    for (const chance of [0, 0.25, 0.999]) {
      const clock = virtualClock(START);
      const { calls, invokeTask } = failing(clock, 'A');
      const Retry = [{ ErrorEquals: ['A'], IntervalSeconds: 8, JitterStrategy: 'FULL' }];
      await run({ Call: task({ Retry }) }, { clock, invokeTask, random: () => chance });
      delays.push(calls[1]?.at);
    }
    expect(delays).toEqual([0, 2000, 7992]);
  });

  it.each([
    ['States.TaskFailed', 'A', true],
    ['States.TaskFailed', 'States.Timeout', false],
    ['States.ALL', 'States.Timeout', true],
    ['States.ALL', 'States.DataLimitExceeded', false],
    ['States.DataLimitExceeded', 'States.DataLimitExceeded', true],
    ['States.ALL', 'States.Runtime', false],
    ['States.Runtime', 'States.Runtime', false],
    ['A', 'AB', false],
  ])('%s answers to %s: %s', async (listed, thrown, answered) => {
    const result = await run(
      { Call: task({ Catch: [{ ErrorEquals: [listed], Next: 'Caught' }] }), Caught: { Type: 'Succeed' } },
      {
        invokeTask: () => {
          throw { error: thrown, cause: 'because' };
        },
      },
    );
    expect(result.status).toBe(answered ? 'SUCCEEDED' : 'FAILED');
    if (answered) expect(result.output).toEqual({ Error: thrown, Cause: 'because' });
  });
});

describe('timeouts', () => {
  it('times a task out after TimeoutSeconds, though it never returns', async () => {
    const clock = virtualClock(START);
    const result = await run({ Call: task({ TimeoutSeconds: 30 }) }, { clock, invokeTask: never });
    expect(result).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
    expect(result.cause).toBeUndefined();
    expect(clock.now() - Date.parse(START)).toBe(30_000);
    expect(typesOf(result)).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
      'TaskTimedOut',
      'ExecutionFailed',
    ]);
  });

  it('parks for seven days computed from the state entry, then goes on from the Catch', async () => {
    const clock = virtualClock(START);
    const states = {
      Park: task({
        Resource: PARK,
        TimeoutSeconds:
          '{% $max([1, $min([604800, $ceil(($toMillis($states.input.dueAt) - $toMillis($states.context.State.EnteredTime)) / 1000)])]) %}',
        Arguments: { token: '{% $states.context.Task.Token %}' },
        Catch: [
          { ErrorEquals: ['States.Timeout'], Output: '{% $states.errorOutput.Error %}', Next: 'Again' },
        ],
      }),
      Again: { Type: 'Succeed' },
    };
    const result = await run(states, {
      clock,
      input: { dueAt: '2025-09-01T00:00:00.000Z' },
      invokeTask: never,
    });
    expect(result).toMatchObject({ status: 'SUCCEEDED', output: 'States.Timeout' });
    expect(new Date(clock.now()).toISOString()).toBe('2025-03-08T09:00:00.000Z');
  });

  it('reports a missed heartbeat as AWS records it, and States.HeartbeatTimeout answers to it', async () => {
    const clock = virtualClock(START);
    const states = {
      Park: task({
        Resource: PARK,
        TimeoutSeconds: 600,
        HeartbeatSeconds: 5,
        Catch: [{ ErrorEquals: ['States.HeartbeatTimeout'], Next: 'Caught' }],
      }),
      Caught: { Type: 'Succeed' },
    };
    const result = await run(states, { clock, invokeTask: never });
    expect(result).toMatchObject({ status: 'SUCCEEDED', output: { Error: 'States.Timeout' } });
    expect(clock.now() - Date.parse(START)).toBe(5000);
  });

  it('times the whole execution out', async () => {
    const definition = machine({ Wait: { Type: 'Wait', Seconds: 3600, End: true } }, { TimeoutSeconds: 60 });
    const result = await execute({ definition, clock: virtualClock(START) });
    expect(result.status).toBe('TIMED_OUT');
    expect(typesOf(result).at(-1)).toBe('ExecutionTimedOut');
  });

  it('waits out Seconds and Timestamp, and does not wait for what has passed', async () => {
    const clock = virtualClock(START);
    await run(
      {
        A: { Type: 'Wait', Seconds: '{% $states.input.pause %}', Next: 'B' },
        B: { Type: 'Wait', Timestamp: '2025-03-04T10:00:00+01:00', Next: 'C' },
        C: { Type: 'Wait', Timestamp: '2020-01-01T00:00:00Z', End: true },
      },
      { clock, input: { pause: 90 } },
    );
    expect(new Date(clock.now()).toISOString()).toBe('2025-03-04T09:00:00.000Z');
  });
});

describe('data', () => {
  it('shows every Assign expression, and Output, the old values', async () => {
    const result = await run({
      A: { Type: 'Pass', Assign: { one: 1, two: 2 }, Next: 'B' },
      B: {
        Type: 'Pass',
        Assign: { one: '{% $two %}', two: '{% $one %}' },
        Output: '{% [$one, $two] %}',
        Next: 'C',
      },
      C: { Type: 'Pass', Output: { before: '{% $states.input %}', after: '{% [$one, $two] %}' }, End: true },
    });
    expect(result.output).toEqual({ before: [1, 2], after: [2, 1] });
  });

  it('gives tasks their arguments, context and no token unless they wait for one', async () => {
    const seen: TaskRequest[] = [];
    await run(
      {
        Call: task({
          Arguments: {
            number: '{% $states.context.Execution.Input.number %}',
            now: '{% $states.context.State.EnteredTime %}',
            startedAt: '{% $states.context.Execution.StartTime %}',
            name: '{% $states.context.Execution.Name %}',
          },
        }),
      },
      { input: { number: 7 }, name: 'sr-7-g1', invokeTask: (request) => void seen.push(request) },
    );
    expect(seen[0]).toMatchObject({
      state: 'Call',
      resource: FUNCTION,
      attempt: 0,
      arguments: { number: 7, now: START, startedAt: START, name: 'sr-7-g1' },
      context: { State: { Name: 'Call', RetryCount: 0, EnteredTime: START } },
    });
    expect(seen[0]?.taskToken).toBeUndefined();
  });

  it('fails a result beyond 256 KiB with States.DataLimitExceeded, which States.ALL does not catch', async () => {
    const states = {
      Call: task({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }] }),
      Caught: { Type: 'Succeed' },
    };
    const result = await run(states, { invokeTask: () => 'x'.repeat(262_143) });
    expect(result).toMatchObject({
      status: 'FAILED',
      error: 'States.DataLimitExceeded',
      cause:
        "The state/task 'lambda:invoke' returned a result with a size exceeding the maximum number of bytes service limit.",
    });
    const fits = await run({ Call: task() }, { invokeTask: () => 'x'.repeat(262_142) });
    expect(fits.status).toBe('SUCCEEDED');
  });

  it('fails at the 25,000th event', async () => {
    const states = { A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', Next: 'A' }, C: { Type: 'Succeed' } };
    const result = await run(states);
    expect(result).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
    expect(result.cause).toBe('The execution reached the maximum number of history events (25000).');
    expect(result.events).toHaveLength(25_000);
    expect(result.events.at(-1)?.type).toBe('ExecutionFailed');
  });

  it('hashes, makes UUIDs and numbers, and reads the virtual clock', async () => {
    const states = {
      A: {
        Type: 'Pass',
        Output: {
          hash: "{% $hash('casebell', 'SHA-256') %}",
          uuid: '{% $uuid() %}',
          random: '{% $random() %}',
          seeded: '{% $random(7) = $random(7) %}',
          millis: '{% $millis() %}',
          now: '{% $now() %}',
          empty: '{% $range(3, 1, 1) %}',
          down: '{% $range(3, 1, -1) %}',
        },
        End: true,
      },
    };
    const one = await run(states);
    expect(one.output).toMatchObject({
      hash: '8d8f83c2338e813b676d607704adba6d5506221860d2f279454cd938d7ad816c',
      uuid: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
      seeded: true,
      millis: Date.parse(START),
      now: START,
      empty: [],
      down: [3, 2, 1],
    });
    const two = await run(states);
    expect(two.output).toEqual(one.output);
  });

  it('names the expression that throws, and lets Catch have it', async () => {
    const states = {
      Call: task({
        Arguments: { sum: "{% 1 + 'a' %}" },
        Catch: [{ ErrorEquals: ['States.QueryEvaluationError'], Next: 'Caught' }],
      }),
      Caught: { Type: 'Succeed' },
    };
    const result = await run(states, { invokeTask: () => null });
    expect(result.output).toEqual({
      Error: 'States.QueryEvaluationError',
      Cause:
        "An error occurred while executing the state 'Call' (entered at the event id #2). The JSONata expression '1 + 'a'' specified for the field 'Arguments/sum' threw an error during evaluation. T2002: The right side of the \"+\" operator must evaluate to a number",
    });
  });

  it('fails a Choice that matches nothing', async () => {
    const states = {
      A: { Type: 'Choice', Choices: [{ Condition: '{% false %}', Next: 'B' }] },
      B: { Type: 'Succeed' },
    };
    expect(await run(states)).toMatchObject({ status: 'FAILED', error: 'States.NoChoiceMatched' });
  });
});

describe('branches', () => {
  it('runs Parallel branches side by side and keeps their order', async () => {
    const clock = virtualClock(START);
    const branch = (seconds: number): unknown => ({
      StartAt: 'W',
      States: { W: { Type: 'Wait', Seconds: seconds, Output: seconds, End: true } },
    });
    const result = await run(
      { Both: { Type: 'Parallel', Branches: [branch(20), branch(5)], End: true } },
      { clock },
    );
    expect(result.output).toEqual([20, 5]);
    expect(clock.now() - Date.parse(START)).toBe(20_000);
  });

  it('stops the other branches when one fails', async () => {
    const clock = virtualClock(START);
    const states = {
      Both: {
        Type: 'Parallel',
        Branches: [
          { StartAt: 'Long', States: { Long: { Type: 'Wait', Seconds: 999, End: true } } },
          {
            StartAt: 'Short',
            States: {
              Short: { Type: 'Wait', Seconds: 5, Next: 'Bad' },
              Bad: { Type: 'Fail', Error: 'Broken' },
            },
          },
        ],
        Catch: [{ ErrorEquals: ['Broken'], Next: 'Caught' }],
        End: true,
      },
      Caught: { Type: 'Succeed' },
    };
    const result = await run(states, { clock });
    expect(result).toMatchObject({ status: 'SUCCEEDED', output: { Error: 'Broken' } });
    expect(clock.now() - Date.parse(START)).toBe(5000);
    expect(clock.nextTimer()).toBeUndefined();
  });

  it('limits a Map to MaxConcurrency', async () => {
    const clock = virtualClock(START);
    const states = {
      Each: {
        Type: 'Map',
        Items: [1, 2, 3, 4],
        MaxConcurrency: 2,
        ItemProcessor: { StartAt: 'W', States: { W: { Type: 'Wait', Seconds: 10, End: true } } },
        End: true,
      },
    };
    const result = await run(states, { clock });
    expect(result.output).toEqual([1, 2, 3, 4]);
    expect(clock.now() - Date.parse(START)).toBe(20_000);
  });

  it('retries a whole Map', async () => {
    const clock = virtualClock(START);
    const { calls, invokeTask } = failing(clock, 'A');
    const states = {
      Each: {
        Type: 'Map',
        Items: [1],
        ItemProcessor: { StartAt: 'T', States: { T: task() } },
        Retry: [{ ErrorEquals: ['A'], IntervalSeconds: 3 }],
        End: true,
      },
    };
    const result = await run(states, { clock, invokeTask });
    expect(result.output).toEqual([{ done: true }]);
    expect(calls.map(({ at }) => at)).toEqual([0, 3000]);
  });
});
