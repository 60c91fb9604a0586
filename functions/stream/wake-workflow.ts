import { readConfig } from '../config.ts';
import { openStateMachine, type StateMachine, startExecution, wakeExecution } from '../io/state-machine.ts';
import { taskHandler } from '../task.ts';
import { eachRecord, StreamEvent, type StreamRecord } from './stream-event.ts';
import { wakeFor } from './wake-for.ts';

/** Starts or wakes the execution that a record of the workflow item concerns: the only starter and waker there is. */
export async function wakeWorkflow(record: StreamRecord, machine: StateMachine): Promise<{ gone: number }> {
  const wake = wakeFor(record);
  if (!wake) return { gone: 0 };
  if (wake.start) await startExecution(machine, wake.number, wake.gen);
  let gone = 0;
  for (const token of wake.tokens) if (!(await wakeExecution(machine, token))) gone++;
  return { gone };
}

let live: StateMachine | undefined;

function machine(): StateMachine {
  live ??= openStateMachine(readConfig('stream').STATE_MACHINE_ARN);
  return live;
}

export const handler = taskHandler(StreamEvent, async (event, logger) => {
  let gone = 0;
  const answer = await eachRecord(
    event,
    async (record) => {
      gone += (await wakeWorkflow(record, machine())).gone;
    },
    (error) => logger.error('not woken', error instanceof Error ? error : new Error(String(error))),
  );
  logger.info('woke', { records: event.Records.length, gone });
  return answer;
});
