import { UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Instant } from '#shared/schema/instant.ts';
import { keys, lists } from './keys.ts';
import type { Table } from './table.ts';
import type { WorkflowItem } from './workflow-item.ts';

type Update = Pick<
  UpdateCommandInput,
  'UpdateExpression' | 'ConditionExpression' | 'ExpressionAttributeValues'
>;

/** Marks the execution as having nothing left to do; false when a change came first. */
export function finishWorkflow(
  table: Table,
  number: string,
  { gen, wfVersion }: WorkflowItem,
): Promise<boolean> {
  return update(table, number, {
    UpdateExpression: 'SET signal = :finished REMOVE attendKey, attendAt, taskToken, sweeps',
    ConditionExpression: 'wfVersion = :v AND gen = :g',
    ExpressionAttributeValues: { ':finished': 'finished', ':v': wfVersion, ':g': gen },
  });
}

/**
 * Starts the next generation, through the stream, which is the only starter; false when `gen` is not the
 * present one or its work is finished: then somebody did so before, or there is nothing left to do.
 */
export function raiseGeneration(table: Table, number: string, gen: number, now: Instant): Promise<boolean> {
  return update(table, number, {
    UpdateExpression:
      'SET gen = gen + :one, wfVersion = wfVersion + :one, signal = :bumped, attendKey = :attend, attendAt = :now, revivals = if_not_exists(revivals, :zero) + :one REMOVE taskToken',
    ConditionExpression: 'gen = :g AND signal <> :finished',
    ExpressionAttributeValues: {
      ':one': 1,
      ':zero': 0,
      ':bumped': 'bumped',
      ':finished': 'finished',
      ':attend': lists.attend,
      ':now': now,
      ':g': gen,
    },
  });
}

/** Wakes the execution of an SR that is overdue, and counts that it had to be; false when it was attended to meanwhile. */
export function bumpOverdue(table: Table, number: string, attendAt: Instant, now: Instant): Promise<boolean> {
  return update(table, number, {
    UpdateExpression:
      'SET wfVersion = wfVersion + :one, signal = :bumped, attendAt = :now, sweeps = if_not_exists(sweeps, :zero) + :one',
    ConditionExpression: 'attendAt = :seen',
    ExpressionAttributeValues: { ':one': 1, ':zero': 0, ':bumped': 'bumped', ':now': now, ':seen': attendAt },
  });
}

async function update(table: Table, number: string, change: Update): Promise<boolean> {
  try {
    await table.client.send(
      new UpdateCommand({ TableName: table.name, Key: keys.workflow(number), ...change }),
    );
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return false;
    throw error;
  }
}
