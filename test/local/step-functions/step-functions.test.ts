import { describe, expect, it } from 'vitest';
import { memoryJournal } from '#local/step-functions/journal.ts';
import { emptyTable, MACHINE_ARN, openDesk, START } from './parked-desk.ts';

const EXECUTION_ARN = 'arn:aws:states:eu-central-1:000000000000:execution:support-request:sr-1-g1';
const startRequest = { stateMachineArn: MACHINE_ARN, name: 'sr-1-g1', input: '{"number":"1","gen":1}' };

async function parked() {
  const table = emptyTable();
  const desk = openDesk(memoryJournal(), table);
  await desk.call('StartExecution', startRequest);
  await desk.advanceTo('2025-03-01T10:00:00.000Z');
  return { desk, table, token: table.token ?? '' };
}

const code = (body: Record<string, unknown>): string => String(body.__type).split('#')[1] ?? '';

describe('starting an execution', () => {
  it('is idempotent for the same name and input while it runs', async () => {
    const desk = openDesk();
    const first = await desk.call('AWSStepFunctions.StartExecution', startRequest);
    expect(first).toEqual({ status: 200, body: { executionArn: EXECUTION_ARN, startDate: 1740819600 } });
    await desk.advanceTo('2025-03-01T09:00:30.000Z');
    expect(await desk.call('StartExecution', startRequest)).toEqual(first);
  });

  it('refuses the same name with another input, and a closed name for good', async () => {
    const desk = openDesk();
    await desk.call('StartExecution', startRequest);
    const other = await desk.call('StartExecution', { ...startRequest, input: '{}' });
    expect(other).toEqual({
      status: 400,
      body: {
        __type: 'com.amazonaws.swf.service.v2.model#ExecutionAlreadyExists',
        message: `Execution Already Exists: '${EXECUTION_ARN}'`,
      },
    });
    await desk.call('StopExecution', { executionArn: EXECUTION_ARN });
    expect(code((await desk.call('StartExecution', startRequest)).body)).toBe('ExecutionAlreadyExists');
  });

  it.each(['', 'x'.repeat(81), 'a b', 'a/b', 'a:b', 'a*', 'a?', 'a#', 'a\u0007', 'a<b', 'a&b', 'a\u0085'])(
    'refuses the name %j',
    async (name) => {
      const answer = await openDesk().call('StartExecution', { ...startRequest, name });
      expect(code(answer.body)).toBe('InvalidName');
    },
  );

  it.each(['x'.repeat(80), 'sr-24123456789-g1', 'A_b.c-d', 'é', "o'clock", '(a)'])(
    'takes the name %j',
    async (name) => {
      expect((await openDesk().call('StartExecution', { ...startRequest, name })).status).toBe(200);
    },
  );

  it('makes a name where none is given', async () => {
    const { body } = await openDesk().call('StartExecution', { stateMachineArn: MACHINE_ARN });
    expect(body.executionArn).toMatch(/:support-request:[0-9a-f-]{36}$/);
  });

  it.each([
    ['input that is no JSON', { ...startRequest, input: '{' }, 'InvalidExecutionInput'],
    ['input beyond 256 KiB', { ...startRequest, input: `"${'x'.repeat(262_143)}"` }, 'InvalidExecutionInput'],
    [
      'an unknown state machine',
      { ...startRequest, stateMachineArn: `${MACHINE_ARN}x` },
      'StateMachineDoesNotExist',
    ],
    ['no state machine', {}, 'ValidationException'],
  ])('refuses %s', async (_, request, expected) => {
    expect(code((await openDesk().call('StartExecution', request)).body)).toBe(expected);
  });

  it('refuses a machine outside the declared subset when it is created', () => {
    const definition = { StartAt: 'A', States: { A: { Type: 'Pass', End: true } } };
    expect(() => openDesk(memoryJournal(), emptyTable(), START, definition)).toThrow(
      expect.objectContaining({ name: 'UnsupportedFeature' }),
    );
  });
});

describe('a task token', () => {
  it('wakes the execution', async () => {
    const { desk, table, token } = await parked();
    table.answered = true;
    expect(await desk.call('SendTaskSuccess', { taskToken: token, output: '{}' })).toEqual({
      status: 200,
      body: {},
    });
    expect(desk.service.pending()).toBeGreaterThan(0);
    await desk.settle();
    const { body } = await desk.call('DescribeExecution', { executionArn: EXECUTION_ARN });
    expect(body).toMatchObject({ status: 'SUCCEEDED', output: '{"answered":true}', stopDate: 1740823200 });
    expect(table.changes.map(({ status }) => status)).toEqual(['RUNNING', 'SUCCEEDED']);
  });

  it('answers once: afterwards TaskTimedOut', async () => {
    const { desk, token } = await parked();
    await desk.call('SendTaskSuccess', { taskToken: token, output: '{}' });
    const again = await desk.call('SendTaskSuccess', { taskToken: token, output: '{}' });
    expect(again.body).toEqual({
      __type: 'com.amazonaws.swf.service.v2.model#TaskTimedOut',
      message: "Task Timed Out: 'Provided task does not exist anymore'",
    });
    await desk.settle();
  });

  it('is TaskTimedOut once the deadline has passed, and parks again under a new one', async () => {
    const { desk, table, token } = await parked();
    await desk.advanceTo('2025-03-04T09:00:01.000Z');
    expect(code((await desk.call('SendTaskHeartbeat', { taskToken: token })).body)).toBe('TaskTimedOut');
    expect(table.token).not.toBe(token);
  });

  it('is InvalidToken when nobody issued it, TaskDoesNotExist when its execution is unknown', async () => {
    const { desk, token } = await parked();
    const send = async (taskToken: string, service = desk): Promise<string> =>
      code((await service.call('SendTaskSuccess', { taskToken, output: '{}' })).body);
    expect(await send('made-up')).toBe('InvalidToken');
    expect(await send(`A${token.slice(1)}`)).toBe('InvalidToken');
    expect(await send(token, openDesk())).toBe('TaskDoesNotExist');
  });

  it('refuses an output that is no JSON', async () => {
    const { desk, token } = await parked();
    expect(code((await desk.call('SendTaskSuccess', { taskToken: token, output: 'no' })).body)).toBe(
      'InvalidOutput',
    );
  });

  it('fails the task with the error sent', async () => {
    const { desk, token } = await parked();
    await desk.call('SendTaskFailure', { taskToken: token, error: 'Stop', cause: 'enough' });
    await desk.settle();
    const { body } = await desk.call('DescribeExecution', { executionArn: EXECUTION_ARN });
    expect(body).toMatchObject({ status: 'FAILED', error: 'Stop', cause: 'enough' });
  });
});

describe('the service', () => {
  it('is pending only while something computes or is out', async () => {
    const { desk } = await parked();
    expect(desk.service.pending()).toBe(0);
    const answer = desk.call('StartExecution', { ...startRequest, name: 'sr-2-g1' });
    expect(desk.service.pending()).toBeGreaterThan(0);
    await answer;
    await desk.settle();
    expect(desk.service.pending()).toBe(0);
  });

  it('stops an execution and its timers', async () => {
    const { desk, table } = await parked();
    await desk.call('StopExecution', { executionArn: EXECUTION_ARN, error: 'Why', cause: 'because' });
    await desk.settle();
    expect(table.changes.at(-1)).toMatchObject({ status: 'ABORTED', error: 'Why', cause: 'because' });
    expect(desk.clock.nextTimer()).toBeUndefined();
    expect(desk.service.history(EXECUTION_ARN).at(-1)?.type).toBe('ExecutionAborted');
  });

  it('lists newest first, by status and in pages', async () => {
    const desk = openDesk();
    for (const name of ['a', 'b', 'c']) await desk.call('StartExecution', { ...startRequest, name });
    await desk.call('StopExecution', { executionArn: EXECUTION_ARN.replace('sr-1-g1', 'b') });
    const names = (body: Record<string, unknown>): unknown =>
      Array.isArray(body.executions) ? body.executions.map(({ name }) => name) : undefined;
    const list = { stateMachineArn: MACHINE_ARN };
    expect(names((await desk.call('ListExecutions', list)).body)).toEqual(['c', 'b', 'a']);
    const running = await desk.call('ListExecutions', { ...list, statusFilter: 'RUNNING', maxResults: 1 });
    expect(names(running.body)).toEqual(['c']);
    const { nextToken } = running.body;
    const rest = await desk.call('ListExecutions', {
      ...list,
      statusFilter: 'RUNNING',
      maxResults: 1,
      nextToken,
    });
    expect(names(rest.body)).toEqual(['a']);
    expect(rest.body.nextToken).toBeUndefined();
  });

  it('describes the machine with its definition', async () => {
    const { body } = await openDesk().call('DescribeStateMachine', { stateMachineArn: MACHINE_ARN });
    expect(body).toMatchObject({ name: 'support-request', status: 'ACTIVE', type: 'STANDARD' });
    expect(JSON.parse(String(body.definition)).StartAt).toBe('Assess');
  });

  it('answers what it does not know with the name of the refusal', async () => {
    const desk = openDesk();
    expect(code((await desk.call('CreateActivity', {})).body)).toBe('UnknownOperationException');
    expect(code((await desk.call('DescribeExecution', { executionArn: EXECUTION_ARN })).body)).toBe(
      'ExecutionDoesNotExist',
    );
  });
});
