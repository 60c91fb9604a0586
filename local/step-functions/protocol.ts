import * as z from 'zod/mini';
import { StepFunctionsError } from './api-error.ts';
import { type ExecutionRecord, ExecutionStatus } from './execution-record.ts';
import type { HistoryEvent } from './history.ts';
import { jsonOf } from './json-text.ts';
import { StateFailure } from './state-failure.ts';
import type { TaskOutcome } from './task-token.ts';

/** An HTTP answer of the AWS JSON 1.0 protocol. */
export interface ApiAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** What the protocol needs of the service. */
export interface StepFunctionsApi {
  start(request: {
    stateMachineArn: string;
    name?: string | undefined;
    input?: string | undefined;
  }): ExecutionRecord;
  stop(executionArn: string, error: string | undefined, cause: string | undefined): ExecutionRecord;
  settle(token: string, outcome: TaskOutcome): void;
  heartbeat(token: string): void;
  machine(arn: string): { arn: string; name: string; roleArn: string; text: string; creationDate: number };
  execution(executionArn: string): ExecutionRecord;
  executions(): ExecutionRecord[];
  events(executionArn: string): readonly HistoryEvent[];
}

const epochSeconds = (ms: number): number => ms / 1000;
const arn = z.string().check(z.minLength(1), z.maxLength(256));
const taskToken = z.string().check(z.minLength(1), z.maxLength(2048));
const errorName = z.optional(z.string().check(z.maxLength(256)));
const cause = z.optional(z.string().check(z.maxLength(32_768)));
const maxResults = z._default(z.int().check(z.gte(0), z.lte(1000)), 100);
const nextToken = z.optional(z.string());

const StartExecution = z.object({
  stateMachineArn: arn,
  name: z.optional(z.string()),
  input: z.optional(z.string()),
  traceHeader: z.optional(z.string()),
});
const StopExecution = z.object({ executionArn: arn, error: errorName, cause });
const DescribeExecution = z.object({ executionArn: arn });
const DescribeStateMachine = z.object({ stateMachineArn: arn });
const ListExecutions = z.object({
  stateMachineArn: arn,
  statusFilter: z.optional(ExecutionStatus),
  maxResults,
  nextToken,
});
const GetExecutionHistory = z.object({
  executionArn: arn,
  reverseOrder: z._default(z.boolean(), false),
  includeExecutionData: z._default(z.boolean(), true),
  maxResults,
  nextToken,
});
const SendTaskSuccess = z.object({ taskToken, output: z.string() });
const SendTaskFailure = z.object({ taskToken, error: errorName, cause });
const SendTaskHeartbeat = z.object({ taskToken });

/** One page. Its token is the index of the next one's first item. */
function page<Item>(items: readonly Item[], request: { maxResults: number; nextToken?: string | undefined }) {
  const from = Number(request.nextToken ?? 0);
  if (!Number.isInteger(from) || from < 0 || from > items.length) {
    throw new StepFunctionsError('InvalidToken', `Invalid Token: '${request.nextToken}'`);
  }
  const to = from + (request.maxResults === 0 ? 100 : request.maxResults);
  return { items: items.slice(from, to), next: to < items.length ? { nextToken: String(to) } : {} };
}

function summary(record: ExecutionRecord): Record<string, unknown> {
  const { executionArn, stateMachineArn, name, status, startDate, stopDate } = record;
  return {
    executionArn,
    stateMachineArn,
    name,
    status,
    startDate: epochSeconds(startDate),
    stopDate: stopDate === undefined ? undefined : epochSeconds(stopDate),
  };
}

const DATA_FIELDS = new Set(['input', 'output', 'parameters', 'assignedVariables']);

function withoutData(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const kept = Object.entries(value).filter(([key]) => !DATA_FIELDS.has(key));
  return Object.fromEntries(kept.map(([key, item]) => [key, withoutData(item)]));
}

type Action = (api: StepFunctionsApi, body: unknown) => unknown;

const ACTIONS: Record<string, Action> = {
  StartExecution(api, body) {
    const { executionArn, startDate } = api.start(z.parse(StartExecution, body));
    return { executionArn, startDate: epochSeconds(startDate) };
  },
  StopExecution(api, body) {
    const request = z.parse(StopExecution, body);
    const { stopDate = 0 } = api.stop(request.executionArn, request.error, request.cause);
    return { stopDate: epochSeconds(stopDate) };
  },
  DescribeExecution(api, body) {
    const record = api.execution(z.parse(DescribeExecution, body).executionArn);
    const { input, output, error, cause: why } = record;
    return {
      ...summary(record),
      input,
      inputDetails: { included: true },
      ...(output === undefined ? {} : { output, outputDetails: { included: true } }),
      error,
      cause: why,
      redriveCount: 0,
    };
  },
  DescribeStateMachine(api, body) {
    const machine = api.machine(z.parse(DescribeStateMachine, body).stateMachineArn);
    return {
      stateMachineArn: machine.arn,
      name: machine.name,
      status: 'ACTIVE',
      type: 'STANDARD',
      definition: machine.text,
      roleArn: machine.roleArn,
      creationDate: epochSeconds(machine.creationDate),
    };
  },
  ListExecutions(api, body) {
    const request = z.parse(ListExecutions, body);
    const { arn: machineArn } = api.machine(request.stateMachineArn);
    const wanted = api
      .executions()
      .filter((record) => record.stateMachineArn === machineArn)
      .filter((record) => request.statusFilter === undefined || record.status === request.statusFilter)
      .reverse();
    const { items, next } = page(wanted, request);
    return { executions: items.map(summary), ...next };
  },
  GetExecutionHistory(api, body) {
    const request = z.parse(GetExecutionHistory, body);
    const all = api.events(request.executionArn);
    const { items, next } = page(request.reverseOrder ? all.toReversed() : all, request);
    const events = items.map((event) => ({ ...event, timestamp: epochSeconds(event.timestamp) }));
    return { events: request.includeExecutionData ? events : events.map(withoutData), ...next };
  },
  SendTaskSuccess(api, body) {
    const request = z.parse(SendTaskSuccess, body);
    const output = jsonOf(request.output, 'InvalidOutput', 'Invalid Output');
    api.settle(request.taskToken, { kind: 'succeeded', output });
    return {};
  },
  SendTaskFailure(api, body) {
    const request = z.parse(SendTaskFailure, body);
    api.settle(request.taskToken, {
      kind: 'failed',
      failure: new StateFailure(request.error, request.cause),
    });
    return {};
  },
  SendTaskHeartbeat(api, body) {
    api.heartbeat(z.parse(SendTaskHeartbeat, body).taskToken);
    return {};
  },
};

function refusal(code: string, message: string): ApiAnswer {
  return { status: 400, body: { __type: `com.amazonaws.swf.service.v2.model#${code}`, message } };
}

/** Answers one call; what a caller can cause is a 400 with the exception's name, anything else is thrown. */
export function answerRequest(api: StepFunctionsApi, action: string, body: unknown): ApiAnswer {
  const name = action.replace(/^AWSStepFunctions\./, '');
  const act = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
  if (act === undefined) return refusal('UnknownOperationException', `Unknown operation ${name}`);
  try {
    return { status: 200, body: act(api, body ?? {}) };
  } catch (error) {
    if (error instanceof StepFunctionsError) return refusal(error.code, error.message);
    if (error instanceof z.core.$ZodError) {
      const [issue] = error.issues;
      return refusal(
        'ValidationException',
        `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'is malformed'}`,
      );
    }
    throw error;
  }
}
