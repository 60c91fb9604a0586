import * as z from 'zod/mini';
import type { HistoryEvent } from './history.ts';
import { isJsonObject, type Json } from './json.ts';
import type { Position } from './position.ts';
import { StateFailure } from './state-failure.ts';
import type { TaskOutcome } from './task-token.ts';

export const ExecutionStatus = z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED']);
export type ExecutionStatus = z.infer<typeof ExecutionStatus>;

const Events = z.array(
  z.custom<HistoryEvent>((value) => isJsonObject(value) && typeof value.id === 'number' && 'type' in value),
);
const KeptPosition = z.custom<Position>((value) => isJsonObject(value) && typeof value.state === 'string');

const Answer = z.union([
  z.object({ output: z.custom<Json>((value) => value !== undefined) }),
  z.object({ error: z.optional(z.string()), cause: z.optional(z.string()) }),
]);
type Answer = z.infer<typeof Answer>;

const Started = z.object({
  kind: z.literal('started'),
  executionArn: z.string(),
  stateMachineArn: z.string(),
  name: z.string(),
  roleArn: z.string(),
  /** JSON text, as given. */
  input: z.string(),
  startDate: z.number(),
  definition: z.string(),
  events: Events,
});

const Closed = z.object({
  kind: z.literal('closed'),
  executionArn: z.string(),
  status: ExecutionStatus,
  stopDate: z.number(),
  output: z.optional(z.string()),
  error: z.optional(z.string()),
  cause: z.optional(z.string()),
  events: Events,
});

/** One line of the journal. Instants are epoch milliseconds. */
export const JournalEntry = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('definition'), hash: z.string(), text: z.string() }),
  Started,
  z.object({ kind: z.literal('moved'), executionArn: z.string(), position: KeptPosition, events: Events }),
  z.object({ kind: z.literal('answered'), executionArn: z.string(), token: z.string(), answer: Answer }),
  z.object({ kind: z.literal('beat'), executionArn: z.string(), token: z.string(), at: z.number() }),
  Closed,
  z.object({ kind: z.literal('told'), executionArn: z.string(), status: ExecutionStatus }),
]);
export type JournalEntry = z.infer<typeof JournalEntry>;

/** What is known of one execution. `position` and `answer` only while it runs. */
export interface ExecutionRecord {
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly name: string;
  readonly roleArn: string;
  readonly input: string;
  readonly startDate: number;
  /** Hash of the definition it was started with, which it keeps when its state machine is changed. */
  readonly definition: string;
  readonly events: HistoryEvent[];
  readonly told: Set<ExecutionStatus>;
  status: ExecutionStatus;
  stopDate?: number;
  output?: string;
  error?: string;
  cause?: string;
  position?: Position;
  answer?: { readonly token: string; readonly answer: Answer };
}

export function answerOf(outcome: TaskOutcome): Answer {
  if (outcome.kind === 'succeeded') return { output: outcome.output };
  if (outcome.kind === 'timedOut') return { error: 'States.Timeout' };
  const { error, cause } = outcome.failure;
  return { ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) };
}

export function outcomeOfAnswer(answer: Answer): TaskOutcome {
  if ('output' in answer) return { kind: 'succeeded', output: answer.output };
  return { kind: 'failed', failure: new StateFailure(answer.error, answer.cause) };
}

function tokenAt(position: Position | undefined): string | undefined {
  return position?.step?.kind === 'task' ? position.step.token : undefined;
}

function close(record: ExecutionRecord, entry: z.infer<typeof Closed>): void {
  record.status = entry.status;
  record.stopDate = entry.stopDate;
  if (entry.output !== undefined) record.output = entry.output;
  if (entry.error !== undefined) record.error = entry.error;
  if (entry.cause !== undefined) record.cause = entry.cause;
  record.events.push(...entry.events);
  delete record.position;
  delete record.answer;
}

/** Applies a line to the records; the same function serves the running service and its replay. */
export function applyEntry(
  records: Map<string, ExecutionRecord>,
  entry: Exclude<JournalEntry, { kind: 'definition' }>,
): void {
  if (entry.kind === 'started') {
    const { kind: _, events, ...rest } = entry;
    records.set(entry.executionArn, { ...rest, events: [...events], status: 'RUNNING', told: new Set() });
    return;
  }
  const record = records.get(entry.executionArn);
  if (record === undefined) throw new Error(`The journal names an unknown execution: ${entry.executionArn}`);
  switch (entry.kind) {
    case 'moved':
      record.position = entry.position;
      record.events.push(...entry.events);
      if (record.answer !== undefined && record.answer.token !== tokenAt(entry.position))
        delete record.answer;
      break;
    case 'answered':
      record.answer = { token: entry.token, answer: entry.answer };
      break;
    case 'beat': {
      const step = record.position?.step;
      if (step?.kind === 'task' && step.token === entry.token && step.heartbeatSeconds !== undefined) {
        step.heartbeatDue = entry.at + step.heartbeatSeconds * 1000;
      }
      break;
    }
    case 'closed':
      close(record, entry);
      break;
    case 'told':
      record.told.add(entry.status);
      break;
  }
}

/** The fewest lines from which the record can be made again. */
export function entriesOf(record: ExecutionRecord): JournalEntry[] {
  const { executionArn, stateMachineArn, name, roleArn, input, startDate, definition, events } = record;
  const entries: JournalEntry[] = [
    { kind: 'started', executionArn, stateMachineArn, name, roleArn, input, startDate, definition, events },
  ];
  const { position, answer, status, stopDate, output, error, cause } = record;
  if (position !== undefined) entries.push({ kind: 'moved', executionArn, position, events: [] });
  if (answer !== undefined) entries.push({ kind: 'answered', executionArn, ...answer });
  if (status !== 'RUNNING' && stopDate !== undefined) {
    entries.push({ kind: 'closed', executionArn, status, stopDate, output, error, cause, events: [] });
  }
  for (const told of record.told) entries.push({ kind: 'told', executionArn, status: told });
  return entries;
}
