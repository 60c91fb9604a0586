import { S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPolicies } from '#functions/io/policy-store.ts';
import { storeBytes } from '#functions/uploads/store-bytes.ts';
import type { FileDeps } from '#functions/uploads/upload-route.ts';
import { localTable } from '#local/demo/local-table.ts';
import type { Interpose } from '#local/interpose.ts';
import { GIB } from '#shared/uploads/limits.ts';
import { type Desk, startDesk } from '#test/support/desk.ts';
import { ANA, DANA, STANDARD_FORM } from '#test/support/journey-forms.ts';
import { digestOf, hashOf, someBytes, uploadCalls } from '#test/support/upload-calls.ts';

const BUCKET = 'files8e6940b8';
const LOG = someBytes(5000, 3);
const DANA_HERSELF = { kind: 'customer', email: DANA, name: 'Dana Fox' } as const;

let fault: { operation: string; times: number; what: ReturnType<NonNullable<Interpose['s3']>> } | undefined;
let desk: Desk;
let deps: FileDeps;
let close: () => void;
let drawn = 0;

beforeAll(async () => {
  desk = await startDesk({
    interpose: {
      s3({ operation }) {
        if (fault?.operation !== operation || fault.times-- <= 0) return undefined;
        return fault.what;
      },
    },
  });
  const table = localTable(desk.stack);
  const client = new S3Client({
    endpoint: desk.stack.s3.url,
    region: 'us-east-1',
    credentials: desk.stack.awsEndpoint,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  close = () => {
    client.destroy();
    table.close();
  };
  deps = {
    table,
    policies: openPolicies(table),
    bucket: { name: BUCKET, client },
    limits: { fileBytes: GIB, requestBytes: GIB, requestFiles: 1000, accountBytes: GIB },
    random: (count) => new Uint8Array(count).fill(++drawn),
  };
});
afterAll(async () => {
  close?.();
  await desk?.stop();
});

async function openRequest(): Promise<string> {
  const { number } = await desk.as('dana').file(STANDARD_FORM);
  await desk.as('rita').act(number, { action: 'assign', engineer: ANA });
  return number;
}

const attached = (number: string, bytes: Uint8Array = LOG) => ({
  number,
  name: 'night.log',
  bytes,
  by: DANA_HERSELF,
  at: desk.now(),
});
const facts = async (number: string) =>
  (await desk.as('rita').timeline(number))
    .map(({ fact }) => fact.type)
    .filter((type) => type.startsWith('File'));

describe('bytes that the server holds', () => {
  it('[WRK-6] become a verified file, as if they had been uploaded', async () => {
    const number = await openRequest();
    const id = await storeBytes(attached(number), deps);
    const calls = uploadCalls(desk.as('ana'));
    expect(await calls.view(id)).toMatchObject({
      name: 'night.log',
      size: 5000,
      parts: 1,
      state: 'verified',
      createdBy: 'Dana Fox',
      fingerprint: `sha256:${hashOf(LOG)}`,
      digest: await digestOf(LOG, { partSize: 16 * 1024 ** 2, parts: 1 }),
    });
    const { url } = await calls.download(id);
    expect(Buffer.from(await (await fetch(url)).arrayBuffer()).equals(LOG)).toBe(true);
    expect(await facts(number)).toEqual(['FileUploadStarted', 'FileUploaded', 'FileDownloaded']);
    expect(await desk.mails(number, 'file-received')).toMatchObject([{ to: ANA }]);
  });

  it('are stored once, however often it is tried, and even at the same moment', async () => {
    const number = await openRequest();
    const one = attached(number);
    const ids = await Promise.all([1, 2, 3].map(() => storeBytes(one, deps)));
    ids.push(await storeBytes(one, deps));
    expect(new Set(ids).size).toBe(1);
    await desk.stack.settle();
    expect(await facts(number)).toEqual(['FileUploadStarted', 'FileUploaded']);
  });

  it.each(['PutObject', 'HeadObject'])(
    'whose storing was cut off at %s is gone on with',
    async (operation) => {
      const number = await openRequest();
      const one = attached(number);
      fault = { operation, times: 1000, what: { kind: 'dropAnswer' } };
      await expect(storeBytes(one, deps)).rejects.toThrow();
      fault = undefined;
      const id = await storeBytes(one, deps);
      await desk.stack.settle();
      expect((await uploadCalls(desk.as('dana')).files(number)).map((file) => [file.id, file.state])).toEqual(
        [[id, 'verified']],
      );
      expect(await facts(number)).toEqual(['FileUploadStarted', 'FileUploaded']);
    },
  );

  it('whose storing was cut off for good are removed by the sweeper', async () => {
    const number = await openRequest();
    const before = desk.stack.s3.usage(BUCKET).objects;
    fault = { operation: 'PutObject', times: 3, what: { kind: 'dropAnswer' } };
    await expect(storeBytes(attached(number), deps)).rejects.toThrow();
    expect(desk.stack.s3.usage(BUCKET).objects).toBe(before + 1);
    await desk.pass('P7DT1H');
    await desk.pass('PT3H');
    expect((await uploadCalls(desk.as('dana')).files(number)).map(({ state }) => state)).toEqual(['aborted']);
    expect(desk.stack.s3.usage(BUCKET).objects).toBe(before);
  });

  it('may be none at all', async () => {
    const number = await openRequest();
    const id = await storeBytes(attached(number, new Uint8Array()), deps);
    expect(await uploadCalls(desk.as('dana')).view(id)).toMatchObject({ state: 'verified', size: 0 });
  });

  it('are refused where an upload would be: too many of them, no room, a closed request', async () => {
    const number = await openRequest();
    await expect(storeBytes(attached(number, new Uint8Array(10_000_001)), deps)).rejects.toThrow(RangeError);
    const narrow = { ...deps, limits: { ...deps.limits, requestBytes: 4999 } };
    await expect(storeBytes(attached(number), narrow)).rejects.toMatchObject({ name: 'RequestQuotaUsed' });
    await desk.as('dana').act(number, { action: 'close', reason: 'withdrawn', description: 'x' });
    await expect(storeBytes(attached(number), deps)).rejects.toMatchObject({ name: 'RequestClosed' });
  });
});
