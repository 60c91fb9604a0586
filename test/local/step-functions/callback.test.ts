import { describe, expect, it } from 'vitest';
import { virtualClock } from '#local/clock.ts';
import { type Journal, memoryJournal } from '#local/step-functions/journal.ts';
import { seededRandom } from '#local/step-functions/randomness.ts';
import {
  createStepFunctions,
  type ServiceTaskRequest,
  type StatusChange,
  type StepFunctions,
} from '#local/step-functions/step-functions.ts';

const MACHINE = 'arn:aws:states:us-east-1:000000000000:stateMachine:park';
const EXECUTION = 'arn:aws:states:us-east-1:000000000000:execution:park:one';
const START_MS = Date.parse('2025-03-01T09:00:00.000Z');

const definition = {
  QueryLanguage: 'JSONata',
  StartAt: 'Park',
  States: {
    Park: {
      Type: 'Task',
      Resource: 'arn:aws:states:::aws-sdk:dynamodb:updateItem.waitForTaskToken',
      TimeoutSeconds: 600,
      HeartbeatSeconds: 60,
      Retry: [
        { ErrorEquals: ['DynamoDb.ConditionalCheckFailedException'], MaxAttempts: 0 },
        { ErrorEquals: ['States.TaskFailed'], IntervalSeconds: 1, MaxAttempts: 1 },
      ],
      Catch: [
        { ErrorEquals: ['States.Timeout', 'DynamoDb.ConditionalCheckFailedException'], Next: 'Assess' },
      ],
      Next: 'Assess',
    },
    Assess: { Type: 'Succeed' },
  },
};

interface Setup {
  readonly journal?: Journal;
  readonly startMs?: number;
  readonly invokeTask: (request: ServiceTaskRequest) => Promise<unknown>;
  readonly onStatusChange?: (change: StatusChange) => unknown;
}

function open({
  journal = memoryJournal(),
  startMs = START_MS,
  invokeTask,
  onStatusChange = () => undefined,
}: Setup) {
  const clock = virtualClock(startMs);
  const service: StepFunctions = createStepFunctions({
    stateMachines: [{ arn: MACHINE, name: 'park', roleArn: 'arn:aws:iam::000000000000:role/r', definition }],
    clock,
    journal,
    random: seededRandom(5),
    invokeTask,
    onStatusChange,
  });
  const settle = async (): Promise<void> => {
    while (service.pending() > 0) await new Promise((resolve) => setImmediate(resolve));
  };
  return {
    clock,
    service,
    settle,
    start: () => service.handle('StartExecution', { stateMachineArn: MACHINE, name: 'one' }),
    describe: async () => (await service.handle('DescribeExecution', { executionArn: EXECUTION })).body,
    types: () => service.history(EXECUTION).map(({ type }) => type),
    later: (seconds: number) => clock.advanceTo(clock.now() + seconds * 1000, settle),
  };
}

describe('a task that waits for its token', () => {
  it('honours an answer that comes before the call has returned', async () => {
    const desk = open({
      async invokeTask({ taskToken }) {
        const answer = await desk.service.handle('SendTaskSuccess', { taskToken, output: '"early"' });
        expect(answer.status).toBe(200);
        const again = await desk.service.handle('SendTaskSuccess', { taskToken, output: '"twice"' });
        expect(again.status).toBe(400);
        return {};
      },
    });
    await desk.start();
    await desk.settle();
    expect(await desk.describe()).toMatchObject({ status: 'SUCCEEDED', output: '"early"' });
  });

  it('honours an early answer even when the call then fails', async () => {
    const desk = open({
      async invokeTask({ taskToken }) {
        await desk.service.handle('SendTaskSuccess', { taskToken, output: '"early"' });
        throw { error: 'DynamoDb.SdkClientException', cause: 'connection reset' };
      },
    });
    await desk.start();
    await desk.settle();
    expect(await desk.describe()).toMatchObject({ status: 'SUCCEEDED', output: '"early"' });
  });

  it('goes to Catch when the call fails its condition, without a retry', async () => {
    let calls = 0;
    const desk = open({
      async invokeTask() {
        calls += 1;
        throw { error: 'DynamoDb.ConditionalCheckFailedException', cause: 'The conditional request failed' };
      },
    });
    await desk.start();
    await desk.settle();
    expect(calls).toBe(1);
    expect(await desk.describe()).toMatchObject({
      status: 'SUCCEEDED',
      output: '{"Error":"DynamoDb.ConditionalCheckFailedException","Cause":"The conditional request failed"}',
    });
  });

  it('issues a new token for each attempt', async () => {
    const tokens = new Set<unknown>();
    const desk = open({
      async invokeTask({ taskToken }) {
        tokens.add(taskToken);
        throw { error: 'DynamoDb.InternalServerErrorException', cause: '' };
      },
    });
    await desk.start();
    await desk.later(10);
    expect(tokens.size).toBe(2);
    expect(await desk.describe()).toMatchObject({ status: 'FAILED' });
  });

  it('lives on heartbeats, across a restart, until one is missed', async () => {
    const journal = memoryJournal();
    let taskToken: string | undefined;
    const invokeTask = async (request: ServiceTaskRequest): Promise<unknown> => {
      taskToken = request.taskToken;
      return {};
    };
    const before = open({ journal, invokeTask });
    await before.start();
    await before.later(50);
    await before.service.handle('SendTaskHeartbeat', { taskToken });
    await before.later(50);
    expect(await before.describe()).toMatchObject({ status: 'RUNNING' });
    before.service.stop();

    const after = open({ journal, invokeTask, startMs: START_MS + 100_000 });
    after.service.resume();
    await after.settle();
    expect(after.clock.nextTimer()).toBe(START_MS + 110_000);
    await after.service.handle('SendTaskHeartbeat', { taskToken });
    await after.later(59);
    expect(await after.describe()).toMatchObject({ status: 'RUNNING' });
    await after.later(1);
    expect(await after.describe()).toMatchObject({
      status: 'SUCCEEDED',
      output: '{"Error":"States.Timeout"}',
    });
    expect(after.types()).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
      'TaskSubmitted',
      'TaskTimedOut',
      'TaskStateExited',
      'SucceedStateEntered',
      'SucceedStateExited',
      'ExecutionSucceeded',
    ]);
  });

  it('times out at its deadline although heartbeats come', async () => {
    let taskToken: string | undefined;
    const desk = open({
      async invokeTask(request) {
        taskToken = request.taskToken;
        return {};
      },
    });
    await desk.start();
    for (let minute = 0; minute < 13; minute += 1) {
      await desk.later(45);
      await desk.service.handle('SendTaskHeartbeat', { taskToken });
    }
    expect(await desk.describe()).toMatchObject({ status: 'RUNNING' });
    await desk.later(15);
    expect(await desk.describe()).toMatchObject({ status: 'SUCCEEDED' });
    expect(desk.clock.nextTimer()).toBeUndefined();
  });

  it('ignores what a call returns after it timed out, and counts the call as pending until then', async () => {
    let finish = (): void => undefined;
    const desk = open({
      invokeTask: () =>
        new Promise((resolve) => {
          finish = () => resolve({});
        }),
    });
    await desk.start();
    const turns = async (): Promise<void> => {
      for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    };
    await desk.clock.advanceTo(START_MS + 60_000, turns);
    expect(await desk.describe()).toMatchObject({
      status: 'SUCCEEDED',
      output: '{"Error":"States.Timeout"}',
    });
    expect(desk.service.pending()).toBe(1);
    finish();
    await desk.settle();
    expect(desk.types().filter((type) => type === 'TaskSubmitted')).toEqual([]);
  });
});

describe('the listener of status changes', () => {
  it('is told again until it takes the change, and after a restart', async () => {
    const journal = memoryJournal();
    const heard: string[] = [];
    let deaf = true;
    const setup = {
      journal,
      invokeTask: async () => {
        throw { error: 'DynamoDb.ConditionalCheckFailedException' };
      },
      onStatusChange: async ({ status }: StatusChange) => {
        heard.push(status);
        if (deaf) throw new Error('not now');
      },
    };
    const before = open(setup);
    await before.start();
    await before.settle();
    expect(heard).toEqual(['RUNNING', 'SUCCEEDED']);
    await before.later(1);
    expect(heard).toEqual(['RUNNING', 'SUCCEEDED', 'RUNNING', 'SUCCEEDED']);
    before.service.stop();
    heard.length = 0;
    deaf = false;
    const after = open(setup);
    after.service.resume();
    await after.settle();
    expect(heard).toEqual(['RUNNING', 'SUCCEEDED']);
    await after.later(3600);
    expect(heard).toEqual(['RUNNING', 'SUCCEEDED']);
  });
});
