import type { S3Request } from '../s3-request.ts';
import { uriEncode } from './uri-encode.ts';

/**
 * The canonical request of Signature Version 4 for S3: method, path, query, signed headers, hash of the payload.
 * Names of `signedHeaders` are in lower case; `X-Amz-Signature` is no part of the query that is signed.
 */
export function canonicalRequest(
  request: Pick<S3Request, 'method' | 'path' | 'query' | 'headers'>,
  signedHeaders: readonly string[],
  payloadHash: string,
): string {
  const query = request.query
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => [uriEncode(name, 'query'), uriEncode(value, 'query')] as const)
    .sort(([a, av], [b, bv]) => compare(a, b) || compare(av, bv))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
  const headers = signedHeaders.map(
    (name) => `${name}:${(request.headers.get(name) ?? '').trim().replaceAll(/\s+/g, ' ')}\n`,
  );
  const parts = [
    request.method,
    uriEncode(request.path, 'path'),
    query,
    headers.join(''),
    signedHeaders.join(';'),
    payloadHash,
  ];
  return parts.join('\n');
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
