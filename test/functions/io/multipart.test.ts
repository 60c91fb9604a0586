import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  ListPartsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it, test } from 'vitest';
import type { Bucket } from '#functions/io/bucket.ts';
import {
  abortMultipart,
  beginMultipart,
  completeMultipart,
  listAllParts,
  MultipartGone,
} from '#functions/io/multipart.ts';
import { describeObject, putWhole } from '#functions/io/objects.ts';

const s3 = mockClient(S3Client);
const bucket: Bucket = { name: 'files', client: new S3Client({ region: 'us-east-1' }) };
const multipart = { key: 'sr/1/2', uploadId: 'u' };
const hash = (n: number) => String(n % 10).repeat(64);
const base64 = (hex: string) => Buffer.from(hex, 'hex').toString('base64');
beforeEach(() => s3.reset());

/** An error as the SDK throws it. */
function s3Error(name: string): Error {
  return Object.assign(new Error(name), { name });
}

describe('the parts of a multipart upload', () => {
  it('[lesson 29] are listed to the end, however many pages there are', async () => {
    const page = (first: number, count: number, IsTruncated: boolean) => ({
      Parts: Array.from({ length: count }, (_, index) => ({
        PartNumber: first + index,
        Size: 16,
        ETag: `"${first + index}"`,
        ChecksumSHA256: base64(hash(first + index)),
      })),
      IsTruncated,
      ...(IsTruncated && { NextPartNumberMarker: String(first + count - 1) }),
    });
    s3.on(ListPartsCommand, { PartNumberMarker: '0' }).resolves(page(1, 1000, true));
    s3.on(ListPartsCommand, { PartNumberMarker: '1000' }).resolves(page(1001, 1000, true));
    s3.on(ListPartsCommand, { PartNumberMarker: '2000' }).resolves(page(2001, 345, false));
    const parts = await listAllParts(bucket, multipart);
    expect(parts).toHaveLength(2345);
    expect(parts.map(({ n }) => n)).toEqual(Array.from({ length: 2345 }, (_, index) => index + 1));
    expect(parts[2344]).toEqual({ n: 2345, size: 16, sha256: hash(2345), etag: '"2345"' });
  });

  it('of one that is no more are told apart from none', async () => {
    s3.on(ListPartsCommand).rejects(s3Error('NoSuchUpload'));
    await expect(listAllParts(bucket, multipart)).rejects.toThrow(MultipartGone);
  });

  it('are checked by SHA-256 from the begin on, and stored as nothing that a browser shows', async () => {
    s3.on(CreateMultipartUploadCommand).resolves({ UploadId: 'u' });
    expect(await beginMultipart(bucket, 'sr/1/2')).toEqual(multipart);
    expect(s3.commandCalls(CreateMultipartUploadCommand)[0]?.args[0].input).toEqual({
      Bucket: 'files',
      Key: 'sr/1/2',
      ChecksumAlgorithm: 'SHA256',
      ChecksumType: 'COMPOSITE',
      ContentType: 'application/octet-stream',
      ContentDisposition: 'attachment',
    });
  });
});

describe('putting a file together', () => {
  const parts = [{ n: 1, size: 16, sha256: hash(1), etag: '"1"' }];

  it('names each part with its ETag and its hash, and overwrites nothing', async () => {
    s3.on(CompleteMultipartUploadCommand).resolves({});
    expect(await completeMultipart(bucket, multipart, parts)).toBe('done');
    expect(s3.commandCalls(CompleteMultipartUploadCommand)[0]?.args[0].input).toEqual({
      Bucket: 'files',
      Key: 'sr/1/2',
      UploadId: 'u',
      IfNoneMatch: '*',
      MultipartUpload: { Parts: [{ PartNumber: 1, ETag: '"1"', ChecksumSHA256: base64(hash(1)) }] },
    });
  });

  test.each([
    ['PreconditionFailed', 'done'],
    ['InvalidPart', 'refused'],
    ['InvalidPartOrder', 'refused'],
    ['EntityTooSmall', 'refused'],
    ['BadDigest', 'refused'],
  ])('S3 says %s: %s', async (name, outcome) => {
    s3.on(CompleteMultipartUploadCommand).rejects(s3Error(name));
    expect(await completeMultipart(bucket, multipart, parts)).toBe(outcome);
  });

  test.each(['SlowDown', 'InternalError', 'ConditionalRequestConflict', 'AccessDenied'])(
    'S3 says %s: somebody tries again',
    async (name) => {
      s3.on(CompleteMultipartUploadCommand).rejects(s3Error(name));
      await expect(completeMultipart(bucket, multipart, parts)).rejects.toMatchObject({ name });
    },
  );

  it('of one that is no more is told', async () => {
    s3.on(CompleteMultipartUploadCommand).rejects(s3Error('NoSuchUpload'));
    await expect(completeMultipart(bucket, multipart, parts)).rejects.toThrow(MultipartGone);
  });
});

describe('what S3 has', () => {
  it.each([
    [base64(hash(1)), hash(1)],
    [`${base64(hash(1))}-3997`, `${hash(1)}-3997`],
    [undefined, ''],
  ])('under a checksum of %s is told as %s', async (ChecksumSHA256, checksum) => {
    s3.on(HeadObjectCommand).resolves({ ContentLength: 7, ...(ChecksumSHA256 && { ChecksumSHA256 }) });
    expect(await describeObject(bucket, 'sr/1/2')).toEqual({ size: 7, checksum });
  });

  it('is nothing where nothing is, and a refusal where one may not look', async () => {
    s3.on(HeadObjectCommand).rejects(s3Error('NotFound'));
    expect(await describeObject(bucket, 'sr/1/2')).toBeNull();
    s3.on(HeadObjectCommand).rejects(s3Error('403'));
    await expect(describeObject(bucket, 'sr/1/2')).rejects.toMatchObject({ name: '403' });
  });

  it('is not overwritten by what is put as a whole', async () => {
    s3.on(PutObjectCommand).rejects(s3Error('PreconditionFailed'));
    await putWhole(bucket, 'sr/1/2', new Uint8Array(3), hash(1));
    expect(s3.commandCalls(PutObjectCommand)[0]?.args[0].input).toMatchObject({
      IfNoneMatch: '*',
      ContentLength: 3,
      ChecksumSHA256: base64(hash(1)),
    });
  });

  it('may be given up twice', async () => {
    s3.on(AbortMultipartUploadCommand).rejects(s3Error('NoSuchUpload'));
    await abortMultipart(bucket, multipart);
    s3.on(AbortMultipartUploadCommand).rejects(s3Error('SlowDown'));
    await expect(abortMultipart(bucket, multipart)).rejects.toMatchObject({ name: 'SlowDown' });
  });
});
