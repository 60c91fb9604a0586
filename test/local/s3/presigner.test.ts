import { createHash } from 'node:crypto';
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningS3, refusalOf, runS3 } from './running-s3.ts';
import { ACCESS_KEY, SECRET } from './signer.ts';

const Bucket = 'files';
const BODY = Buffer.from('hello');
const CHECKSUM = createHash('sha256').update(BODY).digest('base64');

let s3: RunningS3;
/** As the desk's API signs. */
let signer: S3Client;
beforeAll(async () => {
  s3 = await runS3();
  signer = new S3Client({
    endpoint: s3.url,
    region: 'us-east-1',
    credentials: { accessKeyId: ACCESS_KEY, secretAccessKey: SECRET },
    requestChecksumCalculation: 'WHEN_REQUIRED',
  });
});
afterAll(async () => {
  signer.destroy();
  await s3.stop();
});

describe("a part's URL from the SDK's presigner", () => {
  const Key = 'sr/1/bundle 1.tgz';
  async function begin(): Promise<string> {
    const { UploadId = '' } = await s3.client.send(
      new CreateMultipartUploadCommand({ Bucket, Key, ChecksumAlgorithm: 'SHA256' }),
    );
    return UploadId;
  }
  const sign = (UploadId: string, options: Parameters<typeof getSignedUrl>[2], client = signer) =>
    getSignedUrl(
      client,
      new UploadPartCommand({
        Bucket,
        Key,
        UploadId,
        PartNumber: 1,
        ContentLength: BODY.length,
        ChecksumSHA256: CHECKSUM,
      }),
      { expiresIn: 3600, ...options },
    );
  const unhoistableHeaders = new Set(['x-amz-checksum-sha256']);
  const signableHeaders = new Set(['host', 'content-length']);

  it('binds length and checksum when the checksum stays a header', async () => {
    const UploadId = await begin();
    const url = await sign(UploadId, { unhoistableHeaders, signableHeaders });
    expect(new URL(url).searchParams.get('X-Amz-SignedHeaders')).toBe(
      'content-length;host;x-amz-checksum-sha256',
    );
    const send = (body: Buffer | string, checksum: string) =>
      fetch(url, { method: 'PUT', body, headers: { 'x-amz-checksum-sha256': checksum } }).then(refusalOf);
    expect(await send('jello', CHECKSUM)).toMatchObject({ status: 400, code: 'BadDigest' });
    expect(await send('hello!', CHECKSUM)).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' });
    const other = createHash('sha256').update('jello').digest('base64');
    expect(await send('jello', other)).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' });
    expect(await fetch(url, { method: 'PUT', body: BODY }).then(refusalOf)).toMatchObject({
      status: 403,
      code: 'SignatureDoesNotMatch',
    });
    const response = await fetch(url, {
      method: 'PUT',
      body: BODY,
      headers: { 'x-amz-checksum-sha256': CHECKSUM },
    });
    expect([response.status, response.headers.get('x-amz-checksum-sha256')]).toEqual([200, CHECKSUM]);
    const done = await s3.client.send(
      new CompleteMultipartUploadCommand({
        Bucket,
        Key,
        UploadId,
        MultipartUpload: {
          Parts: [{ PartNumber: 1, ETag: response.headers.get('etag') ?? '', ChecksumSHA256: CHECKSUM }],
        },
      }),
    );
    expect(done.ChecksumSHA256).toMatch(/^[A-Za-z0-9+/]{43}=-1$/);
  });

  it('is no use when the checksum went into the query', async () => {
    const url = await sign(await begin(), {});
    expect(url).toContain('x-amz-checksum-sha256=');
    expect(await fetch(url, { method: 'PUT', body: BODY }).then(refusalOf)).toMatchObject({
      status: 400,
      code: 'InvalidRequest',
      message: 'Checksum Type mismatch occurred, expected checksum Type: sha256, actual checksum Type: null',
    });
  });

  it('downloads under the name the signer chose', async () => {
    const url = await getSignedUrl(
      signer,
      new GetObjectCommand({
        Bucket,
        Key,
        ResponseContentDisposition: 'attachment; filename="bundle.tgz"',
        ResponseContentType: 'application/octet-stream',
      }),
      { expiresIn: 300 },
    );
    const response = await fetch(url);
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="bundle.tgz"');
    expect(await response.text()).toBe('hello');
  });
});
