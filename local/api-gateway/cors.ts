import type { CorsConfiguration } from './definition.ts';

/** What the browser said about itself. */
export interface CorsRequest {
  readonly origin: string | undefined;
  readonly method: string;
  /** `Access-Control-Request-Method`; with it, an OPTIONS request is a preflight. */
  readonly requestedMethod: string | undefined;
}

/** Whether the gateway answers this request itself. */
export function isPreflight({ origin, method, requestedMethod }: CorsRequest): boolean {
  return method === 'OPTIONS' && origin !== undefined && requestedMethod !== undefined;
}

/**
 * The CORS headers of an answer; none when the origin is not allowed. The function's own CORS headers are
 * ignored once the API has a CORS configuration (API Gateway guide, "Configure CORS for HTTP APIs").
 */
export function corsHeaders(cors: CorsConfiguration, request: CorsRequest): Record<string, string> {
  const { origin } = request;
  const allowed = cors.AllowOrigins ?? [];
  if (origin === undefined || !allowed.some((pattern) => originMatches(pattern, origin))) return {};
  const headers: Record<string, string> = {
    'access-control-allow-origin': allowed.includes('*') && !cors.AllowCredentials ? '*' : origin,
  };
  if (headers['access-control-allow-origin'] !== '*') headers.vary = 'Origin';
  if (cors.AllowCredentials) headers['access-control-allow-credentials'] = 'true';
  if (isPreflight(request)) {
    const methods = cors.AllowMethods ?? [];
    if (methods.length > 0) headers['access-control-allow-methods'] = methods.join(',');
    if (cors.AllowHeaders) headers['access-control-allow-headers'] = cors.AllowHeaders.join(',');
    if (cors.MaxAge !== undefined) headers['access-control-max-age'] = String(cors.MaxAge);
  } else if (cors.ExposeHeaders) {
    headers['access-control-expose-headers'] = cors.ExposeHeaders.join(',');
  }
  return headers;
}

/** `*`, an exact origin, or a scheme with a wildcard such as `https://*`. */
function originMatches(pattern: string, origin: string): boolean {
  if (pattern === '*' || pattern.toLowerCase() === origin.toLowerCase()) return true;
  return pattern.endsWith('://*') && origin.toLowerCase().startsWith(pattern.slice(0, -1).toLowerCase());
}
