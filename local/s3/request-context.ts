import type { RequestContext } from '#local/iam/condition.ts';
import { parameter, type S3Request } from './s3-request.ts';
import type { Caller } from './signature/authenticate.ts';

/** What policies may ask about a request (S3 user guide, "condition keys"), names in lower case. */
export function requestContext(request: S3Request, caller: Caller, nowMs: number): RequestContext {
  return {
    's3:authtype': [caller.kind],
    's3:signatureversion': ['AWS4-HMAC-SHA256'],
    's3:signatureage': [String(Math.max(0, nowMs - caller.signedAtMs))],
    's3:prefix': [parameter(request, 'prefix') ?? ''],
    's3:delimiter': [parameter(request, 'delimiter') ?? ''],
    's3:x-amz-content-sha256': [request.headers.get('x-amz-content-sha256') ?? ''],
  };
}
