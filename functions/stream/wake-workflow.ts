import { readConfig } from '../config.ts';
import { openStateMachine, type StateMachine, startExecution, wakeExecution } from '../io/state-machine.ts';
import { offerFile, openVerifier, type Verifier } from '../io/verifier.ts';
import { taskHandler } from '../task.ts';
import { offeredFile } from './offered-file.ts';
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

/** What this function hands records on to. */
interface Woken {
  readonly machine: StateMachine;
  readonly verifier: Verifier;
}

let live: Woken | undefined;

function woken(): Woken {
  if (live) return live;
  const config = readConfig('stream');
  live = {
    machine: openStateMachine(config.STATE_MACHINE_ARN),
    verifier: openVerifier(config.VERIFY_FUNCTION),
  };
  return live;
}

/**
 * Hands on each change of the table that something must act on: of a workflow item to its execution, of a file that is
 * complete to VerifyUpload. One function does both because no more than two may read a stream (decision 13).
 */
export const handler = taskHandler(StreamEvent, async (event, logger) => {
  const { machine, verifier } = woken();
  let gone = 0;
  let offered = 0;
  const answer = await eachRecord(
    event,
    async (record) => {
      const file = offeredFile(record);
      if (file) {
        await offerFile(verifier, file);
        offered += 1;
      } else gone += (await wakeWorkflow(record, machine)).gone;
    },
    (error) => logger.error('not woken', error instanceof Error ? error : new Error(String(error))),
  );
  logger.info('woke', { records: event.Records.length, gone, offered });
  return answer;
});
