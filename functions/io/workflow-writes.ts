import type { Instant } from '#shared/schema/instant.ts';
import { keys, lists } from './keys.ts';
import type { Table } from './table.ts';
import { updateIf } from './update-if.ts';
import type { WorkflowItem } from './workflow-item.ts';

interface Change {
  readonly UpdateExpression: string;
  readonly ConditionExpression: string;
  readonly ExpressionAttributeValues: Record<string, string | number>;
}

/** Marks the execution as having nothing left to do; false when a change came first. */
export function finishWorkflow(
  table: Table,
  number: string,
  { gen, wfVersion }: WorkflowItem,
): Promise<boolean> {
  return update(table, number, {
    UpdateExpression: 'SET #signal = :finished REMOVE attendKey, attendAt, taskToken, sweeps',
    ConditionExpression: 'wfVersion = :v AND gen = :g',
    ExpressionAttributeValues: { ':finished': 'finished', ':v': wfVersion, ':g': gen },
  });
}

/**
 * Starts the next generation, through the stream, which is the only starter; false when `gen` is not the
 * present one or its work is finished: then somebody did so before, or there is nothing left to do.
 * A generation that was revived is counted, one that was handed over to is not: nothing went wrong.
 */
export function raiseGeneration(
  table: Table,
  number: string,
  gen: number,
  now: Instant,
  why: 'revived' | 'handed over',
): Promise<boolean> {
  const raise =
    'SET gen = gen + :one, wfVersion = wfVersion + :one, #signal = :bumped, attendKey = :attend, attendAt = :now';
  const count = ', revivals = if_not_exists(revivals, :zero) + :one';
  return update(table, number, {
    UpdateExpression: `${raise}${why === 'revived' ? count : ''} REMOVE taskToken`,
    ConditionExpression: 'gen = :g AND #signal <> :finished',
    ExpressionAttributeValues: {
      ':one': 1,
      ...(why === 'revived' && { ':zero': 0 }),
      ':bumped': 'bumped',
      ':finished': 'finished',
      ':attend': lists.attend,
      ':now': now,
      ':g': gen,
    },
  });
}

/** Woken this often without effect, an execution is taken for dead and the next generation begins. */
const PATIENCE = 2;

/**
 * Signals an SR whose workflow should have attended to it by `attendAt`: the first times its execution is woken, or
 * started if it never was; then a new generation takes over. False when it was attended to meanwhile.
 */
export async function bumpOverdue(
  table: Table,
  number: string,
  attendAt: Instant,
  now: Instant,
): Promise<boolean> {
  const signal = 'SET wfVersion = wfVersion + :one, #signal = :bumped, attendAt = :now';
  const values = { ':one': 1, ':bumped': 'bumped', ':now': now, ':seen': attendAt, ':patience': PATIENCE };
  const woken = await update(table, number, {
    UpdateExpression: `${signal}, sweeps = if_not_exists(sweeps, :zero) + :one`,
    ConditionExpression: 'attendAt = :seen AND (attribute_not_exists(sweeps) OR sweeps < :patience)',
    ExpressionAttributeValues: { ...values, ':zero': 0 },
  });
  if (woken) return true;
  return update(table, number, {
    UpdateExpression: `${signal}, gen = gen + :one REMOVE taskToken, sweeps`,
    ConditionExpression: 'attendAt = :seen AND sweeps >= :patience',
    ExpressionAttributeValues: values,
  });
}

function update(table: Table, number: string, change: Change): Promise<boolean> {
  return updateIf(table, {
    Key: keys.workflow(number),
    ExpressionAttributeNames: { '#signal': 'signal' },
    ...change,
  });
}
