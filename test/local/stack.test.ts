import { copyFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createActivity } from '#local/activity.ts';
import { virtualClock } from '#local/clock.ts';
import { FunctionError } from '#local/lambda/function-error.ts';
import { quiescence } from '#local/quiescence.ts';
import { type LocalStack, startLocalStack } from '#local/stack.ts';
import {
  QUEUE,
  STREAM_POLICY,
  streamMapping,
  TABLE,
  temporaryFolder,
  writeAssembly,
} from './template/assembly.ts';

const WRITER = `
  import { DynamoDBClient, PutItemCommand, GetItemCommand } from '@aws-sdk/client-dynamodb';
  const client = new DynamoDBClient({ maxAttempts: 1 });
  export async function handler({ key, read }) {
    const Key = { pk: { S: key }, sk: { S: 'item' } };
    if (read) return (await client.send(new GetItemCommand({ TableName: process.env.TABLE_NAME, Key }))).Item ?? null;
    await client.send(new PutItemCommand({ TableName: process.env.TABLE_NAME, Item: { ...Key, by: { S: process.env.AWS_LAMBDA_FUNCTION_NAME } } }));
    return { wrote: key, account: process.env.PATH ?? 'none' };
  }`;

const COPIER = `
  import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
  const client = new DynamoDBClient({ maxAttempts: 1 });
  export async function handler({ Records }) {
    for (const { dynamodb } of Records) {
      await new Promise((resolve) => setTimeout(resolve, 30));
      await client.send(new PutItemCommand({
        TableName: process.env.TABLE_NAME,
        Item: { pk: dynamodb.Keys.pk, sk: { S: 'copy' }, at: { N: String(dynamodb.ApproximateCreationDateTime) } },
      }));
    }
    return { batchItemFailures: [] };
  }`;

const TABLE_ARN = { 'Fn::GetAtt': ['Table', 'Arn'] };

let stack: LocalStack;

beforeAll(async () => {
  const assembly = writeAssembly({
    functions: {
      Writer: {
        source: WRITER,
        environment: { TABLE_NAME: { Ref: 'Table' } },
        policy: [{ Effect: 'Allow', Action: ['dynamodb:PutItem', 'dynamodb:GetItem'], Resource: TABLE_ARN }],
      },
      Stranger: {
        source: WRITER,
        environment: { TABLE_NAME: { Ref: 'Table' } },
        policy: [{ Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: TABLE_ARN }],
      },
      Copier: {
        source: COPIER,
        environment: { TABLE_NAME: { Ref: 'Table' } },
        policy: [...STREAM_POLICY, { Effect: 'Allow', Action: 'dynamodb:PutItem', Resource: TABLE_ARN }],
      },
    },
    resources: {
      Table: TABLE,
      Failed: QUEUE,
      Copies: streamMapping('Copier', {
        FilterCriteria: { Filters: [{ Pattern: '{"dynamodb":{"Keys":{"sk":{"S":["item"]}}}}' }] },
      }),
    },
  });
  stack = await startLocalStack({
    stateDir: temporaryFolder(),
    clock: virtualClock('2026-03-02T09:00:00.000Z'),
    inMemory: true,
    assembly,
  });
});
afterAll(() => stack?.stop());

describe('a local stack', () => {
  it('runs a function of the template with its own environment and an unmodified AWS client', async () => {
    expect(await stack.invoke('Writer', { key: 'a' })).toEqual({ wrote: 'a', account: 'none' });
    expect(await stack.invoke('Writer', { key: 'a', read: true })).toEqual({
      pk: { S: 'a' },
      sk: { S: 'item' },
      by: { S: 'Writer' },
    });
  });

  it('refuses what a role may not do, naming role, action and resource', async () => {
    const failure = await stack.invoke('Stranger', { key: 'b' }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(FunctionError);
    expect(failure).toMatchObject({
      payload: {
        errorType: 'AccessDeniedException',
        errorMessage:
          'User: arn:aws:sts::000000000000:assumed-role/StrangerRole/Stranger is not authorized to perform: ' +
          'dynamodb:PutItem on resource: arn:aws:dynamodb:us-east-1:000000000000:table/Table ' +
          'because no identity-based policy allows the dynamodb:PutItem action',
      },
    });
  });

  it('settles only after the stream has delivered what was written, and everything that caused', async () => {
    for (const key of ['s1', 's2', 's3', 's4']) {
      await stack.invoke('Writer', { key });
      await stack.settle();
      // The frozen clock stamps the record; the copier reads it as whole seconds.
      const copy = await fetch(stack.awsEndpoint.url, {
        method: 'POST',
        headers: {
          authorization: `AWS4-HMAC-SHA256 Credential=${stack.awsEndpoint.accessKeyId}/20260302/us-east-1/dynamodb/aws4_request`,
          'x-amz-target': 'DynamoDB_20120810.GetItem',
        },
        body: JSON.stringify({ TableName: stack.tableName, Key: { pk: { S: key }, sk: { S: 'copy' } } }),
      });
      expect(await copy.json()).toEqual({
        Item: { pk: { S: key }, sk: { S: 'copy' }, at: { N: '1772442000' } },
      });
    }
  });

  it('remembers which permissions were used', () => {
    expect(stack.iamUsage()).toContainEqual({
      role: 'WriterRole',
      statement: 'WriterPolicy/0',
      action: 'dynamodb:PutItem',
      resource: 'arn:aws:dynamodb:us-east-1:000000000000:table/Table',
    });
  });
});

describe('a start that cannot succeed', () => {
  const start = (assembly: string) =>
    startLocalStack({
      stateDir: temporaryFolder(),
      clock: virtualClock('2026-03-02T09:00:00.000Z'),
      inMemory: true,
      assembly,
    });

  it('names the permission that a stream mapping lacks', async () => {
    const assembly = writeAssembly({
      functions: { Blind: { source: COPIER } },
      resources: { Table: TABLE, Failed: QUEUE, Mapping: streamMapping('Blind') },
    });
    await expect(start(assembly)).rejects.toThrow(
      'User: arn:aws:sts::000000000000:assumed-role/BlindRole/Blind is not authorized to perform: ' +
        'dynamodb:DescribeStream on resource: arn:aws:dynamodb:us-east-1:000000000000:table/Table/stream/local',
    );
  });

  it('names a rule that may not call its function', async () => {
    const assembly = writeAssembly({
      functions: { Sweep: { source: COPIER } },
      resources: {
        Rule: {
          Type: 'AWS::Events::Rule',
          Properties: {
            ScheduleExpression: 'rate(10 minutes)',
            Targets: [{ Id: 'Target0', Arn: { 'Fn::GetAtt': ['Sweep', 'Arn'] } }],
          },
        },
      },
    });
    await expect(start(assembly)).rejects.toThrow('No AWS::Lambda::Permission lets events.amazonaws.com');
  });
});

describe('quiescence', () => {
  it('waits for work, for the streams, for counts and for timers that are due, in whatever order they end', async () => {
    const clock = virtualClock('2026-03-02T09:00:00.000Z');
    const activity = createActivity();
    let pending = 1;
    let streamsBusy = false;
    const order: string[] = [];
    const streams = {
      atRest: () => !streamsBusy,
      rest: async () => {
        while (streamsBusy) await wait(1);
      },
    };
    const end = activity.begin('request');
    setTimeout(() => {
      streamsBusy = true;
      end();
      order.push('request');
    }, 10);
    setTimeout(() => {
      streamsBusy = false;
      order.push('streams');
      clock.at(clock.now(), () => {
        order.push('timer');
        setTimeout(() => {
          pending = 0;
          order.push('execution');
        }, 10);
      });
    }, 20);
    await quiescence({ activity, streams, clock, counts: [() => pending] });
    expect(order).toEqual(['request', 'streams', 'timer', 'execution']);
  });
});

describe('a stack that is started anew on its folder', () => {
  it('has its S3 where it was: what was signed before is still good', async () => {
    const stateDir = temporaryFolder();
    const assembly = writeAssembly({});
    const start = (folder: string) =>
      startLocalStack({ stateDir: folder, clock: virtualClock('2026-03-02T09:00:00.000Z'), assembly });
    const first = await start(stateDir);
    const { url } = first.s3;
    await first.stop();
    const second = await start(stateDir);
    expect(second.s3.url).toBe(url);
    // Where another one listens meanwhile, it takes another port.
    const copy = temporaryFolder();
    copyFileSync(path.join(stateDir, 's3-port.json'), path.join(copy, 's3-port.json'));
    const third = await start(copy);
    expect(third.s3.url).not.toBe(url);
    await second.stop();
    await third.stop();
  });
});
