import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { awsCall } from '../aws-endpoint/aws-call.ts';
import {
  QUEUE,
  STREAM_POLICY,
  streamMapping,
  TABLE,
  temporaryFolder,
  writeAssembly,
} from '../template/assembly.ts';
import { type KillableStack, kill, runStack, times, until } from './killable-stack.ts';

/** Counts each record it sees; waits before it does while the table says so. */
const CONSUMER = `
  import { DynamoDBClient, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
  const client = new DynamoDBClient({ maxAttempts: 1 });
  const TableName = process.env.TABLE_NAME;
  export async function handler({ Records }) {
    for (const { dynamodb } of Records) {
      const { Item } = await client.send(new GetItemCommand({ TableName, Key: { pk: { S: 'switch' }, sk: { S: 'slow' } } }));
      if (Item) await new Promise((resolve) => setTimeout(resolve, 20000));
      await client.send(new UpdateItemCommand({
        TableName,
        Key: { pk: { S: 'seen' }, sk: dynamodb.Keys.sk },
        UpdateExpression: 'ADD times :one',
        ExpressionAttributeValues: { ':one': { N: '1' } },
      }));
    }
  }`;

const PROVIDER = `export async function handler(event) {
  await fetch(event.ResponseURL, { method: 'PUT', headers: { 'content-type': '' }, body: JSON.stringify({
    Status: 'SUCCESS', PhysicalResourceId: 'pack-1', Data: { type: event.RequestType } }) });
  const { DynamoDBClient, UpdateItemCommand } = await import('@aws-sdk/client-dynamodb');
  await new DynamoDBClient({ maxAttempts: 1 }).send(new UpdateItemCommand({
    TableName: process.env.TABLE_NAME, Key: { pk: { S: 'custom' }, sk: { S: event.ResourceProperties.version } },
    UpdateExpression: 'ADD times :one', ExpressionAttributeValues: { ':one': { N: '1' } } }));
}`;

const put = (running: KillableStack, pk: string, sk: string) =>
  awsCall(running, 'DynamoDB_20120810.PutItem', {
    TableName: 'Table',
    Item: { pk: { S: pk }, sk: { S: sk } },
  });

it('goes on from its checkpoint after being killed: nothing is lost, nothing runs twice that had been done', async () => {
  const policy = { Effect: 'Allow', Action: ['dynamodb:GetItem', 'dynamodb:UpdateItem'], Resource: '*' };
  const environment = { TABLE_NAME: { Ref: 'Table' } };
  const assembly = writeAssembly({
    functions: {
      Consumer: {
        source: CONSUMER,
        environment,
        policy: [...STREAM_POLICY, policy],
        properties: { Timeout: 30 },
      },
      Provider: { source: PROVIDER, environment, policy: [policy] },
    },
    resources: {
      Table: TABLE,
      Failed: QUEUE,
      Mapping: streamMapping('Consumer', {
        FilterCriteria: { Filters: [{ Pattern: '{"dynamodb":{"Keys":{"pk":{"S":["work"]}}}}' }] },
      }),
      Pack: {
        Type: 'Custom::Pack',
        Properties: { ServiceToken: { 'Fn::GetAtt': ['Provider', 'Arn'] }, version: 1 },
      },
    },
  });
  const stateDir = temporaryFolder();

  const first = await runStack(stateDir, assembly);
  await put(first, 'work', 'before');
  await until(async () => (await times(first, 'seen', 'before')) === 1);
  const checkpoints = path.join(stateDir, 'stream-checkpoints.json');
  // Written a moment after the function is done.
  await until(async () => existsSync(checkpoints) && readFileSync(checkpoints, 'utf8') !== '{}');
  await put(first, 'switch', 'slow');
  await put(first, 'work', 'during');
  // The function is at work on it, and the next one is still unread by any function.
  await put(first, 'work', 'unread');
  const { pid } = JSON.parse(readFileSync(path.join(stateDir, 'dynamodb.pid'), 'utf8'));
  await kill(first);
  // The database dies with its stack, though nobody could tell it to.
  await until(async () => {
    try {
      process.kill(pid, 0);
      return false;
    } catch {
      return true;
    }
  });

  const second = await runStack(stateDir, assembly);
  await awsCall(second, 'DynamoDB_20120810.DeleteItem', {
    TableName: 'Table',
    Key: { pk: { S: 'switch' }, sk: { S: 'slow' } },
  });
  await kill(second);

  const third = await runStack(stateDir, assembly);
  await put(third, 'work', 'after');
  await until(async () => (await times(third, 'seen', 'after')) === 1);
  const seen = await Promise.all(
    ['before', 'during', 'unread', 'after'].map((sk) => times(third, 'seen', sk)),
  );
  expect(seen).toEqual([1, 1, 1, 1]);
  // The custom resource ran at the first start only: its properties did not change.
  expect(await times(third, 'custom', '1')).toBe(1);
  await kill(third);
});
