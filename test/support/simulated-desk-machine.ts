import { readFileSync } from 'node:fs';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  ExecutionAlreadyExists,
  InvalidToken,
  SendTaskSuccessCommand,
  StartExecutionCommand,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import { UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { StateMachine } from '#functions/io/state-machine.ts';
import type { Table } from '#functions/io/table.ts';
import { takeStep } from '#functions/workflow/take-step.ts';
import type { LocalClock } from '#local/clock.ts';
import { memoryJournal } from '#local/step-functions/journal.ts';
import { seededRandom } from '#local/step-functions/randomness.ts';
import {
  createStepFunctions,
  type ServiceTaskRequest,
  type StatusChange,
  type StepFunctions,
} from '#local/step-functions/step-functions.ts';
import { TaskInput } from '#shared/schema/task.ts';
import { policies } from './simulated-desk-directory.ts';
import { Died, type Invocations, type TakeTurn } from './simulated-desk-turns.ts';

export const MACHINE_ARN = 'arn:aws:states:us-east-1:000000000000:stateMachine:support-request';

/** The machine as the CDK app deploys it, its two placeholders filled in. */
export const DEFINITION = readFileSync('statemachines/support-request.asl.json', 'utf8')
  .replaceAll('$' + '{WorkflowFunctionArn}', 'arn:aws:lambda:us-east-1:000000000000:function:workflow')
  .replaceAll('$' + '{TableName}', 'desk');

/** An execution as Step Functions lists it. */
export interface Execution {
  readonly executionArn: string;
  readonly name: string;
  readonly status: string;
}

export interface MachineOptions {
  readonly clock: LocalClock;
  readonly invocations: Invocations;
  readonly table: (turn: TakeTurn) => Table;
  readonly onStatusChange: (change: StatusChange) => void;
  readonly onPlan: (plan: unknown) => void;
  /** A function failed for another reason than being killed. */
  readonly onFailure: (error: unknown) => void;
  readonly definition?: string;
  readonly seed: number;
}

/** The state machine on the local Step Functions, doing its tasks with the real functions. */
export class SimulatedMachine {
  readonly #options: MachineOptions;
  readonly #journal = memoryJournal();
  #service: StepFunctions;
  /** Tasks that the present service waits for. */
  #out = 0;
  #restarts = 0;

  constructor(options: MachineOptions) {
    this.#options = options;
    this.#service = this.#open();
  }

  /** Whether the machine can do nothing by itself but wait for tasks that are out, for time, or for a call. */
  get still(): boolean {
    return this.#service.pending() === this.#out;
  }

  /** Step Functions is killed and starts again from its journal. What its tasks were doing goes on unheard. */
  restart(): void {
    this.#service.stop();
    this.#restarts += 1;
    this.#out = 0;
    this.#service = this.#open();
    this.#service.resume();
  }

  /** Calls the service as its protocol has it; throws the SDK's exceptions. */
  async call(action: string, body: object): Promise<Record<string, unknown>> {
    const answer = await this.#service.handle(action, body);
    const told = Object(answer.body);
    if (answer.status === 200) return told;
    const code = String(told.__type).split('#').at(-1) ?? '';
    const details = { $metadata: {}, message: String(told.message) };
    const exceptions = { ExecutionAlreadyExists, InvalidToken, TaskDoesNotExist, TaskTimedOut };
    const exception = exceptions[code as keyof typeof exceptions];
    throw exception ? new exception(details) : new Error(`${code}: ${told.message}`);
  }

  async executions(): Promise<Execution[]> {
    const { executions } = await this.call('ListExecutions', {
      stateMachineArn: MACHINE_ARN,
      maxResults: 1000,
    });
    return executions as Execution[];
  }

  /** The states an execution went through, in order. */
  path(executionArn: string): string[] {
    return this.#service.history(executionArn).flatMap((event) => {
      const entered = Object(event).stateEnteredEventDetails;
      return entered ? [String(entered.name)] : [];
    });
  }

  /** The machine as one invocation of a function reaches it. */
  at(turn: TakeTurn): StateMachine {
    const send = async (command: unknown): Promise<unknown> => {
      if (command instanceof StartExecutionCommand) {
        const { name = '' } = command.input;
        return turn('StartExecution', name.slice('sr-'.length, 14), () =>
          this.call('StartExecution', command.input),
        );
      }
      if (command instanceof SendTaskSuccessCommand)
        return turn('SendTaskSuccess', '', () => this.call('SendTaskSuccess', command.input));
      throw new Error('The desk starts executions and wakes them, nothing else.');
    };
    // The client's own type has one overload per command, which no single function can be assigned to.
    return { arn: MACHINE_ARN, client: { send } as StateMachine['client'] };
  }

  #open(): StepFunctions {
    const { clock, onStatusChange, definition = DEFINITION, seed } = this.#options;
    const restart = this.#restarts;
    return createStepFunctions({
      stateMachines: [
        {
          arn: MACHINE_ARN,
          name: 'support-request',
          roleArn: 'arn:aws:iam::000000000000:role/machine',
          definition,
        },
      ],
      clock,
      journal: this.#journal,
      random: seededRandom(seed * 31 + restart),
      onStatusChange,
      invokeTask: async (request) => {
        this.#out += 1;
        try {
          return await (request.resource.endsWith('lambda:invoke')
            ? this.#step(request)
            : this.#park(request));
        } finally {
          if (restart === this.#restarts) this.#out -= 1;
        }
      },
    });
  }

  async #step(request: ServiceTaskRequest): Promise<unknown> {
    const { invocations, table, onPlan, onFailure } = this.#options;
    const input = TaskInput.parse(Object(request.arguments).Payload);
    try {
      const plan = await invocations.invoke(input.step, (turn) =>
        takeStep(input, { table: table(turn), policies }),
      );
      onPlan(plan);
      return plan;
    } catch (error) {
      if (error instanceof Died) throw { error: 'Lambda.Unknown', cause: 'The function did not answer.' };
      onFailure(error);
      throw { error: error instanceof Error ? error.name : 'Error', cause: String(error) };
    }
  }

  /** DynamoDB's UpdateItem as the AWS SDK integration makes it. */
  async #park(request: ServiceTaskRequest): Promise<unknown> {
    const { Key, ExpressionAttributeValues, ...rest } = Object(request.arguments);
    const input: UpdateCommandInput = {
      ...rest,
      Key: unmarshall(Key),
      ExpressionAttributeValues: unmarshall(ExpressionAttributeValues),
    };
    try {
      return await this.#options.invocations.invoke('park', async (turn) => {
        await this.#options.table(turn).client.send(new UpdateCommand(input));
        return {};
      });
    } catch (error) {
      const known = error instanceof ConditionalCheckFailedException;
      if (!known && !(error instanceof Died)) this.#options.onFailure(error);
      throw { error: `DynamoDb.${known ? error.name : 'SdkClientException'}`, cause: String(error) };
    }
  }
}
