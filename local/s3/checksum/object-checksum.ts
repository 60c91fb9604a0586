import type { ChecksumAlgorithm, ChecksumType } from './algorithm.ts';
import { combineCrcs } from './crc-combine.ts';
import { startDigest } from './digest.ts';

/** A part as far as its object's checksum is concerned; `checksum` is base64. */
export interface SummedPart {
  readonly size: number;
  readonly checksum: string;
}

/**
 * The checksum of an object made of parts, in base64: of the parts' checksums and with `-N` behind it (COMPOSITE),
 * or of all bytes (FULL_OBJECT), which only a CRC can be computed for without reading them again.
 * See S3 user guide, "Checking object integrity for data uploads".
 */
export function objectChecksum(
  algorithm: ChecksumAlgorithm,
  type: ChecksumType,
  parts: readonly SummedPart[],
): string {
  if (type === 'COMPOSITE') {
    const digest = startDigest(algorithm);
    for (const { checksum } of parts) digest.update(Buffer.from(checksum, 'base64'));
    return `${digest.end().toString('base64')}-${parts.length}`;
  }
  if (algorithm === 'SHA1' || algorithm === 'SHA256') {
    throw new Error(`${algorithm} cannot be combined to a checksum of the full object`);
  }
  const pieces = parts.map(({ size, checksum }) => {
    const bytes = Buffer.from(checksum, 'base64');
    return { size, crc: BigInt(`0x${bytes.toString('hex')}`) };
  });
  const combined = combineCrcs(algorithm, pieces);
  const digits = algorithm === 'CRC64NVME' ? 16 : 8;
  return Buffer.from(combined.toString(16).padStart(digits, '0'), 'hex').toString('base64');
}

/** The ETag of an object made of parts: the MD5 of the parts' ETags as bytes, and `-N`. */
export function multipartEtag(parts: readonly { readonly etag: string }[]): string {
  const digest = startDigest('MD5');
  for (const { etag } of parts) digest.update(Buffer.from(etag, 'hex'));
  return `${digest.end().toString('hex')}-${parts.length}`;
}
