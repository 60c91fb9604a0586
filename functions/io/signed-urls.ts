import { GetObjectCommand, UploadPartCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { type Instant, toInstant, toMs } from '#shared/schema/instant.ts';
import type { SignedPart } from '#shared/schema/upload.ts';
import { hexToBase64 } from '#shared/uploads/byte-text.ts';
import { contentDisposition } from '#shared/uploads/file-name.ts';
import { DOWNLOAD_FOR_SECONDS, SIGNED_FOR_SECONDS } from '#shared/uploads/limits.ts';
import type { Bucket } from './bucket.ts';
import type { Multipart } from './multipart.ts';

const CHECKSUM = 'x-amz-checksum-sha256';

/** A URL, and until when it is good. */
export interface SignedUrl {
  readonly url: string;
  readonly expiresAt: Instant;
}

/**
 * A URL to PUT one part to, good for an hour: for that many bytes of that SHA-256 and no other. The hash stays a header,
 * as S3 does not enforce one that was moved into the URL.
 */
export async function signPart(
  { name, client }: Bucket,
  { key, uploadId }: Multipart,
  part: { readonly n: number; readonly length: number; readonly sha256: string },
  now: Instant,
): Promise<SignedPart> {
  const checksum = hexToBase64(part.sha256);
  const command = new UploadPartCommand({
    Bucket: name,
    Key: key,
    UploadId: uploadId,
    PartNumber: part.n,
    ContentLength: part.length,
    ChecksumSHA256: checksum,
  });
  const url = await getSignedUrl(client, command, {
    expiresIn: SIGNED_FOR_SECONDS,
    signingDate: new Date(now),
    unhoistableHeaders: new Set([CHECKSUM]),
  });
  return { n: part.n, url, headers: { [CHECKSUM]: checksum }, expiresAt: after(now, SIGNED_FOR_SECONDS) };
}

/** A URL to GET a file from, good for five minutes: always as an attachment, under its safe name. */
export async function signDownload(
  { name, client }: Bucket,
  key: string,
  fileName: string,
  now: Instant,
): Promise<SignedUrl> {
  const command = new GetObjectCommand({
    Bucket: name,
    Key: key,
    ResponseContentDisposition: contentDisposition(fileName),
    ResponseContentType: 'application/octet-stream',
  });
  const url = await getSignedUrl(client, command, {
    expiresIn: DOWNLOAD_FOR_SECONDS,
    signingDate: new Date(now),
  });
  return { url, expiresAt: after(now, DOWNLOAD_FOR_SECONDS) };
}

function after(now: Instant, seconds: number): Instant {
  return toInstant(toMs(now) + seconds * 1000);
}
