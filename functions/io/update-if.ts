import { setTimeout } from 'node:timers/promises';
import { UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Table } from './table.ts';

/** Times an update is tried while transactions hold its item; the SDK does not repeat those by itself. */
const TRIES = 4;
const PAUSE_MS = 40;

/**
 * Updates an item under a condition; false when the condition does not hold. A transaction that holds the item at
 * this moment says nothing about the condition, so the update is tried again.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-conflict-handling
 */
export async function updateIf(
  table: Table,
  update: Omit<UpdateCommandInput, 'TableName'> & { readonly ConditionExpression: string },
): Promise<boolean> {
  for (let attempt = 1; ; attempt++) {
    try {
      await table.client.send(new UpdateCommand({ TableName: table.name, ...update }));
      return true;
    } catch (error) {
      const name = error instanceof Error ? error.name : '';
      if (name === 'ConditionalCheckFailedException') return false;
      if (name !== 'TransactionConflictException' || attempt === TRIES) throw error;
      await setTimeout(PAUSE_MS * attempt);
    }
  }
}
