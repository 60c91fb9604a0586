import { TaskInput } from '#shared/schema/task.ts';
import { countMetric } from '../metric.ts';
import { taskHandler } from '../task.ts';
import { liveDeps } from './deps.ts';
import { takeStep } from './take-step.ts';

/** A healthy SR passes a few times a day; one that goes round and round costs money and hides a defect. */
const HOT_LOOPS_A_DAY = 50;

function isHot({ loops, now, startedAt }: TaskInput): boolean {
  const days = Math.ceil((Date.parse(now) - Date.parse(startedAt)) / 86_400_000);
  return loops > HOT_LOOPS_A_DAY * Math.max(1, days);
}

export const handler = taskHandler(TaskInput, async (input, logger) => {
  logger.resetKeys();
  logger.appendKeys({ number: input.number, gen: input.gen, step: input.step });
  const plan = await takeStep(input, liveDeps());
  if (isHot(input)) {
    logger.warn('hot loop', { loops: input.loops });
    countMetric('HotLoop', 1);
  }
  logger.info('planned', { next: plan.step, awaiting: plan.awaiting, dueAt: plan.dueAt });
  return plan;
});
