import { createHash } from 'node:crypto';
import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  type CreateMultipartUploadCommandInput,
  GetObjectAttributesCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { virtualClock } from '#local/clock.ts';
import { FILES, type RunningS3, refusalOf, runS3 } from './running-s3.ts';
import { presign, sha256, signHeaders } from './signer.ts';

const MIB = 1024 * 1024;
const Bucket = 'files';
const base64Sha256 = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest('base64');

let s3: RunningS3;
beforeAll(async () => {
  s3 = await runS3();
});
afterAll(() => s3.stop());

async function begin(Key: string, more: Partial<CreateMultipartUploadCommandInput> = {}): Promise<string> {
  const { UploadId } = await s3.client.send(new CreateMultipartUploadCommand({ Bucket, Key, ...more }));
  if (UploadId === undefined) throw new Error('No upload id');
  return UploadId;
}

/** Uploads as the desk's clients do: a presigned URL that binds length and SHA-256. */
async function sendPart(Key: string, uploadId: string, number: number, body: Buffer): Promise<CompletedPart> {
  const ChecksumSHA256 = base64Sha256(body);
  const headers = { 'content-length': String(body.length), 'x-amz-checksum-sha256': ChecksumSHA256 };
  const target = `${s3.url}/files/${Key}?partNumber=${number}&uploadId=${uploadId}`;
  const url = presign({ method: 'PUT', url: target, headers }, { now: s3.clock.now() });
  const response = await fetch(url, {
    method: 'PUT',
    body,
    headers: { 'x-amz-checksum-sha256': ChecksumSHA256 },
  });
  expect(response.headers.get('x-amz-checksum-sha256')).toBe(ChecksumSHA256);
  return { PartNumber: number, ETag: response.headers.get('etag') ?? '', ChecksumSHA256 };
}

const complete = (Key: string, UploadId: string, Parts: CompletedPart[], more: object = {}) =>
  s3.client.send(
    new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts }, ...more }),
  );

const failure = (work: Promise<unknown>) =>
  work.then(
    () => 'no failure',
    ({ name, message }: Error) => `${name}: ${message}`,
  );

/** Parts without checksums, through the SDK as it comes. */
async function plainPart(Key: string, UploadId: string, PartNumber: number, Body: string | Buffer) {
  const target = `${s3.url}/files/${Key}?partNumber=${PartNumber}&uploadId=${UploadId}`;
  const url = presign({ method: 'PUT', url: target }, { now: s3.clock.now() });
  const response = await fetch(url, { method: 'PUT', body: Body });
  if (!response.ok) throw Object.assign(new Error((await refusalOf(response)).message), response);
  return { PartNumber, ETag: response.headers.get('etag') ?? '' };
}

describe('an upload in parts with a SHA-256 for each', () => {
  const [first, second] = [Buffer.alloc(5 * MIB, 'a'), Buffer.from('the rest')];

  it('becomes an object with the composite checksum, in the order of the numbers', async () => {
    const created = await s3.client.send(
      new CreateMultipartUploadCommand({
        Bucket,
        Key: 'bundle',
        ChecksumAlgorithm: 'SHA256',
        ContentType: 'application/octet-stream',
        Metadata: { by: 'Dana' },
      }),
    );
    expect(created).toMatchObject({ ChecksumAlgorithm: 'SHA256', ChecksumType: 'COMPOSITE' });
    const id = created.UploadId ?? '';
    const two = await sendPart('bundle', id, 2, second);
    const one = await sendPart('bundle', id, 1, first);
    const done = await complete('bundle', id, [one, two], { ChecksumType: 'COMPOSITE' });
    const raw = [first, second].map((part) => createHash('sha256').update(part).digest());
    const composite = `${base64Sha256(Buffer.concat(raw))}-2`;
    const md5s = [first, second].map((part) => createHash('md5').update(part).digest());
    const etag = `"${createHash('md5').update(Buffer.concat(md5s)).digest('hex')}-2"`;
    expect(done).toMatchObject({
      Bucket,
      Key: 'bundle',
      ETag: etag,
      ChecksumSHA256: composite,
      ChecksumType: 'COMPOSITE',
      Location: `${s3.url}/files/bundle`,
    });

    const head = await s3.client.send(
      new HeadObjectCommand({ Bucket, Key: 'bundle', ChecksumMode: 'ENABLED' }),
    );
    expect(head).toMatchObject({
      ContentLength: 5 * MIB + 8,
      ContentType: 'application/octet-stream',
      ChecksumSHA256: composite,
      ChecksumType: 'COMPOSITE',
      ETag: etag,
      Metadata: { by: 'Dana' },
    });
    const got = await s3.client.send(new GetObjectCommand({ Bucket, Key: 'bundle' }));
    const bytes = Buffer.from((await got.Body?.transformToByteArray()) ?? []);
    expect(bytes.equals(Buffer.concat([first, second]))).toBe(true);
    const across = await s3.client.send(
      new GetObjectCommand({ Bucket, Key: 'bundle', Range: `bytes=${5 * MIB - 3}-${5 * MIB + 2}` }),
    );
    expect(await across.Body?.transformToString()).toBe('aaathe');

    const part = await s3.client.send(
      new GetObjectCommand({ Bucket, Key: 'bundle', PartNumber: 2, ChecksumMode: 'ENABLED' }),
    );
    expect(part).toMatchObject({
      PartsCount: 2,
      ContentRange: `bytes ${5 * MIB}-${5 * MIB + 7}/${5 * MIB + 8}`,
      ChecksumSHA256: base64Sha256(second),
    });
    expect(await part.Body?.transformToString()).toBe('the rest');
    const attributes = await s3.client.send(
      new GetObjectAttributesCommand({
        Bucket,
        Key: 'bundle',
        ObjectAttributes: ['ObjectParts', 'Checksum', 'ObjectSize'],
        MaxParts: 1,
      }),
    );
    expect(attributes).toMatchObject({
      ObjectSize: 5 * MIB + 8,
      Checksum: { ChecksumSHA256: composite.replace('-2', ''), ChecksumType: 'COMPOSITE' },
      ObjectParts: {
        TotalPartsCount: 2,
        IsTruncated: true,
        NextPartNumberMarker: '1',
        Parts: [{ PartNumber: 1, Size: 5 * MIB, ChecksumSHA256: base64Sha256(first) }],
      },
    });
  });

  it('answers a repeated completion the same, and one of other parts not', async () => {
    const id = await begin('again', { ChecksumAlgorithm: 'SHA256' });
    const part = await sendPart('again', id, 1, second);
    const once = await complete('again', id, [part]);
    const twice = await complete('again', id, [part]);
    expect({ ...twice, $metadata: 0 }).toEqual({ ...once, $metadata: 0 });
    expect(await failure(complete('again', id, [{ ...part, ETag: '"abc"' }]))).toMatch(/^InvalidPart: /);
    expect(await failure(complete('other', id, [part]))).toMatch(/^NoSuchUpload: /);
    // An abortion that comes too late does no harm.
    await s3.client.send(new AbortMultipartUploadCommand({ Bucket, Key: 'again', UploadId: id }));
    const got = await s3.client.send(new GetObjectCommand({ Bucket, Key: 'again' }));
    expect(await got.Body?.transformToString()).toBe('the rest');
  });

  it('refuses a part of another checksum, of none, and a damaged one, and keeps what it had', async () => {
    const id = await begin('strict', { ChecksumAlgorithm: 'SHA256' });
    const good = await sendPart('strict', id, 1, second);
    const mismatch =
      'InvalidRequest: Checksum Type mismatch occurred, expected checksum Type: sha256, actual checksum Type: ';
    const part = { Bucket, Key: 'strict', UploadId: id, PartNumber: 1, Body: 'x' };
    expect(
      await failure(s3.client.send(new UploadPartCommand({ ...part, ChecksumAlgorithm: 'CRC32' }))),
    ).toBe(`${mismatch}crc32`);
    expect(await failure(plainPart('strict', id, 1, 'x'))).toBe(
      'Error: Checksum Type mismatch occurred, expected checksum Type: sha256, actual checksum Type: null',
    );
    expect(
      await failure(
        s3.client.send(new UploadPartCommand({ ...part, ChecksumSHA256: base64Sha256('something else') })),
      ),
    ).toBe('BadDigest: The SHA256 you specified did not match the calculated checksum.');
    const { Parts } = await s3.client.send(new ListPartsCommand({ Bucket, Key: 'strict', UploadId: id }));
    expect(Parts).toMatchObject([{ PartNumber: 1, Size: 8, ETag: good.ETag }]);
  });

  it('is completed only with the checksum of every part', async () => {
    const id = await begin('listed', { ChecksumAlgorithm: 'SHA256' });
    const one = await sendPart('listed', id, 1, first);
    const two = await sendPart('listed', id, 2, second);
    const { ChecksumSHA256: _, ...bare } = two;
    expect(await failure(complete('listed', id, [one, bare]))).toBe(
      'InvalidRequest: The upload was created using a sha256 checksum. The complete request must include the checksum for each part. It was missing for part 2 in the request.',
    );
    const swapped = { ...two, ChecksumSHA256: one.ChecksumSHA256 };
    expect(await failure(complete('listed', id, [one, swapped]))).toMatch(/^InvalidPart: /);
    expect(await failure(complete('listed', id, [two]))).toMatch(/^InternalError: /);
    expect(
      await failure(complete('listed', id, [one, two], { ChecksumSHA256: base64Sha256('another') })),
    ).toMatch(/^BadDigest: The SHA256 you specified did not match the calculated checksum/);
    expect(await failure(complete('listed', id, [one, two], { MpuObjectSize: 5 }))).toBe(
      `InvalidRequest: The provided 'x-amz-mp-object-size' header value 5 does not match what was computed: ${5 * MIB + 8}`,
    );
    expect(await failure(complete('listed', id, [one, two], { ChecksumType: 'FULL_OBJECT' }))).toMatch(
      /^BadDigest: /,
    );
    await complete('listed', id, [one, two], { MpuObjectSize: 5 * MIB + 8 });
  });
});

describe('the parts of an upload', () => {
  it('need no checksum, and are replaced by later ones of their number', async () => {
    const id = await begin('plain');
    await plainPart('plain', id, 7, 'first');
    const { incompleteBytes } = s3.usage('files');
    const last = await plainPart('plain', id, 7, 'second');
    expect(s3.usage('files').incompleteBytes).toBe(incompleteBytes + 1);
    await complete('plain', id, [last]);
    const got = await s3.client.send(new GetObjectCommand({ Bucket, Key: 'plain' }));
    expect([await got.Body?.transformToString(), got.ETag]).toEqual([
      'second',
      `"${createHash('md5').update(createHash('md5').update('second').digest()).digest('hex')}-1"`,
    ]);
  });

  it('have numbers from 1 to 10,000', async () => {
    const id = await begin('numbers');
    await plainPart('numbers', id, 10_000, 'x');
    const refused = 'Error: Part number must be an integer between 1 and 10000, inclusive';
    expect(await failure(plainPart('numbers', id, 0, 'x'))).toBe(refused);
    expect(await failure(plainPart('numbers', id, 10_001, 'x'))).toBe(refused);
    expect(await failure(plainPart('numbers', 'nothing', 1, 'x'))).toMatch(/specified upload does not exist/);
    expect(await failure(plainPart('other-key', id, 1, 'x'))).toMatch(/specified upload does not exist/);
  });

  it('are at most 5 GiB: refused before a byte is read', async () => {
    const id = await begin('huge');
    const url = `${s3.url}/files/huge?partNumber=1&uploadId=${id}`;
    const { request } = await import('node:http');
    const status = await new Promise((resolve, reject) => {
      const { headers } = signHeaders({ method: 'PUT', url }, 'UNSIGNED-PAYLOAD', { now: s3.clock.now() });
      const sent = request(url, {
        method: 'PUT',
        headers: { ...headers, 'content-length': 5 * 1024 * MIB + 1, expect: '100-continue' },
      });
      sent.on('continue', () => reject(new Error('The body was asked for')));
      sent.on('error', reject);
      sent.on('response', (response) => {
        response.resume();
        resolve([response.statusCode, response.headers.connection]);
      });
      sent.flushHeaders();
    });
    expect(status).toEqual([400, 'close']);
  });

  it.each([
    [
      'not in order',
      (one: CompletedPart, two: CompletedPart) => [two, one],
      'InvalidPartOrder: The list of parts was not in ascending order. Parts must be ordered by part number.',
    ],
    ['twice', (one: CompletedPart) => [one, one], /^InvalidPartOrder: /],
    ['that never came', (one: CompletedPart) => [one, { PartNumber: 3, ETag: '"abc"' }], /^InvalidPart: /],
    [
      'with another ETag',
      (one: CompletedPart, two: CompletedPart) => [one, { ...two, ETag: one.ETag ?? '' }],
      /^InvalidPart: /,
    ],
    ['at all', () => [], /^MalformedXML: /],
    [
      'that are too small',
      (one: CompletedPart, two: CompletedPart) => [one, two],
      'EntityTooSmall: Your proposed upload is smaller than the minimum allowed size',
    ],
  ])('make no object when listed %s', async (_name, list, expected) => {
    const id = await begin('refused');
    const one = await plainPart('refused', id, 1, 'first');
    const two = await plainPart('refused', id, 2, 'second');
    const found = await failure(complete('refused', id, list(one, two)));
    if (typeof expected === 'string') expect(found).toBe(expected);
    else expect(found).toMatch(expected);
    await expect(s3.client.send(new HeadObjectCommand({ Bucket, Key: 'refused' }))).rejects.toMatchObject({
      name: 'NotFound',
    });
  });

  it('cannot be copied from elsewhere', async () => {
    const UploadId = await begin('copied');
    const copy = new UploadPartCopyCommand({
      Bucket,
      Key: 'copied',
      UploadId,
      PartNumber: 1,
      CopySource: 'files/a',
    });
    await expect(s3.client.send(copy)).rejects.toMatchObject({
      name: 'NotImplemented',
      $metadata: { httpStatusCode: 501 },
    });
  });
});

describe('ListParts [lesson 29]', () => {
  it('lists all, page by page, with their checksums', async () => {
    const id = await begin('pages', { ChecksumAlgorithm: 'SHA256' });
    const numbers = Array.from({ length: 1005 }, (_, position) => position + 1);
    // In any order: the list is by number.
    for (const half of [numbers.slice(500), numbers.slice(0, 500)]) {
      await Promise.all(half.map((number) => sendPart('pages', id, number, Buffer.from(`part ${number}`))));
    }
    const first = await s3.client.send(new ListPartsCommand({ Bucket, Key: 'pages', UploadId: id }));
    expect(first).toMatchObject({
      IsTruncated: true,
      NextPartNumberMarker: '1000',
      MaxParts: 1000,
      ChecksumAlgorithm: 'SHA256',
      ChecksumType: 'COMPOSITE',
    });
    expect(first.Parts).toHaveLength(1000);
    expect(first.Parts?.[1]).toMatchObject({
      PartNumber: 2,
      Size: 6,
      ChecksumSHA256: base64Sha256('part 2'),
    });
    const second = await s3.client.send(
      new ListPartsCommand({ Bucket, Key: 'pages', UploadId: id, PartNumberMarker: '1000', MaxParts: 2000 }),
    );
    expect(second.Parts?.map(({ PartNumber }) => PartNumber)).toEqual([1001, 1002, 1003, 1004, 1005]);
    expect(second).toMatchObject({ IsTruncated: false, MaxParts: 1000 });
    // As S3 does: the marker is told on the last page too, and an empty page says 0. Who follows it without looking
    // at IsTruncated begins again and never ends (aws-sdk-go-v2#1100, aws-sdk-rust#1143).
    expect(second.NextPartNumberMarker).toBe('1005');
    const past = await s3.client.send(
      new ListPartsCommand({ Bucket, Key: 'pages', UploadId: id, PartNumberMarker: '1005' }),
    );
    expect(past).toMatchObject({ IsTruncated: false, NextPartNumberMarker: '0' });
    const few = await s3.client.send(
      new ListPartsCommand({ Bucket, Key: 'pages', UploadId: id, MaxParts: 2 }),
    );
    expect(few.Parts?.map(({ PartNumber }) => PartNumber)).toEqual([1, 2]);
    await s3.client.send(new AbortMultipartUploadCommand({ Bucket, Key: 'pages', UploadId: id }));
    await expect(
      s3.client.send(new ListPartsCommand({ Bucket, Key: 'pages', UploadId: id })),
    ).rejects.toMatchObject({ name: 'NoSuchUpload' });
  });
});

describe('AbortMultipartUpload', () => {
  it('frees the parts, even of one still coming in', async () => {
    const id = await begin('aborted');
    await plainPart('aborted', id, 1, 'x'.repeat(1000));
    const { incompleteBytes, incompleteUploads } = s3.usage('files');
    const { request } = await import('node:http');
    const target = `${s3.url}/files/aborted?partNumber=2&uploadId=${id}`;
    const sent = request(presign({ method: 'PUT', url: target }, { now: s3.clock.now() }), {
      method: 'PUT',
      headers: { 'content-length': 6 },
    });
    const answered = new Promise<number | undefined>((resolve) => {
      sent.on('response', (response) => resolve(response.resume().statusCode));
    });
    sent.write('abc');
    await new Promise((resolve) => setTimeout(resolve, 50));
    await s3.client.send(new AbortMultipartUploadCommand({ Bucket, Key: 'aborted', UploadId: id }));
    sent.end('def');
    expect(await answered).toBe(404);
    expect(s3.usage('files')).toMatchObject({
      incompleteBytes: incompleteBytes - 1000,
      incompleteUploads: incompleteUploads - 1,
    });
  });
});

describe('conditional completion', () => {
  it('If-None-Match: * makes no object where one is', async () => {
    await s3.client.send(new PutObjectCommand({ Bucket, Key: 'taken', Body: 'x' }));
    const id = await begin('taken');
    const part = await plainPart('taken', id, 1, 'y');
    expect(await failure(complete('taken', id, [part], { IfNoneMatch: '*' }))).toMatch(
      /^PreconditionFailed: /,
    );
    await complete('taken', id, [part]);
  });

  it('repeated with If-None-Match: * it is still its own success', async () => {
    const id = await begin('free');
    const part = await plainPart('free', id, 1, 'y');
    const once = await complete('free', id, [part], { IfNoneMatch: '*' });
    const twice = await complete('free', id, [part], { IfNoneMatch: '*' });
    expect(twice.ETag).toBe(once.ETag);
  });
});

describe('ListMultipartUploads', () => {
  it('lists by key and time, page by page, and groups', async () => {
    const own = await runS3();
    const create = async (Key: string) =>
      (await own.client.send(new CreateMultipartUploadCommand({ Bucket, Key }))).UploadId ?? '';
    const ids = [await create('b/2'), await create('a'), await create('b/1'), await create('c')];
    const list = (more: object) =>
      own.client.send(new ListMultipartUploadsCommand({ Bucket, ...more })).then((listed) => ({
        keys: listed.Uploads?.map(({ Key }) => Key),
        prefixes: listed.CommonPrefixes?.map(({ Prefix }) => Prefix),
        next: listed.NextKeyMarker,
        nextId: listed.NextUploadIdMarker,
        more: listed.IsTruncated,
      }));
    expect((await list({})).keys).toEqual(['a', 'b/1', 'b/2', 'c']);
    expect((await list({ Prefix: 'b/' })).keys).toEqual(['b/1', 'b/2']);
    expect(await list({ Delimiter: '/' })).toMatchObject({ keys: ['a', 'c'], prefixes: ['b/'] });
    const page = await list({ MaxUploads: 2 });
    expect(page).toMatchObject({ keys: ['a', 'b/1'], next: 'b/1', nextId: ids[2], more: true });
    expect(await list({ KeyMarker: page.next, UploadIdMarker: page.nextId })).toMatchObject({
      keys: ['b/2', 'c'],
      more: false,
    });
    await own.stop();
  });
});

describe('the life cycle', () => {
  it('ends an upload at the midnight after its days, and says so before', async () => {
    const clock = virtualClock(Date.parse('2026-03-02T09:00:00.000Z'));
    const lifecycle = [{ id: 'old', abortIncompleteAfterDays: 7 }];
    const own = await runS3({ clock, buckets: [{ ...FILES, lifecycle }] });
    const created = await own.client.send(new CreateMultipartUploadCommand({ Bucket, Key: 'slow' }));
    expect(created).toMatchObject({
      AbortRuleId: 'old',
      AbortDate: new Date('2026-03-10T00:00:00.000Z'),
    });
    const uploads = async (at: string) => {
      await clock.advanceTo(Date.parse(at), async () => undefined);
      const url = `${own.url}/files?uploads=`;
      const { headers } = signHeaders({ method: 'GET', url }, sha256(''), { now: clock.now() });
      return /<Upload>/.test(await (await fetch(url, { headers })).text());
    };
    expect(await uploads('2026-03-09T23:59:59.000Z')).toBe(true);
    expect(await uploads('2026-03-10T00:00:00.000Z')).toBe(false);
    await own.stop();
  });
});
