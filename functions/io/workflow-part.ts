import { planView } from '#shared/domain/plan.ts';
import type { Policy } from '#shared/policy/policy.ts';
import type { SupportRequest } from '#shared/schema/request.ts';
import type { Change } from './change.ts';
import { keys, lists } from './keys.ts';
import type { TransactItem } from './transaction-parts.ts';

/**
 * The workflow's item, if what its plan depends on changed; null otherwise, so that nothing is woken for nothing.
 * After its execution has finished a change begins a new generation, since a closed execution's name is burned.
 */
export function workflowPart(
  tableName: string,
  { before, after, workflow, acting, policy, now }: Change,
): TransactItem | null {
  const base = { TableName: tableName, Key: keys.workflow(after.number) };
  const bumped = { ':one': 1, ':now': now, ':attend': lists.attend };
  if (!before || !workflow) {
    return {
      Put: {
        TableName: tableName,
        Item: {
          ...base.Key,
          number: after.number,
          gen: 1,
          wfVersion: 1,
          signal: 'bumped',
          attendKey: lists.attend,
          attendAt: now,
        },
        ConditionExpression: 'attribute_not_exists(pk)',
      },
    };
  }
  if (samePlan(before, after, policy)) return null;
  const finished = workflow.signal === 'finished';
  return {
    Update: {
      ...base,
      UpdateExpression: finished
        ? 'SET wfVersion = wfVersion + :one, gen = gen + :one, #signal = :signal, attendKey = :attend, attendAt = :now REMOVE taskToken, sweeps, revivals'
        : 'SET wfVersion = wfVersion + :one, #signal = :signal, attendKey = :attend, attendAt = :now REMOVE sweeps, revivals',
      // `finished` is part of it: an execution may finish between our reading and our writing.
      ConditionExpression: finished
        ? 'wfVersion = :v AND gen = :g AND #signal = :finished'
        : 'wfVersion = :v AND gen = :g AND #signal <> :finished',
      ExpressionAttributeNames: { '#signal': 'signal' },
      ExpressionAttributeValues: {
        ...bumped,
        ':signal': acting && !finished ? 'acting' : 'bumped',
        ':finished': 'finished',
        ':v': workflow.wfVersion,
        ':g': workflow.gen,
      },
    },
  };
}

function samePlan(before: SupportRequest, after: SupportRequest, policy: Policy): boolean {
  return JSON.stringify(planView(before, policy)) === JSON.stringify(planView(after, policy));
}
