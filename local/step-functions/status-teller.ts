import type { Clock } from '#local/clock.ts';
import type { Activity } from './activity.ts';
import type { ExecutionRecord, ExecutionStatus } from './execution-record.ts';
import type { StatusChange } from './step-functions.ts';

/** EventBridge tries a target this often before it gives the event up (its default retry policy). */
const MOST_TELLINGS = 185;
const LONGEST_PAUSE_SECONDS = 300;

function changeOf(record: ExecutionRecord, status: ExecutionStatus): StatusChange {
  const { executionArn, stateMachineArn, name, startDate, input } = record;
  const ended = status !== 'RUNNING';
  return {
    executionArn,
    stateMachineArn,
    name,
    status,
    startDate,
    input,
    stopDate: ended ? record.stopDate : undefined,
    output: ended ? record.output : undefined,
    error: ended ? record.error : undefined,
    cause: ended ? record.cause : undefined,
  };
}

/**
 * Tells a listener of status changes until it takes them, with growing pauses. `told` is called once it has. The
 * returned function's work is part of the activity; its pauses are not.
 */
export function statusTeller(
  clock: Clock,
  activity: Activity,
  listener: (change: StatusChange) => unknown,
  told: (record: ExecutionRecord, status: ExecutionStatus) => void,
): (record: ExecutionRecord, status: ExecutionStatus) => void {
  /** False when the listener rejected: the journal still owes the change, so nothing is lost by trying later. */
  async function taken(record: ExecutionRecord, status: ExecutionStatus): Promise<boolean> {
    try {
      await listener(changeOf(record, status));
      return true;
    } catch {
      return false;
    }
  }

  async function tell(record: ExecutionRecord, status: ExecutionStatus, earlier: number): Promise<void> {
    activity.begin();
    try {
      if (await taken(record, status)) {
        told(record, status);
      } else if (earlier + 1 < MOST_TELLINGS) {
        const pauseMs = Math.min(2 ** earlier, LONGEST_PAUSE_SECONDS) * 1000;
        clock.at(clock.now() + pauseMs, () => void tell(record, status, earlier + 1));
      }
    } finally {
      activity.end();
    }
  }

  return (record, status) => void tell(record, status, 0);
}
