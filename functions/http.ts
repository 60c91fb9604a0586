import { Logger } from '@aws-lambda-powertools/logger';
import middy from '@middy/core';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Problem } from '#shared/schema/view.ts';
import { CasebellError } from './errors.ts';
import { HttpEvent } from './http-event.ts';

/** What a route answers; `body` is JSON already where an answer is repeated as it was. */
export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
  readonly headers?: Record<string, string>;
}

const THROTTLED = new Set([
  'ThrottlingException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'TooManyRequestsException',
  'TableBusy',
]);

/**
 * The chain of every HTTP function: parse the event, run, answer in JSON; errors as RFC 9457 problems; one log line.
 * What `refuse` answers stands in the problem's stead.
 */
export function httpHandler(
  run: (event: HttpEvent) => Promise<HttpAnswer>,
  refuse?: (error: CasebellError, event: HttpEvent) => HttpAnswer | null,
) {
  const logger = new Logger();
  return middy<unknown, APIGatewayProxyStructuredResultV2>()
    .use({ onError: problemAnswer, after: logAnswer, before: logArrival })
    .handler(async (event) => {
      return toResult(await run(HttpEvent.parse(event)));
    });

  function logArrival({ event }: { event: unknown }): void {
    logger.resetKeys();
    const parsed = HttpEvent.safeParse(event);
    if (parsed.success)
      logger.appendKeys({ requestId: parsed.data.requestContext.requestId, route: parsed.data.routeKey });
  }

  function logAnswer({ response }: { response: APIGatewayProxyStructuredResultV2 | null }): void {
    logger.info('answered', { status: response?.statusCode ?? 0 });
  }

  function problemAnswer(request: {
    event: unknown;
    error: Error | null;
    response: APIGatewayProxyStructuredResultV2 | null;
  }): void {
    const error = asCasebellError(request.error);
    // Not ours to explain: Lambda fails, API Gateway answers 500, and the alarm rings.
    if (!error) {
      logger.error('failed', request.error ?? new Error('unknown'));
      return;
    }
    logger.info('refused', { status: error.status, code: error.name });
    const parsed = HttpEvent.safeParse(request.event);
    const instead = parsed.success ? refuse?.(error, parsed.data) : null;
    if (instead) {
      request.response = toResult(instead);
      return;
    }
    const problem: Problem = {
      type: `urn:casebell:problem:${error.name}`,
      title: error.name,
      status: error.status,
      detail: error.message,
      code: error.name,
      fix: error.fix,
      ...(error.requirement && { requirement: error.requirement }),
      ...error.parts,
      requestId: parsed.success ? parsed.data.requestContext.requestId : '',
    };
    request.response = {
      statusCode: error.status,
      headers: {
        'content-type': 'application/problem+json; charset=utf-8',
        'cache-control': 'no-store',
        ...(error.status === 503 && { 'retry-after': '3' }),
      },
      body: JSON.stringify(problem),
    };
  }
}

function toResult({ status, body, headers }: HttpAnswer): APIGatewayProxyStructuredResultV2 {
  return {
    statusCode: status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers },
    body,
  };
}

function asCasebellError(error: Error | null): CasebellError | null {
  if (error instanceof CasebellError) return error;
  return error && THROTTLED.has(error.name) ? new CasebellError('TryAgain') : null;
}
