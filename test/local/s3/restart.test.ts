import { createHash } from 'node:crypto';
import { appendFileSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import path from 'node:path';
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { BucketStore } from '#local/s3/store/bucket-store.ts';
import type { StoredPart } from '#local/s3/store/stored.ts';
import { temporaryFolder } from '../template/assembly.ts';
import { startChild } from './child-s3.ts';
import { runS3 } from './running-s3.ts';
import { ACCESS_KEY, presign, SECRET } from './signer.ts';

const Bucket = 'files';
const MIB = 1024 * 1024;

const clientOf = (url: string) =>
  new S3Client({
    endpoint: url,
    region: 'us-east-1',
    maxAttempts: 1,
    credentials: { accessKeyId: ACCESS_KEY, secretAccessKey: SECRET },
  });

const files = (dataDir: string, kind: string) => readdirSync(path.join(dataDir, 'files', kind));

describe('a restart', () => {
  it('in the middle of an upload loses nothing', async () => {
    const dataDir = temporaryFolder();
    const first = await runS3({ dataDir });
    await first.client.send(
      new PutObjectCommand({ Bucket, Key: 'kept', Body: 'hello', Tagging: 'a=1', ContentType: 'text/plain' }),
    );
    const { UploadId } = await first.client.send(
      new CreateMultipartUploadCommand({ Bucket, Key: 'bundle', ChecksumAlgorithm: 'SHA256' }),
    );
    const part = (PartNumber: number, Body: Buffer, client = first.client) =>
      client.send(
        new UploadPartCommand({
          Bucket,
          Key: 'bundle',
          UploadId,
          PartNumber,
          Body,
          ChecksumAlgorithm: 'SHA256',
        }),
      );
    await part(1, Buffer.alloc(5 * MIB, 'x'));
    await part(1, Buffer.alloc(5 * MIB, 'a'));
    await first.stop();

    const second = await runS3({ dataDir });
    const kept = await second.client.send(new GetObjectCommand({ Bucket, Key: 'kept' }));
    expect(await kept.Body?.transformToString()).toBe('hello');
    expect(kept).toMatchObject({ ContentType: 'text/plain', TagCount: 1 });
    await part(2, Buffer.from('b'), second.client);
    const { Parts = [] } = await second.client.send(
      new ListPartsCommand({ Bucket, Key: 'bundle', UploadId }),
    );
    expect(Parts.map(({ Size }) => Size)).toEqual([5 * MIB, 1]);
    const completion = new CompleteMultipartUploadCommand({
      Bucket,
      Key: 'bundle',
      UploadId,
      MultipartUpload: {
        Parts: Parts.map(({ PartNumber, ETag, ChecksumSHA256 }) => ({ PartNumber, ETag, ChecksumSHA256 })),
      },
    });
    const done = await second.client.send(completion);
    await second.stop();

    const third = await runS3({ dataDir });
    // The answer to a completion outlives the process that gave it.
    expect((await third.client.send(completion)).ETag).toBe(done.ETag);
    const got = await third.client.send(new GetObjectCommand({ Bucket, Key: 'bundle' }));
    const bytes = Buffer.from((await got.Body?.transformToByteArray()) ?? []);
    expect(bytes.equals(Buffer.concat([Buffer.alloc(5 * MIB, 'a'), Buffer.from('b')]))).toBe(true);
    expect(third.usage('files')).toEqual({
      objects: 2,
      bytes: 5 * MIB + 6,
      incompleteUploads: 0,
      incompleteBytes: 0,
    });
    // One file per part and object: nothing was copied, and nothing is left over.
    expect(files(dataDir, 'data')).toHaveLength(3);
    await third.stop();
  });
});

describe('a kill at any moment', () => {
  it('leaves what was answered, and nothing of what was not', async () => {
    const dataDir = temporaryFolder();
    const first = await startChild(dataDir);
    const client = clientOf(first.url);
    const { UploadId = '' } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key: 'bundle' }));
    const send = (url: string, target: string, size: number, sent: number) =>
      new Promise<string>((resolve) => {
        const put = request(presign({ method: 'PUT', url: `${url}/files/${target}` }), {
          method: 'PUT',
          headers: { 'content-length': size },
        });
        put.on('error', () => resolve('cut'));
        put.on('response', (response) => resolve(response.resume().headers.etag ?? 'refused'));
        put.write(Buffer.alloc(sent, 'a'));
        if (sent === size) put.end();
      });
    const answered = await send(first.url, `bundle?partNumber=1&uploadId=${UploadId}`, 5 * MIB, 5 * MIB);
    expect(answered).toBe(
      `"${createHash('md5')
        .update(Buffer.alloc(5 * MIB, 'a'))
        .digest('hex')}"`,
    );
    // Under way when the process is killed: a part, the same part again, and an object over another.
    await client.send(new PutObjectCommand({ Bucket, Key: 'object', Body: 'before' }));
    const underWay = [
      send(first.url, `bundle?partNumber=2&uploadId=${UploadId}`, 9 * MIB, 4 * MIB),
      send(first.url, `bundle?partNumber=1&uploadId=${UploadId}`, 9 * MIB, 8 * MIB),
      send(first.url, 'object', 3 * MIB, 2 * MIB),
    ];
    while (files(dataDir, 'data').length < 5) await new Promise((resolve) => setTimeout(resolve, 5));
    await first.kill();
    expect(await Promise.all(underWay)).toEqual(['cut', 'cut', 'cut']);
    client.destroy();

    const second = await startChild(dataDir);
    const again = clientOf(second.url);
    const { Parts } = await again.send(new ListPartsCommand({ Bucket, Key: 'bundle', UploadId }));
    expect(Parts).toMatchObject([{ PartNumber: 1, Size: 5 * MIB, ETag: answered }]);
    const object = await again.send(new GetObjectCommand({ Bucket, Key: 'object' }));
    expect(await object.Body?.transformToString()).toBe('before');
    // What the killed process was writing is gone from the disk.
    expect(files(dataDir, 'data')).toHaveLength(2);
    await second.kill();
    again.destroy();
  });

  it('in the middle of many completions, each is done or not begun', async () => {
    const dataDir = temporaryFolder();
    const first = await startChild(dataDir);
    const client = clientOf(first.url);
    const uploads = await Promise.all(
      Array.from({ length: 40 }, async (_, n) => {
        const Key = `upload-${n}`;
        const { UploadId = '' } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key }));
        const target = `${first.url}/files/${Key}?partNumber=1&uploadId=${UploadId}`;
        const part = await fetch(presign({ method: 'PUT', url: target }), { method: 'PUT', body: Key });
        return { Key, UploadId, ETag: part.headers.get('etag') ?? '' };
      }),
    );
    const complete = (by: S3Client, { Key, UploadId, ETag }: (typeof uploads)[number]) =>
      by.send(
        new CompleteMultipartUploadCommand({
          Bucket,
          Key,
          UploadId,
          MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] },
        }),
      );
    let answers = 0;
    const running = uploads.map((upload) =>
      complete(client, upload).then(
        () => {
          answers += 1;
          return true;
        },
        () => false,
      ),
    );
    while (answers < 5) await new Promise((resolve) => setImmediate(resolve));
    await first.kill();
    const answered = await Promise.all(running);
    client.destroy();

    const second = await startChild(dataDir);
    const again = clientOf(second.url);
    for (const [n, upload] of uploads.entries()) {
      const there = await again.send(new HeadObjectCommand({ Bucket, Key: upload.Key })).then(
        () => true,
        () => false,
      );
      if (answered[n]) expect(there).toBe(true);
      // Whether it was done or not: asking again completes it.
      await complete(again, upload);
      const got = await again.send(new GetObjectCommand({ Bucket, Key: upload.Key }));
      expect(await got.Body?.transformToString()).toBe(upload.Key);
    }
    const { Uploads } = await again.send(new ListMultipartUploadsCommand({ Bucket }));
    expect(Uploads).toBeUndefined();
    expect(files(dataDir, 'uploads')).toEqual([]);
    await second.kill();
    again.destroy();
  });
});

describe('what a kill leaves on the disk', () => {
  const attributes = {
    headers: {},
    metadata: {},
    storageClass: 'STANDARD',
    encryption: { algorithm: 'AES256' as const },
    tags: [],
  };
  const upload = (uploadId: string, key: string) => ({
    uploadId,
    key,
    initiatedMs: 0,
    initiator: 'me',
    attributes,
  });
  const part = (number: number, file: string): StoredPart => ({
    number,
    file,
    size: 1,
    etag: 'abc',
    lastModifiedMs: 0,
  });

  async function store(folder: string): Promise<{ store: BucketStore; file: string }> {
    const opened = new BucketStore(folder, 0);
    const data = await opened.data.create();
    data.write(Buffer.from('x'));
    await data.end();
    return { store: opened, file: data.file };
  }

  it('half a line of a journal is dropped, and later lines are good', async () => {
    const folder = temporaryFolder();
    const first = await store(folder);
    first.store.begin(upload('one', 'a'));
    await first.store.putPart('one', part(1, first.file));
    const journal = path.join(folder, 'uploads', 'one.jsonl');
    const whole = readFileSync(journal, 'utf8');
    appendFileSync(journal, whole.slice(0, 30));
    const second = new BucketStore(folder, 0);
    expect([...(second.upload('one')?.parts.keys() ?? [])]).toEqual([1]);
    await second.putPart('one', part(2, first.file));
    expect([...(new BucketStore(folder, 0).upload('one')?.parts.keys() ?? [])]).toEqual([1, 2]);
    // An upload whose first line never came to be was never answered.
    truncateSync(journal, 20);
    expect(new BucketStore(folder, 0).upload('one')).toBeUndefined();
  });

  it('a completion that was recorded is finished at the next start', async () => {
    const folder = temporaryFolder();
    const { store: first, file } = await store(folder);
    first.begin(upload('one', 'a'));
    await first.putPart('one', part(1, file));
    const journal = path.join(folder, 'uploads', 'one.jsonl');
    const before = readFileSync(journal);
    const object = {
      key: 'a',
      size: 1,
      etag: 'abc-1',
      lastModifiedMs: 0,
      attributes,
      parts: [part(1, file)],
      uploadId: 'one',
    };
    await first.complete(object, 0);
    // As if the process had been killed right after the object's record.
    writeFileSync(journal, before);
    const second = new BucketStore(folder, 0);
    expect(second.upload('one')).toBeUndefined();
    expect(second.finished('one')?.completed?.etag).toBe('abc-1');
    expect(second.objects.get('a')?.size).toBe(1);
    expect(readdirSync(path.join(folder, 'data'))).toEqual([file]);
  });

  it('a record that is half written is not the record', async () => {
    const folder = temporaryFolder();
    const { store: first, file } = await store(folder);
    await first.putObject({
      key: 'a',
      size: 1,
      etag: 'abc',
      lastModifiedMs: 0,
      attributes,
      parts: [part(1, file)],
    });
    const [record = ''] = readdirSync(path.join(folder, 'objects'));
    writeFileSync(path.join(folder, 'objects', `${record}.new`), '{"key":');
    expect(new BucketStore(folder, 0).objects.get('a')?.etag).toBe('abc');
    writeFileSync(path.join(folder, 'objects', record), '{"key":1}');
    expect(() => new BucketStore(folder, 0)).toThrow('delete the local state folder to begin anew');
  });

  it('finished uploads are forgotten after a day', async () => {
    const folder = temporaryFolder();
    const { store: first } = await store(folder);
    first.begin(upload('one', 'a'));
    await first.abort('one', 0);
    expect(new BucketStore(folder, 86_399_999).finished('one')).toBeDefined();
    expect(new BucketStore(folder, 86_400_000).finished('one')).toBeUndefined();
  });
});
