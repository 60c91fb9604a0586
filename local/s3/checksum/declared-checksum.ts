import { S3Error } from '../s3-error.ts';
import {
  CHECKSUM_ALGORITHMS,
  CHECKSUM_BYTES,
  type ChecksumAlgorithm,
  checksumAlgorithm,
  checksumHeader,
} from './algorithm.ts';

/** The checksum a client says its body has; without a value it follows in the trailer. */
export interface DeclaredChecksum {
  readonly algorithm: ChecksumAlgorithm;
  /** Base64. */
  readonly value: string | undefined;
}

/** Checksums that S3 knows and the local one does not. */
const NOT_OFFERED = ['sha512', 'md5', 'xxhash64', 'xxhash3', 'xxhash128'];

/**
 * Reads the `x-amz-checksum-*` header, or the one that `x-amz-trailer` announces.
 * A checksum in the query, where some presigners move it, is no checksum to S3 and is not looked at.
 */
export function declaredChecksum(headers: ReadonlyMap<string, string>): DeclaredChecksum | undefined {
  for (const name of NOT_OFFERED) {
    if (
      headers.has(`x-amz-checksum-${name}`) ||
      headers.get('x-amz-sdk-checksum-algorithm')?.toLowerCase() === name
    ) {
      throw new S3Error('NotImplemented', undefined, { Header: `x-amz-checksum-${name}` });
    }
  }
  const trailer = headers.get('x-amz-trailer')?.toLowerCase();
  const found = CHECKSUM_ALGORITHMS.flatMap((algorithm): DeclaredChecksum[] => {
    const value = headers.get(checksumHeader(algorithm));
    if (value !== undefined) return [{ algorithm, value: checkedValue(algorithm, value) }];
    return trailer === checksumHeader(algorithm) ? [{ algorithm, value: undefined }] : [];
  });
  const [declared, second] = found;
  if (second !== undefined) {
    throw new S3Error(
      'InvalidRequest',
      'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    );
  }
  requireAnnounced(headers.get('x-amz-sdk-checksum-algorithm'), declared);
  return declared;
}

/** The value of a checksum in base64, if it is one of that algorithm. */
export function checkedValue(algorithm: ChecksumAlgorithm, value: string): string {
  const bytes = Buffer.from(value, 'base64');
  if (bytes.toString('base64') !== value || bytes.length !== CHECKSUM_BYTES[algorithm]) {
    throw new S3Error('InvalidRequest', `Value for ${checksumHeader(algorithm)} header is invalid.`);
  }
  return value;
}

function requireAnnounced(announced: string | undefined, declared: DeclaredChecksum | undefined): void {
  if (announced === undefined) return;
  if (declared === undefined) {
    throw new S3Error(
      'InvalidRequest',
      'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.',
    );
  }
  if (checksumAlgorithm(announced) !== declared.algorithm) {
    throw new S3Error('InvalidRequest', 'Value for x-amz-sdk-checksum-algorithm header is invalid.');
  }
}
