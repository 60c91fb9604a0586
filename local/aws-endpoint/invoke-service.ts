import { randomUUID } from 'node:crypto';
import { arnResource, LOCAL_ACCOUNT, localArn } from '#local/cloudformation/local-account.ts';
import { AccessDenied } from '#local/iam/access-denied.ts';
import type { Authoriser, Principal } from '#local/iam/authoriser.ts';
import type { AsyncInvocations } from '#local/lambda/async-invocations.ts';
import type { LambdaFunction } from '#local/lambda/lambda-function.ts';
import { jsonError, type ServiceAnswer } from './service-answer.ts';

/** What calls of Lambda go through. */
export interface InvokeSettings {
  readonly functions: readonly LambdaFunction[];
  readonly authoriser: Authoriser;
  readonly invocations: Pick<AsyncInvocations, 'accept'>;
}

/** A request to Lambda, as it came. */
export interface LambdaCall {
  readonly method: string;
  /** With its query. */
  readonly url: string;
  readonly invocationType: string | undefined;
  readonly body: string;
}

const INVOCATIONS = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/;

/** A name, an ARN without its beginning, or a whole ARN; each perhaps with a version. */
const FUNCTION_NAME = new RegExp(
  `^(?:${localArn('lambda', 'function:')}|${LOCAL_ACCOUNT}:function:|function:)?([\\w-]{1,64})(?::([\\w$-]+))?$`,
);

/** The largest event that Lambda takes for later (bytes). */
const LARGEST_EVENT = 1024 ** 2;

/**
 * Answers Lambda's Invoke for a caller whose policies allow it: takes an event for later, and answers 202 once it would
 * outlive a kill. Nothing of the desk calls a function and waits for it, so that is not offered.
 * https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
export function callLambda(settings: InvokeSettings, principal: Principal, call: LambdaCall): ServiceAnswer {
  const url = new URL(call.url, 'http://lambda');
  const [, encoded] = INVOCATIONS.exec(url.pathname) ?? [];
  if (call.method !== 'POST' || encoded === undefined) {
    return notOffered(`${call.method} ${url.pathname} of Lambda`);
  }
  const [, name, version] = FUNCTION_NAME.exec(decodeURIComponent(encoded)) ?? [];
  if (name === undefined) {
    return jsonError('ValidationException', `${decodeURIComponent(encoded)} is no name of a function`);
  }
  const arn = localArn('lambda', `function:${name}`);
  try {
    settings.authoriser.check(principal, 'lambda:InvokeFunction', arn);
  } catch (error) {
    if (error instanceof AccessDenied) return jsonError('AccessDeniedException', error.message, 403);
    throw error;
  }
  const found = settings.functions.find((candidate) => candidate.arn === arn);
  const qualifier = version ?? url.searchParams.get('Qualifier') ?? '$LATEST';
  if (found === undefined || qualifier !== '$LATEST') {
    const missing = version === undefined ? arn : `${arn}:${version}`;
    return jsonError('ResourceNotFoundException', `Function not found: ${missing}`, 404);
  }
  if (call.invocationType !== 'Event') {
    return notOffered(
      `an invocation of ${arnResource(arn)} of type ${call.invocationType ?? 'RequestResponse'}`,
    );
  }
  return accept(settings, found, call.body);
}

function accept({ invocations }: InvokeSettings, { arn }: LambdaFunction, body: string): ServiceAnswer {
  if (Buffer.byteLength(body) > LARGEST_EVENT) {
    return jsonError(
      'RequestTooLargeException',
      `Request must be smaller than ${LARGEST_EVENT} bytes for the InvokeFunction operation`,
      413,
    );
  }
  let event: unknown;
  try {
    // No payload at all is an empty object to the function.
    event = body === '' ? {} : JSON.parse(body);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return jsonError('InvalidRequestContentException', `Could not parse request body into json: ${reason}`);
  }
  invocations.accept(arn, event);
  return { status: 202, headers: { 'x-amzn-requestid': randomUUID() }, body: '' };
}

function notOffered(what: string): ServiceAnswer {
  return jsonError('UnknownOperationException', `The local stack does not offer ${what}`, 501);
}
