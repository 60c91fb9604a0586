import { readFileSync } from 'node:fs';
import path from 'node:path';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { expect, it } from 'vitest';
import { kill, runStack, times, until } from '../dynamodb/killable-stack.ts';
import { TABLE, temporaryFolder, writeAssembly } from '../template/assembly.ts';

/** Counts how often it began with an event, and how often it came to the end; the first time it never does. */
const WORKER = `
  import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
  const client = new DynamoDBClient({ maxAttempts: 1 });
  const count = (what, name) => client.send(new UpdateItemCommand({
    TableName: process.env.TABLE_NAME,
    Key: { pk: { S: what }, sk: { S: name } },
    UpdateExpression: 'ADD times :one',
    ExpressionAttributeValues: { ':one': { N: '1' } },
    ReturnValues: 'UPDATED_NEW',
  }));
  export async function handler({ name }) {
    const { Attributes } = await count('begun', name);
    if (Attributes.times.N === '1') await new Promise((resolve) => setTimeout(resolve, 25000));
    await count('ended', name);
  }`;

it('an event that was taken with 202 outlives a kill of the stack while its function runs', async () => {
  const assembly = writeAssembly({
    functions: {
      Worker: {
        source: WORKER,
        environment: { TABLE_NAME: { Ref: 'Table' } },
        policy: [{ Effect: 'Allow', Action: 'dynamodb:UpdateItem', Resource: '*' }],
        properties: { Timeout: 30 },
      },
    },
    resources: { Table: TABLE },
  });
  const stateDir = temporaryFolder();

  const first = await runStack(stateDir, assembly);
  const lambda = new LambdaClient({
    endpoint: first.url,
    region: 'us-east-1',
    credentials: { accessKeyId: first.accessKeyId, secretAccessKey: first.secretAccessKey },
  });
  const Payload = Buffer.from('{"name":"a"}');
  const answer = await lambda.send(
    new InvokeCommand({ FunctionName: 'Worker', InvocationType: 'Event', Payload }),
  );
  expect(answer.StatusCode).toBe(202);
  await until(async () => (await times(first, 'begun', 'a')) === 1);
  await kill(first);
  lambda.destroy();

  const second = await runStack(stateDir, assembly);
  await until(async () => (await times(second, 'ended', 'a')) === 1);
  expect(await times(second, 'begun', 'a')).toBe(2);
  // Nothing is left for yet another start.
  const pending = path.join(stateDir, 'pending-events.json');
  await until(async () => readFileSync(pending, 'utf8') === '[]');
  await kill(second);
});
