import {
  GetBucketCorsCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketLocationCommand,
  GetBucketVersioningCommand,
  ListBucketsCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  paginateListObjectsV2,
} from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listKeys } from '#local/s3/listing.ts';
import { SortedKeys } from '#local/s3/store/sorted-keys.ts';
import { FILES, type RunningS3, refusalOf, runS3 } from './running-s3.ts';
import { sha256, signHeaders } from './signer.ts';

const Bucket = 'files';
const KEYS = ['a', 'b/1', 'b/2', 'b/c/3', 'd e+f&<g>.txt', 'z', '\u{ff5e}', '\u{1f600}'];

let s3: RunningS3;
beforeAll(async () => {
  s3 = await runS3({
    buckets: [
      { ...FILES, lifecycle: [{ id: 'old', prefix: 'sr/', abortIncompleteAfterDays: 7 }] },
      { name: 'bare', arn: 'arn:aws:s3:::bare', cors: [] },
    ],
  });
  for (const Key of [...KEYS].reverse()) {
    await s3.client.send(new PutObjectCommand({ Bucket, Key, Body: 'x', ChecksumAlgorithm: 'SHA256' }));
  }
});
afterAll(() => s3.stop());

const list = (more: object) =>
  s3.client.send(new ListObjectsV2Command({ Bucket, ...more })).then((listed) => ({
    keys: listed.Contents?.map(({ Key }) => Key),
    prefixes: listed.CommonPrefixes?.map(({ Prefix }) => Prefix),
    token: listed.NextContinuationToken,
    count: listed.KeyCount,
    more: listed.IsTruncated,
  }));

describe('ListObjectsV2', () => {
  it('lists by the bytes of the keys, with what is known of each object', async () => {
    expect((await list({})).keys).toEqual(KEYS);
    const { Contents } = await s3.client.send(
      new ListObjectsV2Command({ Bucket, Prefix: 'a', FetchOwner: true }),
    );
    expect(Contents).toMatchObject([
      {
        Key: 'a',
        Size: 1,
        ETag: '"9dd4e461268c8034f5c8564e155c67a6"',
        StorageClass: 'STANDARD',
        ChecksumAlgorithm: ['SHA256'],
        ChecksumType: 'FULL_OBJECT',
        Owner: { ID: '000000000000' },
      },
    ]);
  });

  it('groups by a delimiter, and goes on after a key', async () => {
    expect(await list({ Delimiter: '/' })).toMatchObject({ prefixes: ['b/'], count: 6 });
    expect(await list({ Prefix: 'b/', Delimiter: '/' })).toMatchObject({
      keys: ['b/1', 'b/2'],
      prefixes: ['b/c/'],
    });
    expect((await list({ StartAfter: 'b/2' })).keys).toEqual(KEYS.slice(3));
    expect(await list({ Prefix: 'nothing' })).toMatchObject({ keys: undefined, count: 0, more: false });
    expect(await list({ MaxKeys: 0 })).toMatchObject({ keys: undefined, more: false });
  });

  it('is paged, a group counting as one', async () => {
    const first = await list({ Delimiter: '/', MaxKeys: 2 });
    expect(first).toMatchObject({ keys: ['a'], prefixes: ['b/'], more: true });
    const second = await list({ Delimiter: '/', MaxKeys: 2, ContinuationToken: first.token });
    expect(second).toMatchObject({ keys: ['d e+f&<g>.txt', 'z'], prefixes: undefined, more: true });
    const all: (string | undefined)[] = [];
    for await (const page of paginateListObjectsV2({ client: s3.client, pageSize: 1 }, { Bucket })) {
      all.push(...(page.Contents ?? []).map(({ Key }) => Key));
    }
    expect(all).toEqual(KEYS);
    await expect(list({ ContinuationToken: 'made up' })).rejects.toMatchObject({ name: 'InvalidArgument' });
  });

  it('encodes keys for those who ask', async () => {
    const { Contents } = await s3.client.send(
      new ListObjectsV2Command({ Bucket, Prefix: 'd', EncodingType: 'url' }),
    );
    expect(Contents?.[0]?.Key).toBe('d+e%2Bf%26%3Cg%3E.txt');
  });
});

describe('ListObjects', () => {
  it('goes on after the marker', async () => {
    const listed = await s3.client.send(new ListObjectsCommand({ Bucket, MaxKeys: 2, Delimiter: '/' }));
    expect(listed).toMatchObject({ IsTruncated: true, NextMarker: 'b/' });
    const next = await s3.client.send(
      new ListObjectsCommand({ Bucket, Marker: listed.NextMarker, Delimiter: '/' }),
    );
    expect(next.Contents?.map(({ Key }) => Key)).toEqual(KEYS.slice(4));
    expect(next.IsTruncated).toBe(false);
  });
});

describe('a page of keys', () => {
  /** The listing as one would write it down: group, drop what is not after, cut. */
  function byHand(keys: string[], prefix: string, delimiter: string): string[] {
    const bytes = (key: string) => Buffer.from(key).toString('latin1');
    const items = [...keys]
      .sort((a, b) => (bytes(a) < bytes(b) ? -1 : 1))
      .filter((key) => key.startsWith(prefix))
      .map((key) => {
        const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
        return end === -1 ? key : key.slice(0, end + delimiter.length);
      });
    return [...new Set(items)];
  }

  it('after page gives each key and group once, in order', () => {
    const key = fc.string({
      unit: fc.constantFrom('a', 'b', '/', 'é', '\u{1f600}', '\u{ff5e}'),
      maxLength: 5,
    });
    fc.assert(
      fc.property(
        fc.uniqueArray(
          key.filter((it) => it !== ''),
          { maxLength: 12 },
        ),
        key,
        fc.constantFrom('', '/', 'b'),
        fc.integer({ min: 1, max: 4 }),
        (keys, prefix, delimiter, most) => {
          const sorted = new SortedKeys(keys);
          const found: string[] = [];
          let after = '';
          for (;;) {
            const page = listKeys(sorted, { prefix, delimiter, after, most });
            const bytes = (it: string) => Buffer.from(it).toString('latin1');
            found.push(
              ...[...page.keys, ...page.commonPrefixes].sort((a, b) => (bytes(a) < bytes(b) ? -1 : 1)),
            );
            if (page.next === undefined) break;
            after = page.next;
          }
          expect(found).toEqual(byHand(keys, prefix, delimiter));
        },
      ),
    );
  });

  it('knows keys as they come and go', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), fc.constantFrom('a', 'b', 'c', 'aa', 'é'))), (steps) => {
        const sorted = new SortedKeys();
        const expected = new Set<string>();
        for (const [adds, key] of steps) {
          if (adds) {
            sorted.add(key);
            expected.add(key);
          } else {
            sorted.delete(key);
            expected.delete(key);
          }
        }
        const { keys } = listKeys(sorted, { prefix: '', delimiter: '', after: '', most: 100 });
        expect(keys).toEqual([...expected].sort());
      }),
    );
  });
});

describe('a bucket', () => {
  it('is listed and tells its settings', async () => {
    const { Buckets } = await s3.client.send(new ListBucketsCommand({}));
    expect(Buckets?.map(({ Name }) => Name)).toEqual(['files', 'bare']);
    const location = await s3.client.send(new GetBucketLocationCommand({ Bucket }));
    expect(location.LocationConstraint).toBeUndefined();
    const versioning = await s3.client.send(new GetBucketVersioningCommand({ Bucket }));
    expect(versioning.Status).toBeUndefined();
    const { CORSRules } = await s3.client.send(new GetBucketCorsCommand({ Bucket }));
    expect(CORSRules).toEqual([
      {
        ID: 'portal',
        AllowedOrigins: ['https://desk.example.com'],
        AllowedMethods: ['PUT', 'GET'],
        AllowedHeaders: ['content-type', 'x-amz-*'],
        ExposeHeaders: ['ETag', 'x-amz-checksum-sha256'],
        MaxAgeSeconds: 600,
      },
    ]);
    const { Rules } = await s3.client.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
    expect(Rules).toEqual([
      {
        ID: 'old',
        Filter: { Prefix: 'sr/' },
        Status: 'Enabled',
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
      },
    ]);
    const bare = { Bucket: 'bare' };
    await expect(s3.client.send(new GetBucketCorsCommand(bare))).rejects.toMatchObject({
      name: 'NoSuchCORSConfiguration',
    });
    await expect(s3.client.send(new GetBucketLifecycleConfigurationCommand(bare))).rejects.toMatchObject({
      name: 'NoSuchLifecycleConfiguration',
    });
  });

  it.each([
    ['GET', 'files?acl=', 'GET bucket acl'],
    ['GET', 'files?versions=', 'GET bucket versions'],
    ['PUT', 'files', 'PUT bucket'],
    ['DELETE', 'files', 'DELETE bucket'],
    ['PUT', 'files?policy=', 'PUT bucket policy'],
    ['POST', 'files', 'POST bucket'],
    ['GET', 'files/a?torrent=', 'GET object torrent'],
    ['POST', 'files/a?select=&select-type=2', 'POST object select'],
    ['PATCH', 'files/a', 'PATCH object'],
  ])('%s /%s is not offered, and said so', async (method, path, what) => {
    const url = `${s3.url}/${path}`;
    const { headers } = signHeaders({ method, url }, sha256(''), { now: s3.clock.now() });
    expect(await refusalOf(await fetch(url, { method, headers }))).toMatchObject({
      status: 501,
      code: 'NotImplemented',
      message: `The local S3 does not offer ${what}`,
    });
  });

  it('must have a name that S3 would give', async () => {
    await expect(runS3({ buckets: [{ name: '../up', arn: 'x', cors: [] }] })).rejects.toThrow(
      '../up is no name of a bucket',
    );
  });
});
