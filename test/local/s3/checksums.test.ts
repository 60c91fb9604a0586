import { createHash } from 'node:crypto';
import { crc32 as zlibCrc32 } from 'node:zlib';
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHECKSUM_ALGORITHMS, type ChecksumAlgorithm } from '#local/s3/checksum/algorithm.ts';
import { combineCrcs } from '#local/s3/checksum/crc-combine.ts';
import { crc32c } from '#local/s3/checksum/crc32c.ts';
import { crc64nvme } from '#local/s3/checksum/crc64-nvme.ts';
import { type RunningS3, refusalOf, runS3 } from './running-s3.ts';
import { presign, sha256, signHeaders } from './signer.ts';

const Bucket = 'files';
let s3: RunningS3;
beforeAll(async () => {
  s3 = await runS3();
});
afterAll(() => s3.stop());

/** Of `hello`; the CRC-64/NVME as published for the text `123456789` is checked below. */
const OF_HELLO: Readonly<Record<ChecksumAlgorithm, string>> = {
  CRC32: 'NhCmhg==',
  CRC32C: 'mnG7TA==',
  CRC64NVME: 'M3eFcAZSQlc=',
  SHA1: 'qvTGHdzF6KLavt4PO0gs2a6pQ00=',
  SHA256: 'LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=',
};

/** Sends `hello` with the headers given and tells what became of it. */
async function put(headers: Record<string, string>, body = 'hello') {
  const url = `${s3.url}/files/checked`;
  const signed = signHeaders({ method: 'PUT', url, headers }, sha256(body), { now: s3.clock.now() });
  return fetch(url, { method: 'PUT', headers: signed.headers, body });
}

describe('the CRCs', () => {
  it('of 123456789 are the published ones', () => {
    const text = Buffer.from('123456789');
    expect([crc32c(text), crc64nvme(text)]).toEqual([0xe3069283, 0xae8b14860a799888n]);
  });

  it('continue, and combine without reading the bytes again', () => {
    const crcs = {
      CRC32: (bytes: Uint8Array, before: bigint) => BigInt(zlibCrc32(bytes, Number(before))),
      CRC32C: (bytes: Uint8Array, before: bigint) => BigInt(crc32c(bytes, Number(before))),
      CRC64NVME: crc64nvme,
    };
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 100 }), { maxLength: 5 }), (pieces) => {
        for (const name of ['CRC32', 'CRC32C', 'CRC64NVME'] as const) {
          const whole = crcs[name](Buffer.concat(pieces), 0n);
          expect(pieces.reduce((before, piece) => crcs[name](piece, before), 0n)).toBe(whole);
          const parts = pieces.map((piece) => ({ crc: crcs[name](piece, 0n), size: piece.length }));
          expect(combineCrcs(name, parts)).toBe(whole);
        }
      }),
    );
  });
});

describe.each(CHECKSUM_ALGORITHMS)('%s', (algorithm) => {
  const header = `x-amz-checksum-${algorithm.toLowerCase()}`;

  it('is verified, kept and told', async () => {
    const response = await put({ [header]: OF_HELLO[algorithm] });
    expect([response.status, response.headers.get(header)]).toEqual([200, OF_HELLO[algorithm]]);
    const head = await s3.client.send(
      new HeadObjectCommand({ Bucket, Key: 'checked', ChecksumMode: 'ENABLED' }),
    );
    expect(head).toMatchObject({
      [`Checksum${algorithm}`]: OF_HELLO[algorithm],
      ChecksumType: 'FULL_OBJECT',
    });
    const plain = await s3.client.send(new HeadObjectCommand({ Bucket, Key: 'checked' }));
    expect(plain.ChecksumType).toBeUndefined();
  });

  it('of other bytes, or that is none, is refused', async () => {
    expect(await refusalOf(await put({ [header]: OF_HELLO[algorithm] }, 'jello'))).toMatchObject({
      status: 400,
      code: 'BadDigest',
      message: `The ${algorithm} you specified did not match the calculated checksum.`,
    });
    expect(await refusalOf(await put({ [header]: 'aGVsbG8=' }))).toMatchObject({
      status: 400,
      code: 'InvalidRequest',
      message: `Value for ${header} header is invalid.`,
    });
  });

  it('is what the unmodified SDK sends and verifies', async () => {
    await s3.client.send(
      new PutObjectCommand({ Bucket, Key: 'sdk', Body: 'hello', ChecksumAlgorithm: algorithm }),
    );
    const got = await s3.client.send(new GetObjectCommand({ Bucket, Key: 'sdk', ChecksumMode: 'ENABLED' }));
    expect(await got.Body?.transformToString()).toBe('hello');
    expect(got).toMatchObject({ [`Checksum${algorithm}`]: OF_HELLO[algorithm] });
  });
});

describe('uploads in parts', () => {
  const first = Buffer.alloc(5 * 1024 * 1024, 'a');
  const second = Buffer.from('b');

  it.each<[ChecksumAlgorithm, 'COMPOSITE' | 'FULL_OBJECT', string]>([
    // Of the 5 MiB of a and the b: as one, or of the two checksums.
    ['CRC32', 'FULL_OBJECT', crcOf((bytes) => zlibCrc32(bytes))],
    ['CRC32C', 'FULL_OBJECT', crcOf(crc32c)],
    ['CRC64NVME', 'FULL_OBJECT', crc64Of()],
    ['CRC32', 'COMPOSITE', compositeOf((bytes) => fourBytes(zlibCrc32(bytes)))],
    ['CRC32C', 'COMPOSITE', compositeOf((bytes) => fourBytes(crc32c(bytes)))],
    ['SHA1', 'COMPOSITE', compositeOf((bytes) => createHash('sha1').update(bytes).digest())],
    ['SHA256', 'COMPOSITE', compositeOf((bytes) => createHash('sha256').update(bytes).digest())],
  ])('%s %s', async (ChecksumAlgorithm, ChecksumType, expected) => {
    const Key = `${ChecksumAlgorithm}-${ChecksumType}`;
    const { UploadId } = await s3.client.send(
      new CreateMultipartUploadCommand({ Bucket, Key, ChecksumAlgorithm, ChecksumType }),
    );
    const Parts = [];
    for (const [position, Body] of [first, second].entries()) {
      const PartNumber = position + 1;
      const part = await s3.client.send(
        new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body, ChecksumAlgorithm }),
      );
      const name = `Checksum${ChecksumAlgorithm}` as const;
      Parts.push({ PartNumber, ETag: part.ETag, [name]: part[name] });
    }
    const done = await s3.client.send(
      new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }),
    );
    expect(done).toMatchObject({ [`Checksum${ChecksumAlgorithm}`]: expected, ChecksumType });
  });

  it('of the full object, parts need none of their own', async () => {
    const Key = 'no part checksums';
    const { UploadId } = await s3.client.send(
      new CreateMultipartUploadCommand({
        Bucket,
        Key,
        ChecksumAlgorithm: 'CRC64NVME',
        ChecksumType: 'FULL_OBJECT',
      }),
    );
    const target = `${s3.url}/files/no%20part%20checksums?partNumber=1&uploadId=${UploadId}`;
    const url = presign({ method: 'PUT', url: target }, { now: s3.clock.now() });
    const part = await fetch(url, { method: 'PUT', body: 'hello' });
    const Parts = [{ PartNumber: 1, ETag: part.headers.get('etag') ?? '' }];
    const done = await s3.client.send(
      new CompleteMultipartUploadCommand({
        Bucket,
        Key,
        UploadId,
        MultipartUpload: { Parts },
        ChecksumCRC64NVME: OF_HELLO.CRC64NVME,
      }),
    );
    expect(done.ChecksumCRC64NVME).toBe(OF_HELLO.CRC64NVME);
  });

  it.each<[object, string]>([
    [
      { ChecksumAlgorithm: 'SHA256', ChecksumType: 'FULL_OBJECT' },
      'The FULL_OBJECT checksum type cannot be used with the sha256 checksum algorithm.',
    ],
    [
      { ChecksumAlgorithm: 'CRC64NVME', ChecksumType: 'COMPOSITE' },
      'The COMPOSITE checksum type cannot be used with the crc64nvme checksum algorithm.',
    ],
    [
      { ChecksumAlgorithm: 'CRC7' },
      'Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]',
    ],
  ])('refuse %j', async (settings, message) => {
    await expect(
      s3.client.send(new CreateMultipartUploadCommand({ Bucket, Key: 'refused', ...settings })),
    ).rejects.toMatchObject({ name: 'InvalidRequest', message });
  });

  function fourBytes(value: number): Buffer {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value);
    return bytes;
  }
  function crcOf(crc: (bytes: Uint8Array) => number): string {
    return fourBytes(crc(Buffer.concat([first, second]))).toString('base64');
  }
  function crc64Of(): string {
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64BE(crc64nvme(Buffer.concat([first, second])));
    return bytes.toString('base64');
  }
  function compositeOf(digest: (bytes: Buffer) => Buffer): string {
    const both = Buffer.concat([digest(first), digest(second)]);
    return `${digest(both).toString('base64')}-2`;
  }
});

describe('what a client declares', () => {
  const md5 = createHash('md5').update('hello').digest('base64');

  it.each<[string, Record<string, string>, number, string]>([
    ['a good Content-MD5', { 'content-md5': md5 }, 200, ''],
    ['the MD5 of something else', { 'content-md5': '1B2M2Y8AsgTpgAmY7PhCfg==' }, 400, 'BadDigest'],
    ['what is no MD5', { 'content-md5': 'abc' }, 400, 'InvalidDigest'],
    [
      'two checksums',
      { 'x-amz-checksum-sha1': OF_HELLO.SHA1, 'x-amz-checksum-crc32': OF_HELLO.CRC32 },
      400,
      'InvalidRequest',
    ],
    ['an algorithm and no checksum', { 'x-amz-sdk-checksum-algorithm': 'SHA256' }, 400, 'InvalidRequest'],
    [
      'an algorithm and another checksum',
      { 'x-amz-sdk-checksum-algorithm': 'SHA256', 'x-amz-checksum-crc32': OF_HELLO.CRC32 },
      400,
      'InvalidRequest',
    ],
    [
      'a checksum S3 knows and this one does not',
      { 'x-amz-checksum-xxhash64': 'abc' },
      501,
      'NotImplemented',
    ],
  ])('%s', async (_name, headers, status, code) => {
    expect(await refusalOf(await put(headers))).toMatchObject({ status, code });
  });

  it('a body that ends early is no object', async () => {
    const url = `${s3.url}/files/short`;
    const { headers } = signHeaders({ method: 'PUT', url }, 'UNSIGNED-PAYLOAD', { now: s3.clock.now() });
    const { request } = await import('node:http');
    await new Promise((resolve) => {
      const sent = request(url, { method: 'PUT', headers: { ...headers, 'content-length': 10 } });
      sent.on('error', resolve);
      sent.write('hello', () => sent.destroy());
    });
    await expect(s3.client.send(new HeadObjectCommand({ Bucket, Key: 'short' }))).rejects.toMatchObject({
      name: 'NotFound',
    });
  });

  it('a length must be', async () => {
    const url = `${s3.url}/files/unknown`;
    const { headers } = signHeaders({ method: 'PUT', url }, 'UNSIGNED-PAYLOAD', { now: s3.clock.now() });
    const { request } = await import('node:http');
    const status = await new Promise((resolve, reject) => {
      const sent = request(url, { method: 'PUT', headers: { ...headers, 'transfer-encoding': 'chunked' } });
      sent.on('error', reject);
      sent.on('response', (response) => resolve(response.resume().statusCode));
      sent.end('hello');
    });
    expect(status).toBe(411);
  });
});
