import { LOCAL_REGION } from '#local/cloudformation/local-account.ts';
import { S3Error } from '../s3-error.ts';
import { parameter, type S3Request } from '../s3-request.ts';
import { MAX_SKEW_MS } from './authorization-header.ts';
import type { SignatureClaim } from './claim.ts';
import { instantOf, parseCredential } from './signing.ts';

/** A presigned URL lives at most a week. */
const MAX_EXPIRES_S = 604_800;

const REQUIRED = [
  'X-Amz-Algorithm',
  'X-Amz-Credential',
  'X-Amz-Signature',
  'X-Amz-Date',
  'X-Amz-SignedHeaders',
  'X-Amz-Expires',
];

/** Whether a request carries its signature in the query. */
export function isPresigned(request: Pick<S3Request, 'query'>): boolean {
  return request.query.some(([name]) => REQUIRED.includes(name));
}

/**
 * Reads the query parameters of a presigned URL and checks all of them that need no secret, the time included.
 * See S3 API reference, "Authenticating Requests: Using Query Parameters".
 */
export function readPresigned(request: S3Request, nowMs: number): SignatureClaim {
  const [algorithm, credential, signature, date, signedHeaders, expires] = REQUIRED.map(
    (name) => parameter(request, name) ?? '',
  ) as [string, string, string, string, string, string];
  if (REQUIRED.some((name) => (parameter(request, name) ?? '') === '')) {
    throw invalid(
      'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.',
    );
  }
  if (algorithm !== 'AWS4-HMAC-SHA256') {
    throw invalid('X-Amz-Algorithm only supports "AWS4-HMAC-SHA256 and AWS4-ECDSA-P256-SHA256"');
  }
  const scope = parseCredential(credential);
  if (scope === undefined) {
    throw unparsed(
      'the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".',
    );
  }
  if (scope.region !== LOCAL_REGION) {
    throw unparsed(`the region '${scope.region}' is wrong; expecting '${LOCAL_REGION}'`);
  }
  if (scope.service !== 's3')
    throw unparsed(`incorrect service "${scope.service}". This endpoint belongs to "s3".`);
  if (scope.terminator !== 'aws4_request') {
    throw unparsed(`incorrect terminal "${scope.terminator}". This endpoint uses "aws4_request".`);
  }
  const signedAtMs = instantOf(date);
  if (signedAtMs === undefined) {
    throw invalid("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
  }
  if (scope.day !== date.slice(0, 8)) {
    throw unparsed(
      `Invalid credential date "${scope.day}". This date is not the same as X-Amz-Date: "${date}".`,
    );
  }
  checkTime(signedAtMs, readExpires(expires), expires, nowMs);
  return {
    kind: 'REST-QUERY-STRING',
    scope,
    signedHeaders: signedHeaders.split(';'),
    signature,
    date,
    signedAtMs,
    payloadHash: payloadHashOf(request),
    sessionToken: parameter(request, 'X-Amz-Security-Token'),
  };
}

/** A URL signs no payload, unless the signer bound one by header or parameter. */
function payloadHashOf(request: S3Request): string {
  return (
    request.headers.get('x-amz-content-sha256') ??
    parameter(request, 'X-Amz-Content-Sha256') ??
    'UNSIGNED-PAYLOAD'
  );
}

function readExpires(text: string): number {
  if (!/^-?\d+$/.test(text)) throw invalid('X-Amz-Expires should be a number');
  const seconds = Number(text);
  if (seconds < 1) throw invalid('X-Amz-Expires must be non-negative');
  if (seconds > MAX_EXPIRES_S) {
    throw invalid(
      'X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds',
    );
  }
  return seconds;
}

function checkTime(signedAtMs: number, seconds: number, expires: string, nowMs: number): void {
  if (signedAtMs - nowMs > MAX_SKEW_MS) {
    throw new S3Error('AccessDenied', 'Request is not yet valid', {
      'X-Amz-Date': new Date(signedAtMs).toISOString(),
      ServerTime: new Date(nowMs).toISOString(),
    });
  }
  const expiresAtMs = signedAtMs + seconds * 1000;
  if (nowMs >= expiresAtMs) {
    throw new S3Error('AccessDenied', 'Request has expired', {
      'X-Amz-Expires': expires,
      Expires: new Date(expiresAtMs).toISOString(),
      ServerTime: new Date(nowMs).toISOString(),
    });
  }
}

function invalid(why: string): S3Error {
  return new S3Error('AuthorizationQueryParametersError', why);
}

function unparsed(why: string): S3Error {
  return invalid(`Error parsing the X-Amz-Credential parameter; ${why}`);
}
