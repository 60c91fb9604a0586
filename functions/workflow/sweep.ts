import { type Instant, toInstant, toMs } from '#shared/schema/instant.ts';
import { loadRequest } from '../io/load-request.ts';
import { findOverdue, type Overdue, requeueMail } from '../io/overdue.ts';
import { bumpOverdue, raiseGeneration } from '../io/workflow-writes.ts';
import { countMetric } from '../metric.ts';
import { ScheduledEvent } from '../scheduled-event.ts';
import { taskHandler } from '../task.ts';
import { liveDeps, type WorkflowDeps } from './deps.ts';

/** An execution that is alive attends within seconds of its deadline. */
const GRACE_MS = 5 * 60_000;
/** Far below the state-transition quota even when every one of them wakes (workflow.md, limits). */
const AT_MOST = 500;
/** Woken this often without effect, an execution is taken for dead and the next generation begins. */
const PATIENCE = 2;

/**
 * The second line behind the stream (workflow.md, races): whatever is overdue by five minutes is signalled again,
 * which wakes or starts its execution, or sends its mail. It never calls Step Functions itself. Answers what it found.
 */
export async function sweep(now: Instant, deps: WorkflowDeps): Promise<{ requests: number; mails: number }> {
  const overdue = await findOverdue(deps.table, toInstant(toMs(now) - GRACE_MS), AT_MOST);
  let requests = 0;
  let mails = 0;
  for (const item of overdue) {
    if (item.sk === 'WF') requests += (await attend(item, now, deps)) ? 1 : 0;
    else mails += (await requeueMail(deps.table, item, now)) ? 1 : 0;
  }
  return { requests, mails };
}

async function attend(item: Overdue, now: Instant, { table }: WorkflowDeps): Promise<boolean> {
  const number = item.pk.slice('SR#'.length);
  const loaded = await loadRequest(table, number);
  if (!loaded) return false;
  const { workflow } = loaded;
  if ((workflow.sweeps ?? 0) >= PATIENCE) return raiseGeneration(table, number, workflow.gen, now);
  return bumpOverdue(table, number, item.attendAt, now);
}

export const handler = taskHandler(ScheduledEvent, async ({ time }, logger) => {
  const swept = await sweep(time, liveDeps());
  countMetric('OverdueRequests', swept.requests);
  logger.info('swept', swept);
  return swept;
});
