import { createHash } from 'node:crypto';
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Fault, FaultTarget } from '#local/s3/fault.ts';
import { type RunningS3, refusalOf, runS3 } from './running-s3.ts';
import { ACCESS_KEY, presign, SECRET } from './signer.ts';

const Bucket = 'files';
const BODY = 'x'.repeat(200_000);
const SHA256 = createHash('sha256').update(BODY).digest('base64');

let s3: RunningS3;
let faults: (Fault | undefined)[] = [];
let seen: FaultTarget[] = [];
beforeAll(async () => {
  s3 = await runS3({
    interpose(target) {
      seen.push(target);
      return faults.shift();
    },
  });
});
afterAll(() => s3.stop());
beforeEach(() => {
  faults = [];
  seen = [];
});

function put(key: string, headers: Record<string, string> = { 'x-amz-checksum-sha256': SHA256 }) {
  const url = presign({ method: 'PUT', url: `${s3.url}/files/${key}`, headers }, { now: s3.clock.now() });
  return fetch(url, { method: 'PUT', body: BODY, headers });
}

const get = (key: string) =>
  fetch(presign({ method: 'GET', url: `${s3.url}/files/${key}` }, { now: s3.clock.now() }));

const exists = (Key: string) =>
  s3.client.send(new HeadObjectCommand({ Bucket, Key })).then(
    () => true,
    () => false,
  );

describe('a fault', () => {
  it('is asked for with what the request is about', async () => {
    const { UploadId } = await s3.client.send(new CreateMultipartUploadCommand({ Bucket, Key: 'sr/1' }));
    await put(`sr/1?partNumber=7&uploadId=${UploadId}`, {});
    expect(seen).toMatchObject([
      { operation: 'CreateMultipartUpload', method: 'POST', bucket: 'files', key: 'sr/1' },
      { operation: 'UploadPart', method: 'PUT', key: 'sr/1', uploadId: UploadId, partNumber: 7 },
    ]);
  });

  it('error: is answered, and nothing done', async () => {
    faults = [
      { kind: 'error', code: 'SlowDown' },
      { kind: 'error', code: 'InternalError' },
    ];
    expect(await refusalOf(await put('slow'))).toMatchObject({ status: 503, code: 'SlowDown' });
    expect(await refusalOf(await put('slow'))).toMatchObject({ status: 500, code: 'InternalError' });
    expect(await exists('slow')).toBe(false);
  });

  it('error: of a URL or a token that has expired', async () => {
    faults = [
      { kind: 'error', code: 'AccessDenied', message: 'Request has expired' },
      { kind: 'error', code: 'ExpiredToken' },
    ];
    expect(await refusalOf(await put('late'))).toMatchObject({
      status: 403,
      code: 'AccessDenied',
      message: 'Request has expired',
    });
    expect(await refusalOf(await put('late'))).toMatchObject({ status: 400, code: 'ExpiredToken' });
    expect(await exists('late')).toBe(false);
  });

  it('cut: the connection ends in the middle of the body, and nothing is stored', async () => {
    faults = [{ kind: 'cut', afterBytes: 70_000 }];
    await expect(put('cut')).rejects.toThrow('fetch failed');
    expect(await exists('cut')).toBe(false);
    expect((await put('cut')).status).toBe(200);
    faults = [{ kind: 'cut', afterBytes: 70_000 }];
    const download = await get('cut');
    await expect(download.text()).rejects.toThrow();
  });

  it('cut: a call without a body is not done, a list not told', async () => {
    faults = [{ kind: 'cut', afterBytes: 0 }];
    await expect(
      s3.client.send(new CreateMultipartUploadCommand({ Bucket, Key: 'not begun' })),
    ).rejects.toThrow();
    const begun = async () => {
      const { Uploads = [] } = await s3.client.send(
        new ListMultipartUploadsCommand({ Bucket, Prefix: 'not begun' }),
      );
      return Uploads.length;
    };
    expect(await begun()).toBe(0);
    faults = [{ kind: 'cut', afterBytes: 0 }];
    await expect(begun()).rejects.toThrow();
  });

  it('cut: a download resumed where it broke is whole', async () => {
    await put('resumed');
    faults = [{ kind: 'cut', afterBytes: 70_000 }];
    const parts: Buffer[] = [];
    const download = await get('resumed');
    try {
      for await (const piece of download.body ?? []) parts.push(Buffer.from(piece));
    } catch {
      // What came so far is good.
    }
    const received = Buffer.concat(parts).length;
    expect(received).toBeLessThan(BODY.length);
    const rest = await s3.client.send(
      new GetObjectCommand({ Bucket, Key: 'resumed', Range: `bytes=${received}-` }),
    );
    expect(received + ((await rest.Body?.transformToByteArray())?.length ?? 0)).toBe(BODY.length);
  });

  it('flip, received: S3 notices by the checksum, and only by that', async () => {
    faults = [{ kind: 'flip', where: 'received', atByte: 150_000 }];
    expect(await refusalOf(await put('flipped'))).toMatchObject({ status: 400, code: 'BadDigest' });
    expect(await exists('flipped')).toBe(false);
    faults = [{ kind: 'flip', where: 'received', atByte: 150_000 }];
    expect((await put('flipped', {})).status).toBe(200);
    expect((await (await get('flipped')).text())[150_000]).toBe('y');
  });

  it('flip, stored or sent: only the one who reads it can notice', async () => {
    faults = [{ kind: 'flip', where: 'stored', atByte: 3 }];
    expect((await put('rotten')).status).toBe(200);
    expect((await (await get('rotten')).text()).slice(0, 5)).toBe('xxxyx');
    await put('sound');
    faults = [{ kind: 'flip', where: 'sent', atByte: 1 }];
    expect((await (await get('sound')).text()).slice(0, 3)).toBe('xyx');
    expect((await (await get('sound')).text()).slice(0, 3)).toBe('xxx');
    faults = [{ kind: 'flip', where: 'sent', atByte: 1 }];
    // The SDK holds what it reads against the checksum.
    const got = await s3.client.send(new GetObjectCommand({ Bucket, Key: 'sound', ChecksumMode: 'ENABLED' }));
    await expect(got.Body?.transformToString()).rejects.toThrow(/[Cc]hecksum/);
  });

  it('delay: is answered late', async () => {
    faults = [{ kind: 'delay', ms: 150 }];
    const begun = performance.now();
    expect((await put('late')).status).toBe(200);
    expect(performance.now() - begun).toBeGreaterThan(140);
  });

  it('dropAnswer: the work is done, and nobody told; done again it is the same', async () => {
    faults = [{ kind: 'dropAnswer' }];
    await expect(put('silent')).rejects.toThrow('fetch failed');
    expect(await exists('silent')).toBe(true);

    const Key = 'silent upload';
    const { UploadId } = await s3.client.send(
      new CreateMultipartUploadCommand({ Bucket, Key, ChecksumAlgorithm: 'SHA256' }),
    );
    faults = [{ kind: 'dropAnswer' }];
    await expect(put(`silent%20upload?partNumber=1&uploadId=${UploadId}`)).rejects.toThrow();
    const { Parts = [] } = await s3.client.send(new ListPartsCommand({ Bucket, Key, UploadId }));
    expect(Parts).toMatchObject([{ PartNumber: 1, ChecksumSHA256: SHA256 }]);
    const completion = new CompleteMultipartUploadCommand({
      Bucket,
      Key,
      UploadId,
      MultipartUpload: {
        Parts: Parts.map(({ PartNumber, ETag, ChecksumSHA256 }) => ({ PartNumber, ETag, ChecksumSHA256 })),
      },
    });
    faults = [{ kind: 'dropAnswer' }];
    await expect(s3.client.send(completion)).rejects.toThrow();
    expect((await s3.client.send(completion)).ETag).toMatch(/-1"$/);
  });
});

describe('after a refusal in the middle of a body', () => {
  it('the connection goes on with the next request', async () => {
    const { request, Agent } = await import('node:http');
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const send = (key: string, secretAccessKey: string) =>
      new Promise<{ status: number | undefined; port: number | undefined }>((resolve, reject) => {
        const url = presign(
          { method: 'PUT', url: `${s3.url}/files/${key}` },
          { now: s3.clock.now(), secretAccessKey },
        );
        const sent = request(url, { method: 'PUT', agent, headers: { 'content-length': 20_000_000 } });
        sent.on('error', reject);
        sent.on('response', (response) =>
          response
            .resume()
            .on('end', () => resolve({ status: response.statusCode, port: sent.socket?.localPort })),
        );
        sent.end(Buffer.alloc(20_000_000, 1));
      });
    const refused = await send('first', 'guessed');
    const taken = await send('second', SECRET);
    expect([refused.status, taken.status]).toEqual([403, 200]);
    expect(taken.port).toBe(refused.port);
    agent.destroy();
  });

  it('the SDK tries again what a 503 or a cut refused', async () => {
    const client = new S3Client({
      endpoint: s3.url,
      region: 'us-east-1',
      credentials: { accessKeyId: ACCESS_KEY, secretAccessKey: SECRET },
    });
    faults = [
      { kind: 'error', code: 'SlowDown' },
      { kind: 'cut', afterBytes: 100 },
    ];
    await client.send(new PutObjectCommand({ Bucket, Key: 'tried', Body: BODY }));
    expect(seen.map(({ operation }) => operation)).toEqual(['PutObject', 'PutObject', 'PutObject']);
    client.destroy();
  });
});
