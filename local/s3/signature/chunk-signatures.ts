import { timingSafeEqual } from 'node:crypto';
import { S3Error } from '../s3-error.ts';
import { type CredentialScope, EMPTY_SHA256, scopeText, sign } from './signing.ts';

/** The chain of signatures in an aws-chunked body: each piece is signed together with the signature before it. */
export interface ChunkSignatures {
  /** Throws SignatureDoesNotMatch unless this is the signature of the next piece, given by its SHA-256 in hex. */
  checkChunk(signature: string, sha256: string): void;
  /** The same for the trailer, hashed as `name:value\n` lines. */
  checkTrailer(signature: string, sha256: string): void;
}

/**
 * Starts the chain at the signature of the request itself. See S3 API reference, "Signature Calculations ...
 * Transferring Payload in Multiple Chunks" and "... Trailing headers".
 */
export function chunkSignatures(
  key: Buffer,
  scope: CredentialScope,
  date: string,
  seedSignature: string,
): ChunkSignatures {
  let previous = seedSignature;
  function check(signature: string, lines: readonly string[]): void {
    const expected = sign(key, lines.join('\n'));
    if (!sameText(signature, expected)) throw new S3Error('SignatureDoesNotMatch');
    previous = expected;
  }
  return {
    checkChunk: (signature, sha256) =>
      check(signature, ['AWS4-HMAC-SHA256-PAYLOAD', date, scopeText(scope), previous, EMPTY_SHA256, sha256]),
    checkTrailer: (signature, sha256) =>
      check(signature, ['AWS4-HMAC-SHA256-TRAILER', date, scopeText(scope), previous, sha256]),
  };
}

/** Compares two texts in a time that does not tell where they differ. */
export function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
