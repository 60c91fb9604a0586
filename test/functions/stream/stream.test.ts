import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  ExecutionAlreadyExists,
  InvalidToken,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it, test, vi } from 'vitest';
import { offeredFile } from '#functions/stream/offered-file.ts';
import { attributeOf, eachRecord, StreamEvent, type StreamRecord } from '#functions/stream/stream-event.ts';
import { wakeFor } from '#functions/stream/wake-for.ts';
import { handler, wakeWorkflow } from '#functions/stream/wake-workflow.ts';

type Item = Record<string, string | number>;

function image(item: Item | undefined) {
  return (
    item &&
    Object.fromEntries(
      Object.entries(item).map(([name, value]) => [
        name,
        typeof value === 'number' ? { N: String(value) } : { S: value },
      ]),
    )
  );
}

function record(after: Item | undefined, before?: Item, sequence = '1'): StreamRecord {
  const [parsed] = StreamEvent.parse({
    Records: [
      {
        eventID: sequence,
        dynamodb: {
          SequenceNumber: sequence,
          ...(after && { NewImage: image(after) }),
          ...(before && { OldImage: image(before) }),
        },
      },
    ],
  }).Records;
  if (!parsed) throw new Error('One record was written.');
  return parsed;
}

const WF: Item = { number: '26123456787', gen: 1, wfVersion: 2, signal: 'bumped' };

describe('what a write of the workflow item asks for', () => {
  test.each<[string, StreamRecord, object | null]>([
    [
      'a filing starts the first generation',
      record(WF),
      { number: '26123456787', gen: 1, start: true, tokens: [] },
    ],
    [
      'a change wakes the one that is parked',
      record({ ...WF, taskToken: 't1' }, { ...WF, wfVersion: 1, taskToken: 't1' }),
      { number: '26123456787', gen: 1, start: false, tokens: ['t1'] },
    ],
    [
      'a change before it ever parked starts it, perhaps once more',
      record(WF, { ...WF, wfVersion: 1 }),
      { number: '26123456787', gen: 1, start: true, tokens: [] },
    ],
    [
      'a new generation is started, and the old one woken so that it ends',
      record({ ...WF, gen: 2 }, { ...WF, taskToken: 't1' }),
      { number: '26123456787', gen: 2, start: true, tokens: ['t1'] },
    ],
    ['a removal asks for nothing', record(undefined, WF), null],
    ['an item without a generation asks for nothing', record({ number: '26123456787' }), null],
  ])('%s', (_, written, wake) => {
    expect(wakeFor(written)).toEqual(wake);
  });

  it('only texts and numbers of an image are read', () => {
    const odd = { a: { S: 'x' }, b: { N: '7' }, c: { BOOL: true }, d: { NULL: true } };
    expect(['a', 'b', 'c', 'd', 'e'].map((name) => attributeOf(odd, name))).toEqual([
      'x',
      '7',
      undefined,
      undefined,
      undefined,
    ]);
    expect(attributeOf(undefined, 'a')).toBeUndefined();
  });
});

const FILE: Item = {
  pk: 'SR#26123456787',
  sk: 'F#01KJQDJGR0S7J0B40F68FX96XQ',
  state: 'verifying',
  attendAt: '2026-03-02T09:00:00.000Z',
};

describe('what a write of a file offers', () => {
  test.each<[string, StreamRecord, object | null]>([
    [
      'one that became complete is offered, with the instant of that',
      record(FILE, { ...FILE, state: 'uploading', attendAt: '2026-03-08T09:00:00.000Z' }),
      {
        pk: 'SR#26123456787',
        sk: 'F#01KJQDJGR0S7J0B40F68FX96XQ',
        offeredAt: '2026-03-02T09:00:00.000Z',
      },
    ],
    [
      'one that the sweeper touched is offered again, with the instant of that',
      record({ ...FILE, attendAt: '2026-03-02T10:00:00.000Z' }, FILE),
      {
        pk: 'SR#26123456787',
        sk: 'F#01KJQDJGR0S7J0B40F68FX96XQ',
        offeredAt: '2026-03-02T10:00:00.000Z',
      },
    ],
    ['one in another state is not', record({ ...FILE, state: 'verified' }), null],
    ['a removal offers nothing', record(undefined, FILE), null],
    ['a mail offers nothing', record({ ...FILE, sk: 'M#00000001-request-filed' }), null],
    ['a workflow item offers nothing', record(WF), null],
  ])('%s', (_, written, offered) => {
    expect(offeredFile(written)).toEqual(offered);
  });
});

describe('the reader of workflow items and files', () => {
  const sfn = mockClient(SFNClient);
  const lambda = mockClient(LambdaClient);
  const context = Object.create(null);
  const write = (SequenceNumber: string, item: Item) => ({
    eventID: SequenceNumber,
    dynamodb: { SequenceNumber, NewImage: image(item) },
  });
  const decoded = (payload: unknown) =>
    payload instanceof Uint8Array ? Buffer.from(payload).toString('utf8') : payload;
  const other = { ...FILE, sk: 'F#01KJQDJGR0S7J0B40F68FX96XR' };
  beforeEach(() => {
    sfn.reset();
    lambda.reset();
    sfn.on(StartExecutionCommand).resolves({});
    vi.stubEnv('AWS_REGION', 'us-east-1');
    vi.stubEnv('STATE_MACHINE_ARN', 'arn:aws:states:us-east-1:000000000000:stateMachine:sr');
    vi.stubEnv('VERIFY_FUNCTION', 'VerifyUpload');
    return () => vi.unstubAllEnvs();
  });

  it('hands a file to the queue of the function that verifies, and does not wait for it', async () => {
    lambda.on(InvokeCommand).resolves({ StatusCode: 202 });
    const answer = await handler({ Records: [write('1', WF), write('2', FILE), write('3', other)] }, context);
    expect(answer).toEqual({ batchItemFailures: [] });
    expect(sfn.commandCalls(StartExecutionCommand)).toHaveLength(1);
    expect(
      lambda
        .commandCalls(InvokeCommand)
        .map(({ args: [{ input }] }) => ({ ...input, Payload: decoded(input.Payload) })),
    ).toEqual([
      {
        FunctionName: 'VerifyUpload',
        InvocationType: 'Event',
        Payload:
          '{"pk":"SR#26123456787","sk":"F#01KJQDJGR0S7J0B40F68FX96XQ","offeredAt":"2026-03-02T09:00:00.000Z"}',
      },
      {
        FunctionName: 'VerifyUpload',
        InvocationType: 'Event',
        Payload:
          '{"pk":"SR#26123456787","sk":"F#01KJQDJGR0S7J0B40F68FX96XR","offeredAt":"2026-03-02T09:00:00.000Z"}',
      },
    ]);
  });

  it('reports the file that Lambda did not take as the record from which on the batch is repeated', async () => {
    lambda.on(InvokeCommand).resolvesOnce({ StatusCode: 202 }).rejects(new Error('TooManyRequestsException'));
    const Records = [write('1', FILE), write('2', other), write('3', WF)];
    expect(await handler({ Records }, context)).toEqual({ batchItemFailures: [{ itemIdentifier: '2' }] });
    // What comes after it waits its turn.
    expect(sfn.commandCalls(StartExecutionCommand)).toEqual([]);
  });
});

describe('waking', () => {
  const sfn = mockClient(SFNClient);
  const machine = {
    arn: 'arn:aws:states:us-east-1:000000000000:stateMachine:sr',
    client: new SFNClient({ region: 'us-east-1' }),
  };
  const error = { $metadata: {}, message: 'x' };
  const parked = record({ ...WF, taskToken: 't1' }, { ...WF, taskToken: 't1' });
  beforeEach(() => sfn.reset());

  it('starts under a name and with an input that are the same each time', async () => {
    sfn.on(StartExecutionCommand).resolves({});
    await wakeWorkflow(record(WF), machine);
    expect(sfn.commandCalls(StartExecutionCommand).map(({ args }) => args[0].input)).toEqual([
      {
        stateMachineArn: 'arn:aws:states:us-east-1:000000000000:stateMachine:sr',
        name: 'sr-26123456787-g1',
        input: '{"number":"26123456787","gen":1,"loops":0}',
      },
    ]);
  });

  it('takes a start that was made before for a success', async () => {
    sfn.on(StartExecutionCommand).rejects(new ExecutionAlreadyExists(error));
    await expect(wakeWorkflow(record(WF), machine)).resolves.toEqual({ gone: 0 });
  });

  it.each([new TaskTimedOut(error), new TaskDoesNotExist(error), new InvalidToken(error)])(
    'counts a wait that ended by itself: %s',
    async (gone) => {
      sfn.on(SendTaskSuccessCommand).rejects(gone);
      await expect(wakeWorkflow(parked, machine)).resolves.toEqual({ gone: 1 });
    },
  );

  it('passes every other failure on, so that it is tried again', async () => {
    sfn.on(SendTaskSuccessCommand).rejects(new Error('ThrottlingException'));
    await expect(wakeWorkflow(parked, machine)).rejects.toThrow('ThrottlingException');
  });

  it('tells Step Functions nothing but the token', async () => {
    sfn.on(SendTaskSuccessCommand).resolves({});
    await wakeWorkflow(parked, machine);
    expect(sfn.commandCalls(SendTaskSuccessCommand).map(({ args }) => args[0].input)).toEqual([
      { taskToken: 't1', output: '{}' },
    ]);
  });
});

describe('a batch', () => {
  const event = StreamEvent.parse({
    Records: ['11', '12', '13'].map((SequenceNumber) => ({
      eventID: SequenceNumber,
      dynamodb: { SequenceNumber },
    })),
  });

  it('is answered without failures when each record went well', async () => {
    const seen: string[] = [];
    const answer = await eachRecord(
      event,
      async ({ eventID }) => void seen.push(eventID),
      () => undefined,
    );
    expect(answer).toEqual({ batchItemFailures: [] });
    expect(seen).toEqual(['11', '12', '13']);
  });

  it('stops at the first failure and names it: Lambda goes on from there, in order', async () => {
    const seen: string[] = [];
    const told: unknown[] = [];
    const failure = new Error('x');
    const answer = await eachRecord(
      event,
      async ({ eventID }) => {
        seen.push(eventID);
        if (eventID === '12') throw failure;
      },
      (error) => told.push(error),
    );
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: '12' }] });
    expect(seen).toEqual(['11', '12']);
    expect(told).toEqual([failure]);
  });
});
