import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { JSONWebKeySet } from 'jose';
import type { HttpCall, Interpose } from '#local/interpose.ts';
import { functionAnswer, gatewayAnswer, type HttpAnswer } from './answer.ts';
import { authorise } from './authoriser.ts';
import { corsHeaders, isPreflight } from './cors.ts';
import type { HttpApiDefinition } from './definition.ts';
import { type HttpApiEvent, httpApiEvent, type JwtContext } from './event.ts';
import { readBody } from './request-body.ts';
import { matchRoute, type RouteMatch } from './route.ts';

/** What an HTTP API is connected to. */
export interface HttpApiConnections {
  readonly api: HttpApiDefinition;
  /** Runs a function and resolves with its result; rejects on any function error. */
  invoke(functionArn: string, event: HttpApiEvent): Promise<unknown>;
  readonly clock: { now(): number };
  /** The public keys of a token issuer. */
  jwks(issuer: string): Promise<JSONWebKeySet> | JSONWebKeySet;
  /** Told why a request (by its route, `GET /v1/requests`) ends with a 5xx of the gateway's own: the caller is not told. */
  onError(error: unknown, request: string): void;
  readonly interpose?: Interpose['http'];
}

/** A running HTTP API. */
export interface HttpApi {
  /** Answers one request; never rejects. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Requests that are being answered, and functions they called that have not ended. */
  inFlight(): number;
}

/** AWS: payload size of an HTTP API. */
const MAX_BODY_BYTES = 10 * 1024 * 1024;
/** AWS: request and response payload of a synchronous Lambda call. */
const MAX_INVOKE_BYTES = 6 * 1024 * 1024;
/** AWS: total of request line and header values. */
const MAX_HEADER_BYTES = 10_240;

/**
 * API Gateway's HTTP API for one template: routes, JWT authoriser, CORS and Lambda proxy integrations with
 * payload format 2.0, with AWS's limits and AWS's own answers (401, 404, 413, 431, 500, 503).
 */
export function createHttpApi(connections: HttpApiConnections): HttpApi {
  const { api, clock, interpose = (_call, next) => next() } = connections;
  let inFlight = 0;

  async function answer(request: IncomingMessage, requestId: string): Promise<HttpAnswer | undefined> {
    const body = await readBody(request, MAX_BODY_BYTES);
    if (body.kind === 'aborted') return undefined;
    if (headerBytes(request) > MAX_HEADER_BYTES) return gatewayAnswer(431, 'Request Header Fields Too Large');
    if (body.kind === 'too-large') return gatewayAnswer(413, 'Request Entity Too Large');
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    if (!isDecodable(path)) return gatewayAnswer(400, 'Bad Request');
    const match = matchRoute(api.routes, request.method ?? 'GET', path);
    if (match === undefined) return gatewayAnswer(404, 'Not Found');

    const nowMs = clock.now();
    const authorisation = await admit(match, request, nowMs);
    if ('status' in authorisation) return authorisation;
    const event = httpApiEvent({
      api,
      match,
      request,
      body: body.bytes,
      nowMs,
      requestId,
      ...authorisation,
    });
    return integrate(match, event);
  }

  async function admit(match: RouteMatch, request: IncomingMessage, nowMs: number) {
    const { authorizer, scopes } = match.route;
    if (authorizer === undefined) return {};
    const outcome = await authorise({
      authorizer,
      scopes,
      header: request.headers.authorization,
      jwks: await connections.jwks(authorizer.issuer),
      nowMs,
    });
    if (outcome.kind === 'allowed') return { jwt: outcome.jwt } satisfies { jwt: JwtContext };
    const headers = { 'www-authenticate': outcome.challenge };
    return outcome.kind === 'unauthorised'
      ? gatewayAnswer(401, 'Unauthorized', headers)
      : gatewayAnswer(403, 'Forbidden', headers);
  }

  async function integrate({ route }: RouteMatch, event: HttpApiEvent): Promise<HttpAnswer> {
    if (Buffer.byteLength(JSON.stringify(event)) > MAX_INVOKE_BYTES) {
      return gatewayAnswer(413, 'Request Entity Too Large');
    }
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(() => resolve('late'), route.timeoutMs);
    });
    inFlight += 1;
    const call = connections
      .invoke(route.functionArn, event)
      .finally(() => {
        // A function that outlives its 30 seconds is still work the stack must wait for.
        inFlight -= 1;
      })
      .then(
        (result) => ({ ok: true as const, result }),
        (error: unknown) => ({ ok: false as const, error }),
      );
    const outcome = await Promise.race([call, late]);
    clearTimeout(timer);
    if (outcome === 'late') {
      connections.onError(new Error(`The function took longer than ${route.timeoutMs} ms.`), nameOf(event));
      return gatewayAnswer(503, 'Service Unavailable');
    }
    if (!outcome.ok) {
      connections.onError(outcome.error, nameOf(event));
      return gatewayAnswer(500, 'Internal Server Error');
    }
    if (Buffer.byteLength(JSON.stringify(outcome.result) ?? '') > MAX_INVOKE_BYTES) {
      connections.onError(new Error('The function answered with more than 6 MB.'), nameOf(event));
      return gatewayAnswer(500, 'Internal Server Error');
    }
    return functionAnswer(outcome.result);
  }

  return {
    inFlight: () => inFlight,
    async handle(request, response) {
      inFlight += 1;
      const requestId = randomUUID();
      const cors = {
        origin: request.headers.origin,
        method: request.method ?? 'GET',
        requestedMethod: request.headers['access-control-request-method'],
      };
      try {
        const ready =
          api.cors !== undefined && isPreflight(cors)
            ? { status: 204, headers: {}, cookies: [], body: Buffer.alloc(0) }
            : await interpose(callOf(request), () => answer(request, requestId));
        if (ready === undefined) {
          // The caller has gone, or is to be left without an answer.
          request.socket.destroy();
          return;
        }
        await write(response, requestId, withCors(ready, api.cors && corsHeaders(api.cors, cors)));
      } catch (error) {
        // Only a defect of this gateway ends here; the caller gets what AWS would say.
        connections.onError(error, `${request.method} request`);
        if (!response.headersSent)
          await write(response, requestId, gatewayAnswer(500, 'Internal Server Error'));
      } finally {
        inFlight -= 1;
      }
    },
  };
}

function callOf({ method = 'GET', url = '/', headers }: IncomingMessage): HttpCall {
  return { method, url, authorization: headers.authorization };
}

/** With a CORS configuration the function's own CORS headers do not count. */
function withCors(answer: HttpAnswer, cors: Record<string, string> | undefined): HttpAnswer {
  if (cors === undefined) return answer;
  const kept = Object.entries(answer.headers).filter(([name]) => !name.startsWith('access-control-'));
  return { ...answer, headers: { ...Object.fromEntries(kept), ...cors } };
}

function write(response: ServerResponse, requestId: string, answer: HttpAnswer): Promise<void> {
  return new Promise((resolve) => {
    response.on('close', resolve);
    const bodiless = answer.status === 204 || answer.status === 304;
    response.writeHead(answer.status, {
      ...(bodiless ? {} : { 'content-length': answer.body.length }),
      ...answer.headers,
      'apigw-requestid': requestId,
      ...(answer.cookies.length > 0 ? { 'set-cookie': [...answer.cookies] } : {}),
    });
    response.end(bodiless ? undefined : answer.body, resolve);
  });
}

/** A request by its route and not its path, which may hold a secret. */
function nameOf({ routeKey }: HttpApiEvent): string {
  return routeKey;
}

function headerBytes(request: IncomingMessage): number {
  const line = `${request.method} ${request.url} HTTP/${request.httpVersion}`.length;
  return request.rawHeaders.reduce((sum, part) => sum + Buffer.byteLength(part), line);
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch (error) {
    if (error instanceof URIError) return false;
    throw error;
  }
}
