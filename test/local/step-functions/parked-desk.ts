import { type LocalClock, virtualClock } from '#local/clock.ts';
import { type Journal, memoryJournal } from '#local/step-functions/journal.ts';
import { seededRandom } from '#local/step-functions/randomness.ts';
import {
  createStepFunctions,
  type ServiceTaskRequest,
  type StatusChange,
  type StepFunctions,
} from '#local/step-functions/step-functions.ts';

export const MACHINE_ARN = 'arn:aws:states:eu-central-1:000000000000:stateMachine:support-request';
export const START = '2025-03-01T09:00:00.000Z';
const LAMBDA = 'arn:aws:states:::lambda:invoke';
const PARK = 'arn:aws:states:::aws-sdk:dynamodb:updateItem.waitForTaskToken';

/** A small desk: assess, act or park until the deadline or an answer, until there is nothing left to do. */
export const DESK = {
  QueryLanguage: 'JSONata',
  StartAt: 'Assess',
  States: {
    Assess: {
      Type: 'Task',
      Resource: LAMBDA,
      Arguments: { Payload: { now: '{% $states.context.State.EnteredTime %}' } },
      Assign: { plan: '{% $states.result.Payload %}' },
      Retry: [{ ErrorEquals: ['Lambda.ServiceException'], IntervalSeconds: 2, JitterStrategy: 'FULL' }],
      Next: 'Route',
    },
    Route: {
      Type: 'Choice',
      Choices: [
        { Condition: "{% $plan.step = 'park' %}", Next: 'Park' },
        { Condition: "{% $plan.step = 'pause' %}", Next: 'Pause' },
        { Condition: "{% $plan.step = 'both' %}", Next: 'Both' },
      ],
      Default: 'Done',
    },
    Pause: { Type: 'Wait', Seconds: 60, Next: 'Assess' },
    Both: {
      Type: 'Parallel',
      Branches: [
        { StartAt: 'One', States: { One: { Type: 'Wait', Seconds: 5, End: true } } },
        {
          StartAt: 'Two',
          States: { Two: { Type: 'Task', Resource: LAMBDA, Arguments: { Payload: 'side' }, End: true } },
        },
      ],
      Next: 'Assess',
    },
    Park: {
      Type: 'Task',
      Resource: PARK,
      TimeoutSeconds:
        '{% $ceil(($toMillis($plan.dueAt) - $toMillis($states.context.State.EnteredTime)) / 1000) %}',
      Arguments: { Token: '{% $states.context.Task.Token %}' },
      Catch: [
        {
          ErrorEquals: ['States.Timeout', 'DynamoDb.ConditionalCheckFailedException'],
          Output: '{% $states.errorOutput.Error %}',
          Next: 'Assess',
        },
      ],
      Next: 'Assess',
    },
    Done: { Type: 'Succeed', Output: '{% $plan.log %}' },
  },
};

/** What the desk would find in its table: it outlives the Step Functions service. */
export interface Table {
  token: string | undefined;
  answered: boolean;
  failures: number;
  calls: ServiceTaskRequest[];
  changes: StatusChange[];
}

export const emptyTable = (): Table => ({
  token: undefined,
  answered: false,
  failures: 1,
  calls: [],
  changes: [],
});

const THREE_DAYS_MS = 3 * 86_400_000;

/** The tasks of the desk: idempotent, as those of the product are. The plan depends on the table and on `now` alone. */
async function work(table: Table, clock: LocalClock, request: ServiceTaskRequest): Promise<unknown> {
  table.calls.push(request);
  await new Promise((resolve) => setImmediate(resolve));
  if (request.state === 'Two') return 'side';
  if (request.state === 'Park') {
    if (table.answered)
      throw { error: 'DynamoDb.ConditionalCheckFailedException', cause: 'The request failed' };
    table.token = request.taskToken;
    return {};
  }
  if (table.failures > 0) {
    table.failures -= 1;
    throw { error: 'Lambda.ServiceException', cause: 'try again' };
  }
  const elapsed = clock.now() - Date.parse(START);
  if (elapsed < 60_000) return { step: 'pause' };
  if (elapsed < 65_000) return { step: 'both' };
  if (!table.answered)
    return { step: 'park', dueAt: new Date(clock.now() + THREE_DAYS_MS - (elapsed % THREE_DAYS_MS)) };
  return { step: 'done', log: { answered: true } };
}

export interface Desk {
  readonly service: StepFunctions;
  readonly clock: LocalClock;
  settle(): Promise<void>;
  advanceTo(instant: string): Promise<void>;
  call(action: string, body: unknown): Promise<{ status: number; body: Record<string, unknown> }>;
}

/** A service over a journal and a table, at an instant. */
export function openDesk(
  journal: Journal = memoryJournal(),
  table: Table = emptyTable(),
  instant: string | number = START,
  definition: unknown = DESK,
): Desk {
  const clock = virtualClock(instant);
  const service = createStepFunctions({
    stateMachines: [
      {
        arn: MACHINE_ARN,
        name: 'support-request',
        roleArn: 'arn:aws:iam::000000000000:role/workflow',
        definition,
      },
    ],
    clock,
    journal,
    random: seededRandom(clock.now() % 1000),
    invokeTask: (request) => work(table, clock, request),
    onStatusChange: async (change) => void table.changes.push(change),
  });
  const settle = async (): Promise<void> => {
    for (;;) {
      if (service.pending() === 0) return;
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return {
    service,
    clock,
    settle,
    advanceTo: (at) => clock.advanceTo(Date.parse(at), settle),
    async call(action, body) {
      const answer = await service.handle(action, body);
      return { status: answer.status, body: JSON.parse(JSON.stringify(answer.body)) };
    },
  };
}
