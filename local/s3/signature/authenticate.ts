import type { Principal } from '#local/iam/authoriser.ts';
import { S3Error } from '../s3-error.ts';
import type { S3Request } from '../s3-request.ts';
import { readAuthorization, unsupportedMechanism } from './authorization-header.ts';
import { canonicalRequest } from './canonical-request.ts';
import { type ChunkSignatures, chunkSignatures, sameText } from './chunk-signatures.ts';
import type { SignatureClaim } from './claim.ts';
import { type Payload, readPayload } from './payload.ts';
import { isPresigned, readPresigned } from './presigned.ts';
import { sign, signingKey, stringToSign } from './signing.ts';

/** What is behind an access key. */
export interface Credential {
  readonly secretAccessKey: string;
  readonly principal: Principal;
  /** For temporary credentials: the token every request must carry. */
  readonly sessionToken?: string;
}

/** The sender of a request whose signature holds. */
export interface Caller {
  readonly principal: Principal;
  readonly kind: SignatureClaim['kind'];
  readonly signedAtMs: number;
  readonly payload: Payload;
  /** Verifies the pieces of a body that is signed piece by piece. */
  readonly chunks: ChunkSignatures;
}

/** Verifies the signature of a request, in its header or its URL; throws S3's own error for anything wrong. */
export function authenticate(
  request: S3Request,
  credentialOf: (accessKeyId: string) => Credential | undefined,
  nowMs: number,
): Caller {
  const claim = readClaim(request, nowMs);
  const { scope } = claim;
  const payload = readPayload(claim.payloadHash);
  const credential = credentialOf(scope.accessKeyId);
  if (credential === undefined) {
    throw new S3Error('InvalidAccessKeyId', undefined, { AWSAccessKeyId: scope.accessKeyId });
  }
  if (claim.sessionToken !== credential.sessionToken) throw new S3Error('InvalidToken');
  requireSignedHeaders(request, claim);
  const canonical = canonicalRequest(request, claim.signedHeaders, claim.payloadHash);
  const text = stringToSign(claim.date, scope, canonical);
  const key = signingKey(credential.secretAccessKey, scope);
  if (!sameText(claim.signature, sign(key, text))) {
    throw new S3Error('SignatureDoesNotMatch', undefined, {
      AWSAccessKeyId: scope.accessKeyId,
      StringToSign: text,
      SignatureProvided: claim.signature,
      CanonicalRequest: canonical,
    });
  }
  return {
    principal: credential.principal,
    kind: claim.kind,
    signedAtMs: claim.signedAtMs,
    payload,
    chunks: chunkSignatures(key, scope, claim.date, claim.signature),
  };
}

function readClaim(request: S3Request, nowMs: number): SignatureClaim {
  const authorization = request.headers.get('authorization');
  if (isPresigned(request)) {
    if (authorization !== undefined) {
      throw new S3Error(
        'InvalidArgument',
        'Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified',
        { ArgumentName: 'Authorization', ArgumentValue: authorization },
      );
    }
    return readPresigned(request, nowMs);
  }
  if (request.query.some(([name]) => name === 'AWSAccessKeyId')) throw unsupportedMechanism();
  // Nobody is allowed anything without a signature: public access is blocked.
  if (authorization === undefined) throw new S3Error('AccessDenied');
  return readAuthorization(authorization, request, nowMs);
}

/** `host` and every `x-amz-*` header must be signed; in a URL the payload's hash stands in the query instead. */
function requireSignedHeaders(request: S3Request, { kind, signedHeaders }: SignatureClaim): void {
  const unsigned = [...request.headers.keys()].filter(
    (name) =>
      (name === 'host' || name.startsWith('x-amz-')) &&
      !(kind === 'REST-QUERY-STRING' && name === 'x-amz-content-sha256') &&
      !signedHeaders.includes(name),
  );
  if (unsigned.length === 0) return;
  throw new S3Error('AccessDenied', 'There were headers present in the request which were not signed', {
    HeadersNotSigned: unsigned.join(', '),
  });
}
