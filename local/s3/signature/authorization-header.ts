import { LOCAL_REGION } from '#local/cloudformation/local-account.ts';
import { S3Error } from '../s3-error.ts';
import type { S3Request } from '../s3-request.ts';
import type { SignatureClaim } from './claim.ts';
import { instantOf, parseCredential, signingDate } from './signing.ts';

/** A signature's date may be this far from the server's, either way. */
export const MAX_SKEW_MS = 15 * 60_000;

/**
 * Reads the `Authorization` header of Signature Version 4 and checks all of it that needs no secret.
 * See S3 API reference, "Authenticating Requests: Using the Authorization Header".
 */
export function readAuthorization(authorization: string, request: S3Request, nowMs: number): SignatureClaim {
  const [algorithm, rest] = [authorization.split(/\s/, 1)[0] ?? '', authorization.replace(/^\S+\s*/, '')];
  if (algorithm === 'AWS') throw unsupportedMechanism();
  if (algorithm !== 'AWS4-HMAC-SHA256') {
    throw new S3Error('InvalidArgument', 'Unsupported Authorization Type', {
      ArgumentName: 'Authorization',
      ArgumentValue: authorization,
    });
  }
  const fields = new Map(rest.split(',').map((field) => split(field.trim())));
  const field = (name: string): string => {
    const value = fields.get(name);
    if (value === undefined || value === '') throw malformed(`missing ${name}.`);
    return value;
  };
  const scope = parseCredential(field('Credential'));
  if (scope === undefined) {
    throw malformed(
      'the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".',
    );
  }
  if (scope.region !== LOCAL_REGION) {
    throw malformed(`the region '${scope.region}' is wrong; expecting '${LOCAL_REGION}'`, {
      Region: LOCAL_REGION,
    });
  }
  if (scope.service !== 's3')
    throw malformed(`incorrect service "${scope.service}". This endpoint belongs to "s3".`);
  if (scope.terminator !== 'aws4_request') {
    throw malformed(`incorrect terminal "${scope.terminator}". This endpoint uses "aws4_request".`);
  }
  const { date, signedAtMs } = readDate(request);
  if (scope.day !== date.slice(0, 8)) {
    throw malformed(
      `Invalid credential date "${scope.day}". This date is not the same as X-Amz-Date: "${date}".`,
    );
  }
  if (Math.abs(nowMs - signedAtMs) > MAX_SKEW_MS) {
    throw new S3Error('RequestTimeTooSkewed', undefined, {
      RequestTime: date,
      ServerTime: new Date(nowMs).toISOString(),
      MaxAllowedSkewMilliseconds: String(MAX_SKEW_MS),
    });
  }
  const payloadHash = request.headers.get('x-amz-content-sha256');
  if (payloadHash === undefined) {
    throw new S3Error('InvalidRequest', 'Missing required header for this request: x-amz-content-sha256');
  }
  return {
    kind: 'REST-HEADER',
    scope,
    signedHeaders: field('SignedHeaders').split(';'),
    signature: field('Signature'),
    date,
    signedAtMs,
    payloadHash,
    sessionToken: request.headers.get('x-amz-security-token'),
  };
}

/** Signature Version 2, which no bucket made since 2020 takes. */
export function unsupportedMechanism(): S3Error {
  return new S3Error(
    'InvalidRequest',
    'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.',
  );
}

function split(field: string): [string, string] {
  const mark = field.indexOf('=');
  return mark === -1 ? [field, ''] : [field.slice(0, mark), field.slice(mark + 1)];
}

function malformed(why: string, details: Readonly<Record<string, string>> = {}): S3Error {
  return new S3Error(
    'AuthorizationHeaderMalformed',
    `The authorization header is malformed; ${why}`,
    details,
  );
}

function readDate(request: S3Request): { date: string; signedAtMs: number } {
  const given = request.headers.get('x-amz-date') ?? request.headers.get('date');
  const signedAtMs = given === undefined ? undefined : (instantOf(given) ?? Date.parse(given));
  if (signedAtMs === undefined || Number.isNaN(signedAtMs)) {
    throw new S3Error('AccessDenied', 'AWS authentication requires a valid Date or x-amz-date header');
  }
  return { date: signingDate(signedAtMs), signedAtMs };
}
