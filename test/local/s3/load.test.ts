import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, rmSync, statSync } from 'node:fs';
import { request } from 'node:http';
import path from 'node:path';
import { GetObjectCommand, HeadObjectCommand, ListPartsCommand, type Part } from '@aws-sdk/client-s3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { BucketStore } from '#local/s3/store/bucket-store.ts';
import { temporaryFolder } from '../template/assembly.ts';
import { startChild } from './child-s3.ts';
import { type RunningS3, runS3 } from './running-s3.ts';
import { presign, sha256, signHeaders } from './signer.ts';

const Bucket = 'files';
const MIB = 1024 * 1024;

/** A folder that is too big to be left behind. */
function deletedFolder(): string {
  const folder = temporaryFolder();
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Sends a piece again and again, as fast as it is taken. */
function send(url: string, key: string, piece: Buffer, times: number, headers: Record<string, string>) {
  const signed = { ...headers, 'content-length': String(piece.length * times) };
  const target = presign({ method: 'PUT', url: `${url}/files/${key}`, headers: signed });
  return new Promise<number | undefined>((resolve, reject) => {
    const put = request(target, { method: 'PUT', headers: signed });
    put.on('error', reject);
    put.on('response', (response) => resolve(response.resume().statusCode));
    let sent = 0;
    const go = (): void => {
      while (sent < times) {
        sent += 1;
        if (!put.write(piece)) {
          put.once('drain', go);
          return;
        }
      }
      put.end();
    };
    go();
  });
}

describe('receiving', () => {
  it('1 GiB takes less than 100 MB of memory, and two at once no more', async () => {
    const s3 = await startChild(deletedFolder(), 'kms');
    const piece = Buffer.concat([randomBytes(MIB / 2), Buffer.alloc(MIB / 2)]);
    const half = createHash('sha256');
    for (let n = 0; n < 512; n += 1) half.update(piece);
    const headers = { 'x-amz-checksum-sha256': half.digest('base64') };
    await send(s3.url, 'warm', piece, 4, {});
    const before = await s3.usage();
    const begun = performance.now();
    const statuses = await Promise.all([
      send(s3.url, 'one', piece, 512, headers),
      send(s3.url, 'two', piece, 512, headers),
    ]);
    const seconds = (performance.now() - begun) / 1000;
    const after = await s3.usage();
    await s3.kill();
    expect(statuses).toEqual([200, 200]);
    const grown = (after.maxRss - before.maxRss) / 1e6;
    console.log(
      `1 GiB in ${seconds.toFixed(2)} s, ${(after.cpu - before.cpu).toFixed(2)} s of processor time, ${grown.toFixed(0)} MB more memory`,
    );
    expect(grown).toBeLessThan(100);
  });

  it('zeros takes next to no disk', async () => {
    const dataDir = deletedFolder();
    const s3 = await runS3({ dataDir });
    const ends = Buffer.alloc(MIB);
    ends.write('start');
    ends.write('end', MIB - 3);
    expect(await send(s3.url, 'sparse', Buffer.alloc(MIB), 256, {})).toBe(200);
    expect(await send(s3.url, 'ends', ends, 1, {})).toBe(200);
    const { ContentLength } = await s3.client.send(new HeadObjectCommand({ Bucket, Key: 'sparse' }));
    expect(ContentLength).toBe(256 * MIB);
    const file = new BucketStore(path.join(dataDir, 'files'), 0).objects.get('sparse')?.parts[0]?.file ?? '';
    const { size, blocks } = statSync(path.join(dataDir, 'files', 'data', file));
    expect(size).toBe(256 * MIB);
    expect(blocks * 512).toBeLessThan(MIB / 4);
    const zeros = await s3.client.send(
      new GetObjectCommand({ Bucket, Key: 'sparse', Range: 'bytes=1000000-1000009' }),
    );
    expect(Buffer.from((await zeros.Body?.transformToByteArray()) ?? [])).toEqual(Buffer.alloc(10));
    const got = await s3.client.send(new GetObjectCommand({ Bucket, Key: 'ends' }));
    expect(ends.equals(Buffer.from((await got.Body?.transformToByteArray()) ?? []))).toBe(true);
    await s3.stop();
  });
});

describe('completing', () => {
  it('2,000 parts takes less than 100 ms, and no further disk', async () => {
    const dataDir = deletedFolder();
    const folder = path.join(dataDir, 'files');
    const store = new BucketStore(folder, 0);
    for (const key of ['first', 'second', 'third']) await fill(store, key);
    const s3 = await runS3({ dataDir });
    const took: { ms: number; cpuMs: number }[] = [];
    for (const Key of ['first', 'second', 'third']) {
      const body = completionOf(await listAll(s3, Key));
      const url = `${s3.url}/files/${Key}?uploadId=${Key}`;
      const { headers } = signHeaders({ method: 'POST', url }, sha256(body), { now: s3.clock.now() });
      const [begun, cpu] = [performance.now(), process.cpuUsage()];
      const response = await fetch(url, { method: 'POST', headers, body });
      const answer = await response.text();
      const { user, system } = process.cpuUsage(cpu);
      took.push({ ms: performance.now() - begun, cpuMs: (user + system) / 1000 });
      expect(answer).toMatch(/<ETag>&quot;[0-9a-f]{32}-2000&quot;<\/ETag>/);
      const head = await s3.client.send(new HeadObjectCommand({ Bucket, Key }));
      expect(head.ContentLength).toBe(2000 * 5 * MIB);
    }
    await s3.stop();
    expect(readdirSync(path.join(folder, 'data'))).toHaveLength(6000);
    const told = took.map(
      ({ ms, cpuMs }) => `${ms.toFixed(0)} ms (${cpuMs.toFixed(0)} ms of processor time)`,
    );
    console.log(`Completed 2,000 parts in ${told.join(', ')}`);
    // In processor time, the client's share included: what other tests do meanwhile is no part of it.
    expect(Math.min(...took.map(({ cpuMs }) => cpuMs))).toBeLessThan(100);
  });
});

/** An upload of 2,000 parts of 5 MiB, each a file of its own, as if they had come in one by one. */
async function fill(store: BucketStore, key: string): Promise<void> {
  store.begin({
    uploadId: key,
    key,
    initiatedMs: Date.now(),
    initiator: 'me',
    attributes: {
      headers: {},
      metadata: {},
      storageClass: 'STANDARD',
      encryption: { algorithm: 'AES256' },
      tags: [],
    },
    checksum: { algorithm: 'SHA256', type: 'COMPOSITE' },
  });
  const zeros = Buffer.alloc(5 * MIB);
  const etag = createHash('md5').update(zeros).digest('hex');
  const checksum = createHash('sha256').update(zeros).digest('base64');
  for (let number = 1; number <= 2000; number += 1) {
    const data = await store.data.create();
    data.write(zeros);
    await data.end();
    const part = { number, file: data.file, size: zeros.length, etag, checksum, lastModifiedMs: 0 };
    await store.putPart(key, part);
  }
}

async function listAll(s3: RunningS3, Key: string): Promise<Part[]> {
  const parts: Part[] = [];
  let PartNumberMarker: string | undefined;
  for (let more = true; more; ) {
    const page = await s3.client.send(new ListPartsCommand({ Bucket, Key, UploadId: Key, PartNumberMarker }));
    parts.push(...(page.Parts ?? []));
    more = page.IsTruncated ?? false;
    PartNumberMarker = page.NextPartNumberMarker;
  }
  expect(parts).toHaveLength(2000);
  return parts;
}

function completionOf(parts: readonly Part[]): string {
  const list = parts.map(
    ({ PartNumber, ETag, ChecksumSHA256 }) =>
      `<Part><ETag>${ETag}</ETag><ChecksumSHA256>${ChecksumSHA256}</ChecksumSHA256><PartNumber>${PartNumber}</PartNumber></Part>`,
  );
  return `<CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${list.join('')}</CompleteMultipartUpload>`;
}
