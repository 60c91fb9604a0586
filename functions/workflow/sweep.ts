import { type Instant, toInstant, toMs } from '#shared/schema/instant.ts';
import { findOverdue, type Overdue, requeueMail } from '../io/overdue.ts';
import { bumpOverdue } from '../io/workflow-writes.ts';
import { countMetric } from '../metric.ts';
import { ScheduledEvent } from '../scheduled-event.ts';
import { taskHandler } from '../task.ts';
import { liveDeps, type WorkflowDeps } from './deps.ts';

/** An execution that is alive attends within seconds of its deadline. */
const GRACE_MS = 5 * 60_000;
/** Far below the state-transition quota even when every one of them wakes (workflow.md, limits). */
const AT_MOST = 500;

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

function attend({ pk, attendAt }: Overdue, now: Instant, { table }: WorkflowDeps): Promise<boolean> {
  return bumpOverdue(table, pk.slice('SR#'.length), attendAt, now);
}

export const handler = taskHandler(ScheduledEvent, async ({ time }, logger) => {
  const swept = await sweep(time, liveDeps());
  countMetric('OverdueRequests', swept.requests);
  logger.info('swept', swept);
  return swept;
});
