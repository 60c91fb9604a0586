import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  ListPartsCommand,
} from '@aws-sdk/client-s3';
import type { StoredPart } from '#shared/schema/upload.ts';
import { base64ToHex, hexToBase64 } from '#shared/uploads/byte-text.ts';
import { LIST_PAGE } from '#shared/uploads/limits.ts';
import { type Bucket, isNamed, STORED_AS } from './bucket.ts';

/** A multipart upload of S3. */
export interface Multipart {
  readonly key: string;
  readonly uploadId: string;
}

/** The multipart upload is no more: it was completed, aborted, or removed by the bucket's own rule. */
export class MultipartGone extends Error {
  override readonly name = 'MultipartGone';
}

/** A part as S3 needs it to put the file together. */
export interface ListedPart extends StoredPart {
  readonly etag: string;
}

/** Begins a multipart upload whose parts S3 checks by SHA-256 as they arrive. */
export async function beginMultipart({ name, client }: Bucket, key: string): Promise<Multipart> {
  const { UploadId } = await client.send(
    new CreateMultipartUploadCommand({
      Bucket: name,
      Key: key,
      ChecksumAlgorithm: 'SHA256',
      ChecksumType: 'COMPOSITE',
      ...STORED_AS,
    }),
  );
  if (!UploadId) throw new Error('S3 began a multipart upload without an id.');
  return { key, uploadId: UploadId };
}

/** One page of the parts that arrived after part `after`. Throws MultipartGone. */
export async function listParts(
  { name, client }: Bucket,
  { key, uploadId }: Multipart,
  after: number,
): Promise<{ readonly items: ListedPart[]; readonly next: number | null }> {
  try {
    const { Parts, IsTruncated, NextPartNumberMarker } = await client.send(
      new ListPartsCommand({
        Bucket: name,
        Key: key,
        UploadId: uploadId,
        PartNumberMarker: String(after),
        MaxParts: LIST_PAGE,
      }),
    );
    const items = (Parts ?? []).map(({ PartNumber = 0, Size = 0, ChecksumSHA256 = '', ETag = '' }) => ({
      n: PartNumber,
      size: Size,
      sha256: base64ToHex(ChecksumSHA256),
      etag: ETag,
    }));
    return { items, next: IsTruncated && NextPartNumberMarker ? Number(NextPartNumberMarker) : null };
  } catch (error) {
    throw goneOr(error);
  }
}

/** All parts that have arrived, whatever their number. Throws MultipartGone. */
export async function listAllParts(bucket: Bucket, multipart: Multipart): Promise<ListedPart[]> {
  const all: ListedPart[] = [];
  let after: number | null = 0;
  while (after !== null) {
    const page: Awaited<ReturnType<typeof listParts>> = await listParts(bucket, multipart, after);
    all.push(...page.items);
    after = page.next;
  }
  return all;
}

/**
 * Puts the file together of exactly these parts, unless there is one under its key already: then an earlier try was
 * cut off after S3 had done it, and this one is as good. `refused` where S3 has other parts by now. Throws MultipartGone.
 */
export async function completeMultipart(
  { name, client }: Bucket,
  { key, uploadId }: Multipart,
  parts: readonly ListedPart[],
): Promise<'done' | 'refused'> {
  try {
    await client.send(
      new CompleteMultipartUploadCommand({
        Bucket: name,
        Key: key,
        UploadId: uploadId,
        IfNoneMatch: '*',
        MultipartUpload: {
          Parts: parts.map(({ n, sha256, etag }) => ({
            PartNumber: n,
            ETag: etag,
            ChecksumSHA256: hexToBase64(sha256),
          })),
        },
      }),
    );
    return 'done';
  } catch (error) {
    if (isNamed(error, 'PreconditionFailed')) return 'done';
    if (isNamed(error, 'InvalidPart', 'InvalidPartOrder', 'EntityTooSmall', 'BadDigest')) return 'refused';
    throw goneOr(error);
  }
}

/** Gives a multipart upload up; one that is no more is as good. */
export async function abortMultipart({ name, client }: Bucket, { key, uploadId }: Multipart): Promise<void> {
  try {
    await client.send(new AbortMultipartUploadCommand({ Bucket: name, Key: key, UploadId: uploadId }));
  } catch (error) {
    if (!isNamed(error, 'NoSuchUpload')) throw error;
  }
}

function goneOr(error: unknown): unknown {
  return isNamed(error, 'NoSuchUpload') ? new MultipartGone('no such multipart upload') : error;
}
