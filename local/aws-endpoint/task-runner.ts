import { randomUUID } from 'node:crypto';
import * as z from 'zod/mini';
import { arnResource } from '#local/cloudformation/local-account.ts';
import { errorOf } from '#local/dynamodb/connection.ts';
import { AccessDenied } from '#local/iam/access-denied.ts';
import type { Principal } from '#local/iam/authoriser.ts';
import { FunctionError } from '#local/lambda/function-error.ts';
import type { LambdaService } from '#local/lambda/lambda-service.ts';
import type { ServiceTaskRequest } from '#local/step-functions/step-functions.ts';
import { callDynamoDb, type DynamoDbSettings } from './dynamodb-service.ts';

/** A task failed: what Retry and Catch of the definition see. */
export class TaskFailed extends Error {
  override readonly name = 'TaskFailed';
  readonly error: string;
  override readonly cause: string;

  constructor(error: string, cause: string) {
    super(`${error}: ${cause}`);
    this.error = error;
    this.cause = cause;
  }
}

const LambdaArguments = z.object({ FunctionName: z.string(), Payload: z.optional(z.unknown()) });

/** DynamoDB's modelled errors; the AWS SDK integration gives every other one the service's own name. */
const MODELLED_ERRORS: readonly string[] = [
  'ConditionalCheckFailedException',
  'ItemCollectionSizeLimitExceededException',
  'ProvisionedThroughputExceededException',
  'ReplicatedWriteConflictException',
  'RequestLimitExceeded',
  'ResourceNotFoundException',
  'ThrottlingException',
  'TransactionConflictException',
];

/**
 * Does the tasks of executions with the permissions of their state machine's role: functions, and DynamoDB updates
 * through the AWS SDK integration. Rejects with `TaskFailed`, named as Step Functions names it.
 */
export function createTaskRunner(
  lambda: LambdaService,
  dynamoDb: DynamoDbSettings,
): (request: ServiceTaskRequest) => Promise<unknown> {
  async function invokeFunction(
    principal: Principal,
    functionName: string,
    payload: unknown,
  ): Promise<unknown> {
    const { arn } = lambda.find(functionName);
    try {
      dynamoDb.authoriser.check(principal, 'lambda:InvokeFunction', arn);
      return await lambda.invoke(arn, payload);
    } catch (error) {
      if (error instanceof FunctionError) {
        throw new TaskFailed(error.payload.errorType, JSON.stringify(error.payload));
      }
      if (error instanceof AccessDenied) throw new TaskFailed('Lambda.AWSLambdaException', error.message);
      throw error;
    }
  }

  async function updateItem(principal: Principal, input: unknown): Promise<unknown> {
    const { status, body } = await callDynamoDb(dynamoDb, principal, 'UpdateItem', JSON.stringify(input));
    const answer: unknown = JSON.parse(body);
    if (status === 200) return answer;
    const [code, message] = errorOf(answer);
    throw new TaskFailed(
      `DynamoDb.${MODELLED_ERRORS.includes(code) ? code : 'DynamoDbException'}`,
      `${message} (Service: DynamoDb, Status Code: ${status}, Request ID: ${randomUUID()})`,
    );
  }

  return async (request) => {
    const principal: Principal = {
      kind: 'role',
      role: arnResource(request.roleArn).replace(/^role\//, ''),
      session: arnResource(request.stateMachineArn).replace(/^stateMachine:/, ''),
    };
    const integration = /^arn:aws:states:[^:]*:[^:]*:(.+)$/.exec(request.resource)?.[1];
    if (integration === undefined) return invokeFunction(principal, request.resource, request.arguments);
    if (integration === 'lambda:invoke') {
      const { FunctionName, Payload } = LambdaArguments.parse(request.arguments);
      return invokeFunction(principal, FunctionName, Payload ?? {});
    }
    if (integration.replace(/\.waitForTaskToken$/, '') === 'aws-sdk:dynamodb:updateItem') {
      return updateItem(principal, request.arguments);
    }
    throw new TaskFailed('States.Runtime', `The local stack does not do ${request.resource}`);
  };
}
