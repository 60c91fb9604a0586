import { request } from 'node:http';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createActivity } from '#local/activity.ts';
import { type RunningS3, runS3 } from './running-s3.ts';
import { presign } from './signer.ts';

const activity = createActivity();
let s3: RunningS3;
beforeAll(async () => {
  s3 = await runS3({ silenceMs: 200, activity });
});
afterAll(() => s3.stop());

const signed = (method: string, key: string) =>
  presign({ method, url: `${s3.url}/files/${key}` }, { now: s3.clock.now() });

/** Resolves once the connection of the call is closed. */
function silentCall(method: string, key: string, bytes: Buffer | null): Promise<void> {
  return new Promise((resolve) => {
    const call = request(signed(method, key), {
      method,
      agent: false,
      headers: bytes === null ? {} : { 'content-length': String(bytes.length * 2) },
    });
    // An answer is never read.
    call.on('response', (response) => response.pause());
    call.on('error', () => {});
    call.on('close', resolve);
    if (bytes === null) call.end();
    else call.write(bytes);
  });
}

it('leaves a connection on which nothing moves any more, so that time can be moved', async () => {
  await s3.client.send(
    new PutObjectCommand({ Bucket: 'files', Key: 'large', Body: Buffer.alloc(20_000_000) }),
  );
  const closed = [silentCall('PUT', 'half', Buffer.alloc(100_000)), silentCall('GET', 'large', null)];
  while (activity.inFlight().length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
  expect([...activity.inFlight()].sort()).toEqual(['S3 GET /files/large', 'S3 PUT /files/half']);
  await activity.idle();
  expect(activity.inFlight()).toEqual([]);
  await closed[0];
});

it('keeps a connection between two requests for as long as its client does', async () => {
  const put = () => fetch(signed('PUT', 'small'), { method: 'PUT', body: 'x' });
  expect((await put()).status).toBe(200);
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect((await put()).status).toBe(200);
});
