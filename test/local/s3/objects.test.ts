import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  DeleteObjectTaggingCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { virtualClock } from '#local/clock.ts';
import { type RunningS3, refusalOf, runS3 } from './running-s3.ts';
import { presign } from './signer.ts';

let s3: RunningS3;
const Bucket = 'files';
const now = () => s3.clock.now();

beforeAll(async () => {
  s3 = await runS3({ clock: virtualClock(Math.floor(Date.now() / 1000) * 1000) });
});
afterAll(() => s3.stop());

const put = (Key: string, Body: string, more: object = {}) =>
  s3.client.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));

describe('PutObject and GetObject', () => {
  it('keep the bytes, headers, metadata and tags', async () => {
    const Metadata = { source: 'portal' };
    await put('a/ü b+c&d.txt', 'hello', {
      Metadata,
      ContentType: 'text/plain',
      ContentDisposition: 'attachment',
      CacheControl: 'no-store',
      Tagging: 'state=new&by=Dana%20D',
    });
    const got = await s3.client.send(new GetObjectCommand({ Bucket, Key: 'a/ü b+c&d.txt' }));
    expect(await got.Body?.transformToString()).toBe('hello');
    expect(got).toMatchObject({
      ETag: '"5d41402abc4b2a76b9719d911017c592"',
      ContentLength: 5,
      ContentType: 'text/plain',
      ContentDisposition: 'attachment',
      CacheControl: 'no-store',
      ServerSideEncryption: 'AES256',
      TagCount: 2,
      AcceptRanges: 'bytes',
      Metadata,
      LastModified: new Date(now()),
    });
    const { TagSet } = await s3.client.send(new GetObjectTaggingCommand({ Bucket, Key: 'a/ü b+c&d.txt' }));
    expect(TagSet).toEqual([
      { Key: 'state', Value: 'new' },
      { Key: 'by', Value: 'Dana D' },
    ]);
  });

  it('keep an object of no bytes', async () => {
    await put('empty', '');
    const got = await s3.client.send(new GetObjectCommand({ Bucket, Key: 'empty' }));
    expect(await got.Body?.transformToString()).toBe('');
    expect(got).toMatchObject({ ETag: '"d41d8cd98f00b204e9800998ecf8427e"', ContentLength: 0 });
  });

  it('tell how an object is encrypted, and make no MD5 of one under KMS', async () => {
    const kms = { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: 'key-1' } as const;
    expect(await put('kms', 'hello', kms)).toMatchObject(kms);
    const got = await s3.client.send(new HeadObjectCommand({ Bucket, Key: 'kms' }));
    expect(got).toMatchObject(kms);
    expect(got.ETag).toMatch(/^"[0-9a-f]{32}"$/);
    expect(got.ETag).not.toBe('"5d41402abc4b2a76b9719d911017c592"');
  });

  it('replace an object as a whole, and delete the bytes it had', async () => {
    await put('twice', 'first', { Metadata: { a: '1' } });
    const { bytes, objects } = s3.usage('files');
    await put('twice', 'second!');
    const got = await s3.client.send(new GetObjectCommand({ Bucket, Key: 'twice' }));
    expect([await got.Body?.transformToString(), got.Metadata]).toEqual(['second!', {}]);
    expect(s3.usage('files')).toMatchObject({ bytes: bytes + 2, objects });
  });

  it('refuse what they would have to ignore', async () => {
    await expect(put('x', 'x', { ACL: 'public-read' })).rejects.toMatchObject({
      name: 'AccessControlListNotSupported',
    });
    await expect(put('x', 'x', { StorageClass: 'CHEAP' })).rejects.toMatchObject({
      name: 'InvalidStorageClass',
    });
    await expect(put('x', 'x', { WebsiteRedirectLocation: '/y' })).rejects.toMatchObject({
      name: 'NotImplemented',
    });
    await expect(put('x', 'x', { Metadata: { big: 'x'.repeat(2100) } })).rejects.toMatchObject({
      name: 'MetadataTooLarge',
    });
    await expect(put('k'.repeat(1025), 'x')).rejects.toMatchObject({ name: 'KeyTooLongError' });
    await expect(put('x', 'x', { Tagging: 'a=1&a=2' })).rejects.toMatchObject({ name: 'InvalidTag' });
    await expect(put('x', 'x', { ServerSideEncryption: 'rot13' })).rejects.toMatchObject({
      name: 'InvalidEncryptionAlgorithmError',
    });
    await expect(put('x', 'x', { SSEKMSKeyId: 'key-1' })).rejects.toMatchObject({ name: 'InvalidArgument' });
  });
});

describe('conditional writes', () => {
  it('If-None-Match: * writes only where there is nothing', async () => {
    await put('once', 'first', { IfNoneMatch: '*' });
    await expect(put('once', 'second', { IfNoneMatch: '*' })).rejects.toMatchObject({
      name: 'PreconditionFailed',
      $metadata: { httpStatusCode: 412 },
    });
    const got = await s3.client.send(new GetObjectCommand({ Bucket, Key: 'once' }));
    expect(await got.Body?.transformToString()).toBe('first');
    await expect(put('once', 'x', { IfNoneMatch: '"abc"' })).rejects.toMatchObject({
      name: 'NotImplemented',
    });
  });

  it('of two at the same time, one writes', async () => {
    const results = await Promise.allSettled(
      ['one', 'two', 'three', 'four'].map((body) => put('race', body, { IfNoneMatch: '*' })),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('If-Match writes only over the version it names', async () => {
    const { ETag } = await put('versioned', 'first');
    await put('versioned', 'second', { IfMatch: ETag });
    await expect(put('versioned', 'third', { IfMatch: ETag })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
    await expect(put('not there', 'x', { IfMatch: ETag })).rejects.toMatchObject({ name: 'NoSuchKey' });
  });
});

describe('ranges', () => {
  const get = async (Range: string) => {
    const got = await s3.client.send(new GetObjectCommand({ Bucket, Key: 'digits', Range }));
    return [got.$metadata.httpStatusCode, got.ContentRange, await got.Body?.transformToString()];
  };
  beforeAll(() => put('digits', '0123456789'));

  it.each([
    ['bytes=2-4', 206, 'bytes 2-4/10', '234'],
    ['bytes=7-', 206, 'bytes 7-9/10', '789'],
    ['bytes=7-100', 206, 'bytes 7-9/10', '789'],
    ['bytes=-3', 206, 'bytes 7-9/10', '789'],
    ['bytes=-100', 206, 'bytes 0-9/10', '0123456789'],
    // What is no single range is no range at all.
    ['bytes=1-2,4-5', 200, undefined, '0123456789'],
    ['bytes=4-2', 200, undefined, '0123456789'],
    ['lines=1-2', 200, undefined, '0123456789'],
  ])('%s', async (range, status, contentRange, body) => {
    expect(await get(range)).toEqual([status, contentRange, body]);
  });

  it.each(['bytes=10-', 'bytes=10-20', 'bytes=-0'])('%s is past the end', async (range) => {
    await expect(get(range)).rejects.toMatchObject({
      name: 'InvalidRange',
      $metadata: { httpStatusCode: 416 },
    });
  });

  it('If-Range sends everything once the object is another', async () => {
    const url = presign({ method: 'GET', url: `${s3.url}/files/digits` }, { now: now() });
    const same = await fetch(url, {
      headers: { range: 'bytes=0-1', 'if-range': '"781e5e245d69b566979b86e28d23f2c7"' },
    });
    const other = await fetch(url, { headers: { range: 'bytes=0-1', 'if-range': '"abc"' } });
    expect([await same.text(), await other.text()]).toEqual(['01', '0123456789']);
  });
});

describe('conditional reads', () => {
  const get = (headers: Record<string, string>) =>
    fetch(presign({ method: 'GET', url: `${s3.url}/files/read` }, { now: now() }), { headers });
  const earlier = () => new Date(now() - 60_000).toUTCString();
  const later = () => new Date(now() + 60_000).toUTCString();
  beforeAll(() => put('read', 'hello'));
  const etag = '"5d41402abc4b2a76b9719d911017c592"';

  it.each<[string, () => Record<string, string>, number]>([
    ['If-Match with its ETag', () => ({ 'if-match': etag }), 200],
    ['If-Match with another', () => ({ 'if-match': '"x"' }), 412],
    ['If-None-Match with its ETag', () => ({ 'if-none-match': `"x", W/${etag}` }), 304],
    ['If-None-Match with another', () => ({ 'if-none-match': '"x"' }), 200],
    ['If-Modified-Since before', () => ({ 'if-modified-since': earlier() }), 200],
    ['If-Modified-Since after', () => ({ 'if-modified-since': later() }), 304],
    ['If-Unmodified-Since before', () => ({ 'if-unmodified-since': earlier() }), 412],
    ['If-Unmodified-Since after', () => ({ 'if-unmodified-since': later() }), 200],
    [
      'If-Match over If-Unmodified-Since',
      () => ({ 'if-match': etag, 'if-unmodified-since': earlier() }),
      200,
    ],
    [
      'If-None-Match over If-Modified-Since',
      () => ({ 'if-none-match': '"x"', 'if-modified-since': later() }),
      200,
    ],
  ])('%s', async (_name, headers, status) => {
    const response = await get(headers());
    expect(response.status).toBe(status);
    if (status === 304) expect([response.headers.get('etag'), await response.text()]).toEqual([etag, '']);
    if (status === 412) expect(await refusalOf(response)).toMatchObject({ code: 'PreconditionFailed' });
  });
});

describe('a download URL', () => {
  it('chooses the headers of its answer, which nobody can change afterwards', async () => {
    await put('bundle', 'hello');
    const query =
      'response-content-disposition=attachment%3B%20filename%3D%22b.tgz%22&response-content-type=application%2Foctet-stream';
    const url = presign({ method: 'GET', url: `${s3.url}/files/bundle?${query}` }, { now: now() });
    const response = await fetch(url);
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="b.tgz"');
    expect(response.headers.get('content-type')).toBe('application/octet-stream');
    const changed = await fetch(url.replace('b.tgz', 'evil.exe'));
    expect(await refusalOf(changed)).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' });
    const added = await fetch(`${url}&response-expires=x`);
    expect(await refusalOf(added)).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' });
    const line = 'response-content-disposition=a%0D%0Ax-evil%3A1';
    const split = await fetch(
      presign({ method: 'GET', url: `${s3.url}/files/bundle?${line}` }, { now: now() }),
    );
    expect(await refusalOf(split)).toMatchObject({ status: 400, code: 'InvalidArgument' });
  });

  it('reads an object to its end though it is replaced and deleted meanwhile', async () => {
    await put('long', 'x'.repeat(8_000_000));
    const response = await fetch(presign({ method: 'GET', url: `${s3.url}/files/long` }, { now: now() }));
    await put('long', 'short');
    await s3.client.send(new DeleteObjectCommand({ Bucket, Key: 'long' }));
    expect((await response.text()).length).toBe(8_000_000);
  });
});

describe('what is not there', () => {
  it('GetObject and HeadObject say so', async () => {
    await expect(s3.client.send(new GetObjectCommand({ Bucket, Key: 'nothing' }))).rejects.toMatchObject({
      name: 'NoSuchKey',
    });
    await expect(s3.client.send(new HeadObjectCommand({ Bucket, Key: 'nothing' }))).rejects.toMatchObject({
      name: 'NotFound',
    });
    await expect(
      s3.client.send(new GetObjectCommand({ Bucket: 'others', Key: 'nothing' })),
    ).rejects.toMatchObject({ name: 'NoSuchBucket' });
  });

  it('a version other than null is none', async () => {
    await put('unversioned', 'hello');
    const get = (VersionId: string) =>
      s3.client.send(new GetObjectCommand({ Bucket, Key: 'unversioned', VersionId }));
    expect(await (await get('null')).Body?.transformToString()).toBe('hello');
    await expect(get('v1')).rejects.toMatchObject({ name: 'InvalidArgument' });
  });
});

describe('deleting', () => {
  it('one object, whether it is there or not', async () => {
    await put('gone', 'x');
    for (let time = 0; time < 2; time += 1) {
      const { $metadata } = await s3.client.send(new DeleteObjectCommand({ Bucket, Key: 'gone' }));
      expect($metadata.httpStatusCode).toBe(204);
    }
    await expect(s3.client.send(new HeadObjectCommand({ Bucket, Key: 'gone' }))).rejects.toMatchObject({
      name: 'NotFound',
    });
  });

  it('many at once', async () => {
    await put('many/1', 'x');
    await put('many/<2>', 'x');
    const Objects = [{ Key: 'many/1' }, { Key: 'many/<2>' }, { Key: 'many/none' }];
    const { Deleted, Errors } = await s3.client.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects } }),
    );
    expect([Deleted, Errors]).toEqual([Objects, undefined]);
    const quiet = await s3.client.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }),
    );
    expect(quiet.Deleted).toBeUndefined();
  });
});

describe('tags', () => {
  it('are replaced and deleted as a set', async () => {
    await put('tagged', 'x', { Tagging: 'a=1' });
    const TagSet = [{ Key: 'scan', Value: 'clean & <safe>' }];
    await s3.client.send(new PutObjectTaggingCommand({ Bucket, Key: 'tagged', Tagging: { TagSet } }));
    const got = await s3.client.send(new GetObjectTaggingCommand({ Bucket, Key: 'tagged' }));
    expect(got.TagSet).toEqual(TagSet);
    await s3.client.send(new DeleteObjectTaggingCommand({ Bucket, Key: 'tagged' }));
    const none = await s3.client.send(new GetObjectTaggingCommand({ Bucket, Key: 'tagged' }));
    expect(none.TagSet).toEqual([]);
  });

  it('are at most ten, each key once', async () => {
    await put('tagged too', 'x');
    const tag = (TagSet: { Key: string; Value: string }[]) =>
      s3.client.send(new PutObjectTaggingCommand({ Bucket, Key: 'tagged too', Tagging: { TagSet } }));
    const eleven = Array.from({ length: 11 }, (_, n) => ({ Key: `k${n}`, Value: '' }));
    await expect(tag(eleven)).rejects.toMatchObject({ name: 'BadRequest' });
    await expect(
      tag([
        { Key: 'a', Value: '1' },
        { Key: 'a', Value: '2' },
      ]),
    ).rejects.toMatchObject({ name: 'InvalidTag' });
  });
});

describe('GetObjectAttributes', () => {
  it('tells what is asked for', async () => {
    await put('attributed', 'hello', { ChecksumAlgorithm: 'SHA256' });
    const got = await s3.client.send(
      new GetObjectAttributesCommand({
        Bucket,
        Key: 'attributed',
        ObjectAttributes: ['ETag', 'Checksum', 'ObjectSize', 'ObjectParts'],
      }),
    );
    expect(got).toMatchObject({
      ETag: '5d41402abc4b2a76b9719d911017c592',
      ObjectSize: 5,
      Checksum: {
        ChecksumSHA256: 'LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=',
        ChecksumType: 'FULL_OBJECT',
      },
    });
    expect([got.StorageClass, got.ObjectParts]).toEqual([undefined, undefined]);
  });
});
