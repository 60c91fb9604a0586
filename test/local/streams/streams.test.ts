import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { virtualClock } from '#local/clock.ts';
import type { Interpose } from '#local/interpose.ts';
import { type LocalStack, startLocalStack } from '#local/stack.ts';
import { awsCall } from '../aws-endpoint/aws-call.ts';
import {
  QUEUE,
  STREAM_POLICY,
  streamMapping,
  TABLE,
  temporaryFolder,
  writeAssembly,
} from '../template/assembly.ts';

/** Notes what it sees in the table, and fails for what it is told to fail for. */
const CONSUMER = `
  import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
  const client = new DynamoDBClient({ maxAttempts: 1 });
  export async function handler({ Records }) {
    const batchItemFailures = [];
    for (const { dynamodb } of Records) {
      const name = dynamodb.NewImage.sk.S;
      if (name === 'M#throw') throw new Error('cannot do ' + name);
      if (name === 'M#poison') { batchItemFailures.push({ itemIdentifier: dynamodb.SequenceNumber }); continue; }
      await client.send(new UpdateItemCommand({
        TableName: process.env.TABLE_NAME,
        Key: { pk: { S: 'seen' }, sk: { S: name } },
        UpdateExpression: 'ADD times :one',
        ExpressionAttributeValues: { ':one': { N: '1' } },
      }));
    }
    return { batchItemFailures };
  }`;

const deliver: { hook: Interpose['deliver'] | undefined } = { hook: undefined };
let stack: LocalStack;

beforeAll(async () => {
  const assembly = writeAssembly({
    functions: {
      Consumer: {
        source: CONSUMER,
        environment: { TABLE_NAME: { Ref: 'Table' } },
        policy: [
          ...STREAM_POLICY,
          { Effect: 'Allow', Action: 'dynamodb:UpdateItem', Resource: { 'Fn::GetAtt': ['Table', 'Arn'] } },
        ],
      },
    },
    resources: {
      Table: TABLE,
      Failed: QUEUE,
      Mapping: streamMapping('Consumer', {
        FilterCriteria: {
          Filters: [
            {
              Pattern:
                '{"dynamodb":{"Keys":{"pk":{"S":["desk"]},"sk":{"S":[{"prefix":"M#"}]}},"NewImage":{"state":{"S":["queued"]}}}}',
            },
          ],
        },
      }),
    },
  });
  stack = await startLocalStack({
    stateDir: temporaryFolder(),
    clock: virtualClock('2026-03-02T09:00:00.000Z'),
    inMemory: true,
    assembly,
    interpose: {
      deliver: (delivery, records, next) =>
        deliver.hook === undefined ? next(records) : deliver.hook(delivery, records, next),
    },
  });
});
afterAll(() => stack?.stop());
beforeEach(() => {
  deliver.hook = undefined;
});

const write = (sk: string, state = 'queued') =>
  awsCall(stack.awsEndpoint, 'DynamoDB_20120810.PutItem', {
    TableName: stack.tableName,
    Item: { pk: { S: 'desk' }, sk: { S: sk }, state: { S: state } },
  });

async function timesSeen(sk: string): Promise<number> {
  const { body } = await awsCall(stack.awsEndpoint, 'DynamoDB_20120810.GetItem', {
    TableName: stack.tableName,
    Key: { pk: { S: 'seen' }, sk: { S: sk } },
  });
  return Number(Object(body).Item?.times?.N ?? 0);
}

describe('a stream mapping', () => {
  it('delivers only what passes its filter', async () => {
    await write('M#1');
    await write('M#2', 'sent');
    await write('E#1');
    await stack.settle();
    expect(await Promise.all(['M#1', 'M#2', 'E#1'].map(timesSeen))).toEqual([1, 0, 0]);
  });

  it('sets a record aside that fails for good, and goes on with the next', async () => {
    const before = stack.queueMessages('Failed').length;
    await write('M#throw');
    await write('M#after-throw');
    await stack.advanceTo(stack.clock.now() + 600_000);
    expect(await timesSeen('M#after-throw')).toBe(1);
    const messages = stack.queueMessages('Failed').slice(before);
    expect(messages).toMatchObject([
      {
        requestContext: {
          functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:Consumer',
          condition: 'RetryAttemptsExhausted',
          approximateInvokeCount: 9,
        },
        DDBStreamBatchInfo: {
          batchSize: 1,
          streamArn: 'arn:aws:dynamodb:us-east-1:000000000000:table/Table/stream/local',
        },
      },
    ]);
  });

  it('tries again only from the record on that the function reports', async () => {
    const before = stack.queueMessages('Failed').length;
    let hold: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      hold = resolve;
    });
    deliver.hook = async (_delivery, records, next) => {
      await held;
      return next(records);
    };
    // The first record waits alone; the other three become one batch behind it.
    for (const name of ['M#p0', 'M#p1', 'M#poison', 'M#p2']) await write(name);
    hold();
    await stack.advanceTo(stack.clock.now() + 600_000);
    expect(await Promise.all(['M#p0', 'M#p1', 'M#p2'].map(timesSeen))).toEqual([1, 1, expect.any(Number)]);
    expect(await timesSeen('M#p2')).toBeGreaterThanOrEqual(1);
    expect(stack.queueMessages('Failed').slice(before)).toHaveLength(1);
  });

  it('can be made to deliver twice, or not at all, by a test', async () => {
    deliver.hook = async (_delivery, records, next) => {
      await next(records);
      return next(records);
    };
    await write('M#twice');
    await stack.settle();
    expect(await timesSeen('M#twice')).toBe(2);
    deliver.hook = async () => null;
    await write('M#dropped');
    await stack.settle();
    expect(await timesSeen('M#dropped')).toBe(0);
  });

  it('has delivered every write when the stack has settled, under load too', async () => {
    const names = Array.from({ length: 60 }, (_, position) => `M#load${position}`);
    await Promise.all(names.map((name) => write(name)));
    await stack.settle();
    expect(await Promise.all(names.map(timesSeen))).toEqual(names.map(() => 1));
  });
});
