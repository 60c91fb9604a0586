import {
  ExecutionAlreadyExists,
  InvalidToken,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import { executionInput, executionName } from '#shared/schema/task.ts';

/** The state machine, and the client that reaches it. */
export interface StateMachine {
  readonly arn: string;
  readonly client: Pick<SFNClient, 'send'>;
}

/** Opens the state machine. */
export function openStateMachine(arn: string): StateMachine {
  return { arn, client: new SFNClient({}) };
}

/** Starts a generation of an SR's execution; false when it was started before, which is as good. */
export async function startExecution(
  { arn, client }: StateMachine,
  number: string,
  gen: number,
): Promise<boolean> {
  try {
    await client.send(
      new StartExecutionCommand({
        stateMachineArn: arn,
        name: executionName(number, gen),
        input: executionInput(number, gen),
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ExecutionAlreadyExists) return false;
    throw error;
  }
}

/** Wakes a parked execution; false when nobody waits for this token any more: its wait ended by itself. */
export async function wakeExecution({ client }: StateMachine, taskToken: string): Promise<boolean> {
  try {
    await client.send(new SendTaskSuccessCommand({ taskToken, output: '{}' }));
    return true;
  } catch (error) {
    const gone =
      error instanceof TaskTimedOut || error instanceof TaskDoesNotExist || error instanceof InvalidToken;
    if (gone) return false;
    throw error;
  }
}
