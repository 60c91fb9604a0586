import type { CorsRule } from './bucket.ts';
import { S3Error } from './s3-error.ts';

type Headers = ReadonlyMap<string, string>;

/**
 * The answer to a preflight from the first rule that allows origin, method and all headers asked for.
 * See S3 user guide, "Using cross-origin resource sharing".
 */
export function preflightHeaders(
  rules: readonly CorsRule[],
  headers: Headers,
  resource: 'BUCKET' | 'OBJECT',
): Record<string, string> {
  const origin = headers.get('origin');
  const method = headers.get('access-control-request-method');
  if (origin === undefined) {
    throw new S3Error('BadRequest', 'Insufficient information. Origin request header needed.');
  }
  if (method === undefined) throw new S3Error('BadRequest', 'Invalid Access-Control-Request-Method: null');
  const requested = (headers.get('access-control-request-headers') ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '');
  const rule = rules.find(
    (it) => allowsOrigin(it, origin) && it.allowedMethods.includes(method) && allowsHeaders(it, requested),
  );
  if (rule === undefined) {
    const details = { Method: method, ResourceType: resource };
    throw rules.length === 0
      ? new S3Error('AccessForbidden', 'CORSResponse: CORS is not enabled for this bucket.', details)
      : new S3Error('AccessForbidden', undefined, details);
  }
  const answer = headersOf(rule, origin);
  if (requested.length > 0) answer['access-control-allow-headers'] = requested.join(', ');
  return answer;
}

/** The CORS headers of any other answer, refusals included; none when no rule allows origin and method. */
export function corsHeaders(
  rules: readonly CorsRule[],
  method: string,
  headers: Headers,
): Record<string, string> {
  const origin = headers.get('origin');
  if (origin === undefined) return {};
  const rule = rules.find((it) => allowsOrigin(it, origin) && it.allowedMethods.includes(method));
  return rule === undefined ? {} : headersOf(rule, origin);
}

function headersOf(rule: CorsRule, origin: string): Record<string, string> {
  const anyOrigin = rule.allowedOrigins.includes('*');
  const headers: Record<string, string> = {
    'access-control-allow-origin': anyOrigin ? '*' : origin,
    'access-control-allow-methods': rule.allowedMethods.join(', '),
    vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
  };
  if (!anyOrigin) headers['access-control-allow-credentials'] = 'true';
  if (rule.exposeHeaders !== undefined && rule.exposeHeaders.length > 0) {
    headers['access-control-expose-headers'] = rule.exposeHeaders.join(', ');
  }
  if (rule.maxAgeSeconds !== undefined) headers['access-control-max-age'] = String(rule.maxAgeSeconds);
  return headers;
}

function allowsOrigin({ allowedOrigins }: CorsRule, origin: string): boolean {
  return allowedOrigins.some((pattern) => matches(pattern, origin));
}

function allowsHeaders({ allowedHeaders = [] }: CorsRule, requested: readonly string[]): boolean {
  return requested.every((name) => allowedHeaders.some((pattern) => matches(pattern.toLowerCase(), name)));
}

function matches(pattern: string, value: string): boolean {
  const star = pattern.indexOf('*');
  if (star === -1) return pattern === value;
  const [start, end] = [pattern.slice(0, star), pattern.slice(star + 1)];
  return value.length >= start.length + end.length && value.startsWith(start) && value.endsWith(end);
}
