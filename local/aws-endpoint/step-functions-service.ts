import * as z from 'zod/mini';
import { AccessDenied } from '#local/iam/access-denied.ts';
import type { Authoriser, Principal } from '#local/iam/authoriser.ts';
import type { StepFunctions } from '#local/step-functions/step-functions.ts';
import { executionOfToken } from '#local/step-functions/task-token.ts';
import { jsonAnswer, jsonError, type ServiceAnswer } from './service-answer.ts';

const Input = z.looseObject({
  stateMachineArn: z.optional(z.string()),
  executionArn: z.optional(z.string()),
  taskToken: z.optional(z.string()),
});

/** Answers a Step Functions call (`StartExecution`, JSON body) for a caller whose policies allow it. */
export async function callStepFunctions(
  service: StepFunctions,
  authoriser: Authoriser,
  principal: Principal,
  operation: string,
  body: string,
): Promise<ServiceAnswer> {
  try {
    const input = Input.parse(JSON.parse(body));
    const resource = resourceOf(input);
    if (resource !== undefined) authoriser.check(principal, `states:${operation}`, resource);
    const answer = await service.handle(operation, input);
    return jsonAnswer(answer.status, answer.body);
  } catch (error) {
    if (error instanceof AccessDenied) return jsonError('AccessDeniedException', error.message);
    if (error instanceof SyntaxError || error instanceof z.core.$ZodError) {
      return jsonError('ValidationException', error.message);
    }
    throw error;
  }
}

/** A task token is checked against its state machine; one that is no token is for the service to refuse. */
function resourceOf({ stateMachineArn, executionArn, taskToken }: z.infer<typeof Input>): string | undefined {
  if (taskToken === undefined) return executionArn ?? stateMachineArn ?? '*';
  const execution = executionOfToken(taskToken);
  return execution?.replace(':execution:', ':stateMachine:').split(':').slice(0, 7).join(':');
}
