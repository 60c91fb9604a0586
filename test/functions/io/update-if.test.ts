import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { updateIf } from '#functions/io/update-if.ts';

const dynamo = mockClient(DynamoDBDocumentClient);
const table = {
  name: 'desk',
  client: DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'us-east-1' })),
};
const update = { Key: { pk: 'a', sk: 'b' }, UpdateExpression: 'SET x = :x', ConditionExpression: 'y = :y' };
const named = (name: string) => Object.assign(new Error(name), { name });

beforeEach(() => dynamo.reset());

describe('an update under a condition', () => {
  it('tells when the condition does not hold', async () => {
    dynamo.on(UpdateCommand).rejects(named('ConditionalCheckFailedException'));
    expect(await updateIf(table, update)).toBe(false);
    expect(dynamo.calls()).toHaveLength(1);
  });

  it('is tried again while a transaction holds the item, which says nothing about the condition', async () => {
    dynamo
      .on(UpdateCommand)
      .rejectsOnce(named('TransactionConflictException'))
      .rejectsOnce(named('TransactionConflictException'))
      .resolves({});
    expect(await updateIf(table, update)).toBe(true);
    expect(dynamo.calls()).toHaveLength(3);
  });

  it('gives up on an item that transactions hold on and on, and on any other error at once', async () => {
    dynamo.on(UpdateCommand).rejects(named('TransactionConflictException'));
    await expect(updateIf(table, update)).rejects.toThrow('TransactionConflictException');
    expect(dynamo.calls()).toHaveLength(4);
    dynamo.reset();
    dynamo.on(UpdateCommand).rejects(named('AccessDeniedException'));
    await expect(updateIf(table, update)).rejects.toThrow('AccessDeniedException');
    expect(dynamo.calls()).toHaveLength(1);
  });
});
