import type { IncomingMessage } from 'node:http';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { LOCAL_ACCOUNT } from '#local/cloudformation/local-account.ts';
import type { HttpApiDefinition } from './definition.ts';
import type { RouteMatch } from './route.ts';

/** What a verified token hands to the function: every value as text, as API Gateway does. */
export interface JwtContext {
  readonly claims: Readonly<Record<string, string>>;
  readonly scopes: readonly string[] | null;
}

/** A payload 2.0 event; the `authorizer` is there for routes that have one. */
export type HttpApiEvent = Omit<APIGatewayProxyEventV2, 'requestContext'> & {
  readonly requestContext: APIGatewayProxyEventV2['requestContext'] & {
    readonly authorizer?: { readonly jwt: JwtContext };
  };
};

/** Everything an event is made of. `nowMs` is the stack's clock. */
export interface EventParts {
  readonly api: HttpApiDefinition;
  readonly match: RouteMatch;
  readonly request: IncomingMessage;
  readonly body: Buffer;
  readonly jwt?: JwtContext;
  readonly nowMs: number;
  readonly requestId: string;
}

const TEXT_TYPE = /^(text\/.+|application\/(json|xml|javascript))$/;

/**
 * Builds the payload 2.0 event of a request, as API Gateway hands it to Lambda.
 *
 * `rawPath` is percent-decoded and `rawQueryString` is not; parts without content (cookies, query, path
 * parameters, body) are absent; a body is text only for `text/*` and JSON, XML and JavaScript, everything
 * else (forms and bodies without a type included) is base64: so observed on AWS.
 * Source: API Gateway guide, "Create AWS Lambda proxy integrations for HTTP APIs".
 */
export function httpApiEvent(parts: EventParts): HttpApiEvent {
  const { api, match, request, body, jwt, nowMs, requestId } = parts;
  const [path = '/', ...queryParts] = (request.url ?? '/').split('?');
  const rawQueryString = queryParts.join('?');
  const query = mergedQuery(rawQueryString);
  const { cookies, headers } = mergedHeaders(request, requestId, nowMs);
  const isText = TEXT_TYPE.test((headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '');
  const domainName = headers.host ?? 'localhost';
  const rawPath = decodeURIComponent(path);
  return {
    version: '2.0',
    routeKey: match.route.routeKey,
    rawPath,
    rawQueryString,
    ...(cookies.length > 0 ? { cookies } : {}),
    headers,
    ...(Object.keys(query).length > 0 ? { queryStringParameters: query } : {}),
    requestContext: {
      accountId: LOCAL_ACCOUNT,
      apiId: api.apiId,
      ...(jwt === undefined ? {} : { authorizer: { jwt } }),
      domainName,
      domainPrefix: domainName.split(/[.:]/)[0] ?? domainName,
      http: {
        method: request.method ?? 'GET',
        path: rawPath,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: sourceIp(request),
        userAgent: headers['user-agent'] ?? '',
      },
      requestId,
      routeKey: match.route.routeKey,
      stage: api.stage,
      time: accessLogTime(nowMs),
      timeEpoch: nowMs,
    },
    ...(Object.keys(match.pathParameters).length > 0 ? { pathParameters: { ...match.pathParameters } } : {}),
    ...(body.length > 0 ? { body: body.toString(isText ? 'utf8' : 'base64') } : {}),
    isBase64Encoded: body.length > 0 && !isText,
  };
}

/** Header names in lower case, repeated ones joined by commas; cookies leave the headers for their own list. */
function mergedHeaders(request: IncomingMessage, requestId: string, nowMs: number) {
  const headers: Record<string, string> = {};
  const cookies: string[] = [];
  const raw = request.rawHeaders;
  for (let index = 0; index < raw.length; index += 2) {
    const name = (raw[index] ?? '').toLowerCase();
    const value = raw[index + 1] ?? '';
    if (name === 'cookie') cookies.push(...value.split(/;\s*/).filter((cookie) => cookie !== ''));
    else if (name !== 'connection') headers[name] = name in headers ? `${headers[name]},${value}` : value;
  }
  headers['x-forwarded-for'] = sourceIp(request);
  headers['x-forwarded-port'] = String(request.socket.localPort ?? 0);
  headers['x-forwarded-proto'] = 'http';
  const traceId = requestId.replaceAll('-', '').slice(0, 24).padEnd(24, '0');
  headers['x-amzn-trace-id'] = `Root=1-${Math.floor(nowMs / 1000)
    .toString(16)
    .padStart(8, '0')}-${traceId}`;
  return { headers, cookies };
}

/** Decoded parameters, repeated ones joined by commas in the order they came. */
function mergedQuery(rawQueryString: string): Record<string, string> {
  const merged = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(rawQueryString)) {
    const before = merged.get(name);
    merged.set(name, before === undefined ? value : `${before},${value}`);
  }
  return Object.fromEntries(merged);
}

function sourceIp(request: IncomingMessage): string {
  return (request.socket.remoteAddress ?? '127.0.0.1').replace(/^::ffff:/, '');
}

/** `22/Nov/2026:10:15:00 +0000`, as `requestContext.time` is written. */
function accessLogTime(ms: number): string {
  const [, day, month, year, time] =
    /^\w+, (\d\d) (\w+) (\d+) ([\d:]+)/.exec(new Date(ms).toUTCString()) ?? [];
  return `${day}/${month}/${year}:${time} +0000`;
}
