import type { Clock } from '#local/clock.ts';
import { Activity, Scope } from './activity.ts';
import { StepFunctionsError } from './api-error.ts';
import { executionArn as arnOf, checkExecutionName, regionOf } from './execution-name.ts';
import { answerOf, type ExecutionRecord, type ExecutionStatus, outcomeOfAnswer } from './execution-record.ts';
import { History, type HistoryEvent } from './history.ts';
import type { Journal } from './journal.ts';
import { type Json, toJson } from './json.ts';
import { jsonOf } from './json-text.ts';
import { Ledger } from './ledger.ts';
import { executionStarted, type MachineEnd, runMachine } from './machine.ts';
import type { Position } from './position.ts';
import { type ApiAnswer, answerRequest } from './protocol.ts';
import { type Random, randomUuid } from './randomness.ts';
import { statusTeller } from './status-teller.ts';
import { executionOfToken, newTaskToken, type TaskOutcome, TaskTokens } from './task-token.ts';
import type { Run, TaskRequest } from './visit.ts';

/** A state machine as the template declares it; `definition` is an object or JSON text. */
export interface StateMachine {
  readonly arn: string;
  readonly name: string;
  readonly roleArn: string;
  readonly definition: unknown;
}

/** A task to be done on behalf of an execution. */
export interface ServiceTaskRequest extends TaskRequest {
  readonly roleArn: string;
  readonly executionArn: string;
  readonly stateMachineArn: string;
}

/** What EventBridge's "Step Functions Execution Status Change" is made of; dates are epoch milliseconds. */
export interface StatusChange {
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly name: string;
  readonly status: ExecutionStatus;
  readonly startDate: number;
  readonly stopDate: number | undefined;
  readonly input: string;
  readonly output: string | undefined;
  readonly error: string | undefined;
  readonly cause: string | undefined;
}

export interface StepFunctionsOptions {
  readonly stateMachines: readonly StateMachine[];
  readonly clock: Clock;
  readonly journal: Journal;
  /**
   * Does a task; throws `{error, cause}`. For `lambda:invoke` and for a function's own ARN it returns the function's
   * payload alone: the service wraps the former as the integration does. For the others it returns the integration's
   * result (`states:startExecution`: `{ExecutionArn, StartDate}`). Tasks run at least once.
   */
  readonly invokeTask: (request: ServiceTaskRequest) => Promise<unknown>;
  /** Called at every change of status, at least once, across restarts too. One that rejects is called again. */
  readonly onStatusChange: (change: StatusChange) => unknown;
  readonly random: Random;
}

export interface StepFunctions {
  /** Answers one call of the AWS JSON 1.0 protocol; `action` with or without the `AWSStepFunctions.` prefix. */
  handle(action: string, body: unknown): Promise<ApiAnswer>;
  /** Takes up what the journal left running: call it once, when tasks can be invoked. */
  resume(): void;
  /** Tasks that are out and transitions being computed. Zero means that only the clock or a call can move anything. */
  pending(): number;
  /** The events of an execution, oldest first; timestamps are epoch milliseconds. */
  history(executionArn: string): readonly HistoryEvent[];
  /** Stops working without a trace, as if the process were killed, and closes the journal. */
  stop(): void;
}

interface Machine extends StateMachine {
  readonly text: string;
  readonly hash: string;
  readonly creationDate: number;
}

/** Executions of state machines, kept in a journal that survives being killed at any instruction. */
export function createStepFunctions(options: StepFunctionsOptions): StepFunctions {
  const { clock, random } = options;
  const activity = new Activity();
  const tokens = new TaskTokens();
  const running = new Map<string, { readonly scope: Scope; readonly history: History }>();
  const ledger = new Ledger(options.journal);
  const machines = new Map<string, Machine>();
  let stopped = false;

  for (const machine of options.stateMachines) {
    const { definition } = machine;
    const text = typeof definition === 'string' ? definition : JSON.stringify(definition, null, 2);
    machines.set(machine.arn, { ...machine, text, hash: ledger.define(text), creationDate: clock.now() });
  }
  for (const { position, answer } of ledger.records()) {
    const token = position?.step?.kind === 'task' ? position.step.token : undefined;
    if (token !== undefined) tokens.expect(token, answer && outcomeOfAnswer(answer.answer));
  }
  const tellListener = statusTeller(
    clock,
    activity,
    (change) => (stopped ? undefined : options.onStatusChange(change)),
    ({ executionArn }, status) => ledger.write({ kind: 'told', executionArn, status }),
  );
  const tell = (record: ExecutionRecord, status: ExecutionStatus): void => {
    if (!stopped) tellListener(record, status);
  };

  async function call(record: ExecutionRecord, request: TaskRequest): Promise<unknown> {
    const { roleArn, executionArn, stateMachineArn } = record;
    const value = await options.invokeTask({ ...request, roleArn, executionArn, stateMachineArn });
    if (!request.resource.endsWith(':lambda:invoke')) return value;
    return { ExecutedVersion: '$LATEST', Payload: toJson(value), StatusCode: 200 };
  }

  function close(record: ExecutionRecord, history: History, end: MachineEnd): void {
    ledger.write({
      kind: 'closed',
      executionArn: record.executionArn,
      status: end.status,
      stopDate: clock.now(),
      output: end.output === undefined ? undefined : JSON.stringify(end.output),
      error: end.error,
      cause: end.cause,
      events: history.events.slice(record.events.length),
    });
    running.delete(record.executionArn);
    tell(record, end.status);
  }

  function launch(record: ExecutionRecord, history: History): void {
    const { executionArn, stateMachineArn, name, roleArn, startDate } = record;
    const definition = ledger.definition(record.definition);
    const scope = new Scope();
    running.set(executionArn, { scope, history });
    const input: Json = JSON.parse(record.input);
    const run: Run = {
      clock,
      random,
      activity,
      history,
      tokens,
      region: regionOf(executionArn),
      context: {
        Execution: {
          Id: executionArn,
          Input: input,
          Name: name,
          RoleArn: roleArn,
          StartTime: new Date(startDate).toISOString(),
        },
        StateMachine: { Id: stateMachineArn, Name: stateMachineArn.split(':').at(-1) ?? '' },
      },
      newToken: () => newTaskToken(executionArn, random),
      call: (request) => call(record, request),
    };
    const checkpoint = (position: Position): void => {
      const events = history.events.slice(record.events.length);
      ledger.write({ kind: 'moved', executionArn, position, events });
    };
    const { timeoutSeconds } = definition;
    const timeoutAt = timeoutSeconds === undefined ? undefined : startDate + timeoutSeconds * 1000;
    const from = record.position === undefined ? { input } : { position: record.position };
    activity.begin();
    void runMachine(run, definition, scope, from, timeoutAt, checkpoint, (end) =>
      close(record, history, end),
    ).finally(() => activity.end());
  }

  function start(request: {
    stateMachineArn: string;
    name?: string | undefined;
    input?: string | undefined;
  }): ExecutionRecord {
    const machine = machineAt(request.stateMachineArn);
    const { name = randomUuid(random), input: text = '{}' } = request;
    checkExecutionName(name);
    const input = jsonOf(text, 'InvalidExecutionInput', 'Invalid State Machine Execution Input');
    const executionArn = arnOf(machine.arn, name);
    const existing = ledger.find(executionArn);
    if (existing !== undefined) {
      if (existing.status === 'RUNNING' && existing.input === text) return existing;
      throw new StepFunctionsError('ExecutionAlreadyExists', `Execution Already Exists: '${executionArn}'`);
    }
    ledger.keepDefinition(machine.hash, machine.text);
    const history = new History(clock);
    executionStarted({ history }, input, machine.roleArn);
    ledger.write({
      kind: 'started',
      executionArn,
      stateMachineArn: machine.arn,
      name,
      roleArn: machine.roleArn,
      input: text,
      startDate: clock.now(),
      definition: machine.hash,
      events: [...history.events],
    });
    const record = recordOf(executionArn);
    tell(record, 'RUNNING');
    launch(record, history);
    return record;
  }

  function stopExecution(
    executionArn: string,
    error: string | undefined,
    cause: string | undefined,
  ): ExecutionRecord {
    const record = recordOf(executionArn);
    if (record.status !== 'RUNNING') return record;
    const live = running.get(executionArn);
    const history = live?.history ?? new History(clock, record.events);
    const details = { ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) };
    history.end('ExecutionAborted', history.events.length, {
      executionAbortedEventDetails: details,
    });
    close(record, history, { status: 'ABORTED', ...details });
    live?.scope.cancel();
    return record;
  }

  function openToken(token: string): { executionArn: string; durable: boolean } {
    const executionArn = executionOfToken(token);
    if (executionArn === undefined)
      throw new StepFunctionsError('InvalidToken', "Invalid Token: 'Invalid token'");
    const open = tokens.find(token);
    if (open !== undefined) return { executionArn, durable: open.durable };
    if (ledger.find(executionArn) !== undefined) {
      throw new StepFunctionsError('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'");
    }
    throw new StepFunctionsError('TaskDoesNotExist', "Task does not exist: 'Provided task does not exist'");
  }

  function settle(token: string, outcome: TaskOutcome): void {
    const { executionArn, durable } = openToken(token);
    if (durable) ledger.write({ kind: 'answered', executionArn, token, answer: answerOf(outcome) });
    tokens.settle(token, outcome);
  }

  function heartbeat(token: string): void {
    const { executionArn, durable } = openToken(token);
    if (durable) ledger.write({ kind: 'beat', executionArn, token, at: clock.now() });
    tokens.heartbeat(token);
  }

  function machineAt(arn: string): Machine {
    const machine = machines.get(arn);
    if (machine !== undefined) return machine;
    throw new StepFunctionsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
  }

  function recordOf(executionArn: string): ExecutionRecord {
    const record = ledger.find(executionArn);
    if (record !== undefined) return record;
    throw new StepFunctionsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${executionArn}'`);
  }

  const eventsOf = (executionArn: string): readonly HistoryEvent[] =>
    running.get(executionArn)?.history.events ?? recordOf(executionArn).events;

  const api = {
    start,
    stop: stopExecution,
    settle,
    heartbeat,
    machine: machineAt,
    execution: recordOf,
    executions: () => ledger.records(),
    events: eventsOf,
  };

  return {
    handle: async (action, body) => answerRequest(api, action, body),
    resume() {
      for (const record of ledger.records()) {
        if (record.status === 'RUNNING' && !running.has(record.executionArn)) {
          launch(record, new History(clock, record.events));
        }
        for (const status of new Set(['RUNNING', record.status] as const)) {
          if (!record.told.has(status)) tell(record, status);
        }
      }
    },
    pending: () => activity.count,
    history: eventsOf,
    stop() {
      stopped = true;
      for (const { scope } of running.values()) scope.cancel();
      ledger.close();
    },
  };
}
