import * as z from 'zod/mini';
import type { Instant } from '#shared/schema/instant.ts';
import { readExecutionName } from '#shared/schema/task.ts';
import { loadRequest } from '../io/load-request.ts';
import { raiseGeneration } from '../io/workflow-writes.ts';
import { EventTime } from '../scheduled-event.ts';
import { taskHandler } from '../task.ts';
import { liveDeps, type WorkflowDeps } from './deps.ts';

/** An execution of the state machine ended badly. */
const StatusChange = z.object({
  time: EventTime,
  detail: z.object({
    name: z.string(),
    status: z.enum(['FAILED', 'TIMED_OUT', 'ABORTED']),
  }),
});

/** A defect that fails every execution must not start them for ever: then the alarm and a person take over. */
const MAX_REVIVALS = 5;

/**
 * Begins the next generation of an SR whose execution failed, was aborted or timed out; nothing when a newer one
 * runs already, the SR needs none, or too many were begun.
 */
export async function revive(
  name: string,
  now: Instant,
  { table }: WorkflowDeps,
): Promise<'revived' | 'not ours' | 'left'> {
  const execution = readExecutionName(name);
  if (!execution) return 'not ours';
  const loaded = await loadRequest(table, execution.number);
  if (!loaded || (loaded.workflow.revivals ?? 0) >= MAX_REVIVALS) return 'left';
  const raised = await raiseGeneration(table, execution.number, execution.gen, now, 'revived');
  return raised ? 'revived' : 'left';
}

export const handler = taskHandler(StatusChange, async ({ time, detail }, logger) => {
  const outcome = await revive(detail.name, time, liveDeps());
  logger.warn('execution ended badly', { execution: detail.name, status: detail.status, outcome });
  return { outcome };
});
