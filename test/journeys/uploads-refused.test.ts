import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { localTable } from '#local/demo/local-table.ts';
import type { SignedPart, UploadView } from '#shared/schema/upload.ts';
import { type Desk, startDesk } from '#test/support/desk.ts';
import { STANDARD_FORM } from '#test/support/journey-forms.ts';
import {
  cut,
  described,
  digestOf,
  hashOf,
  put,
  refusals,
  someBytes,
  uploadCalls,
} from '#test/support/upload-calls.ts';

const MIB = 1024 ** 2;
const BYTES = someBytes(16 * MIB + 12_345);
const SMALL = someBytes(1000, 7);

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk?.stop());

const as = (person: string) => uploadCalls(desk.as(person));
const openRequest = async () => (await desk.as('dana').file(STANDARD_FORM)).number;

/** A small upload with its only part signed. */
async function signedPart(): Promise<{
  view: UploadView;
  part: ReturnType<typeof cut>[number];
  signed: SignedPart;
}> {
  const view = await as('dana').begin(await openRequest(), described(SMALL));
  const [part] = cut(SMALL, view);
  const [signed] = part ? await as('dana').sign(view.id, [part]) : [];
  if (!part || !signed) throw new Error('A file of 1000 bytes has a part.');
  return { view, part, signed };
}

/** Status and code of what S3 answered. */
async function outcome(answer: Response): Promise<string> {
  return `${answer.status} ${/<Code>(\w+)</.exec(await answer.text())?.[1] ?? ''}`.trim();
}

describe('a signed URL', () => {
  it('[WRK-6] takes the bytes that were announced, and is told which they are by a header', async () => {
    const { view, part, signed } = await signedPart();
    expect(signed).toMatchObject({
      n: 1,
      headers: { 'x-amz-checksum-sha256': Buffer.from(part.sha256, 'hex').toString('base64') },
      expiresAt: '2026-03-02T15:00:00.000Z',
    });
    expect(new URL(signed.url).searchParams.get('X-Amz-SignedHeaders')).toBe(
      'content-length;host;x-amz-checksum-sha256',
    );
    expect(await outcome(await put(signed, SMALL))).toBe('200');
    // The same again replaces it by itself: a client that lost the answer may repeat it.
    expect(await outcome(await put(signed, SMALL))).toBe('200');
    expect(await as('dana').parts(view.id)).toEqual([{ n: 1, size: 1000, sha256: part.sha256 }]);
  });

  it('[WRK-6] takes no other bytes, no other size, no other hash and no other part', async () => {
    const { view, signed } = await signedPart();
    const other = someBytes(1000, 8);
    const otherHash = { 'x-amz-checksum-sha256': Buffer.from(hashOf(other), 'hex').toString('base64') };
    expect(await outcome(await put(signed, other))).toBe('400 BadDigest');
    expect(await outcome(await put(signed, SMALL.subarray(0, 999)))).toBe('403 SignatureDoesNotMatch');
    expect(await outcome(await put({ ...signed, headers: otherHash }, other))).toBe(
      '403 SignatureDoesNotMatch',
    );
    expect((await put({ ...signed, headers: {} }, SMALL)).status).toBe(403);
    const second = { ...signed, url: signed.url.replace('partNumber=1', 'partNumber=2') };
    expect(await outcome(await put(second, SMALL))).toBe('403 SignatureDoesNotMatch');
    expect(await as('dana').parts(view.id)).toEqual([]);
  });

  it('[WRK-6] expires after an hour; another one is signed for the asking', async () => {
    const { view, part, signed } = await signedPart();
    await desk.pass('PT59M');
    expect(await outcome(await put(signed, SMALL))).toBe('200');
    await desk.pass('PT2M');
    expect(await outcome(await put(signed, SMALL))).toBe('403 AccessDenied');
    const [again] = await as('dana').sign(view.id, [part]);
    if (!again) throw new Error('The part was not signed again.');
    expect(await outcome(await put(again, SMALL))).toBe('200');
  });

  it('of a download expires after five minutes', async () => {
    const { id } = await as('dana').upload(await openRequest(), SMALL);
    await desk.stack.settle();
    const { url } = await as('dana').download(id);
    expect((await fetch(url)).status).toBe(200);
    await desk.pass('PT5M');
    expect((await fetch(url)).status).toBe(403);
  });

  it('is no longer any good once the upload is aborted or complete', async () => {
    const { view, signed } = await signedPart();
    await as('dana').abort(view.id);
    expect(await outcome(await put(signed, SMALL))).toBe('404 NoSuchUpload');
    const complete = await signedPart();
    await put(complete.signed, SMALL);
    await as('dana').complete(complete.view.id, await digestOf(SMALL, complete.view));
    await desk.stack.settle();
    expect(await outcome(await put(complete.signed, SMALL))).toBe('404 NoSuchUpload');
    expect(await as('dana').view(complete.view.id)).toMatchObject({ state: 'verified' });
  });
});

describe('what the desk does not sign', () => {
  it('parts that the file does not have', async () => {
    const { view } = await signedPart();
    const sign = (n: number) => as('dana').sign(view.id, [{ n, sha256: hashOf(SMALL) }]);
    await expect(sign(2)).rejects.toMatchObject({
      status: 422,
      code: 'NoSuchPart',
      detail: expect.stringContaining('There is no part 2; the file has 1 part.'),
    });
    await expect(sign(0)).rejects.toMatchObject({ status: 400, code: 'InvalidRequest' });
    await expect(sign(4001)).rejects.toMatchObject({ status: 400, code: 'InvalidRequest' });
  });

  it.each([
    ['no parts', []],
    ['33 parts', Array.from({ length: 33 }, (_, index) => ({ n: index + 1, sha256: '0'.repeat(64) }))],
    ['a part twice', [1, 1].map((n) => ({ n, sha256: '0'.repeat(64) }))],
    ['a hash in base64', [{ n: 1, sha256: 'AAAA' }]],
    ['a hash in upper case', [{ n: 1, sha256: 'A'.repeat(64) }]],
  ])('%s at once', async (_, parts) => {
    const { view } = await signedPart();
    await expect(as('dana').sign(view.id, parts)).rejects.toMatchObject({
      status: 400,
      code: 'InvalidRequest',
    });
  });

  it.each([
    [{ size: -1 }],
    [{ size: 1.5 }],
    [{ size: '7' }],
    [{ size: 4001 * 5 * 1024 ** 3 }],
    [{ name: '' }],
    [{ name: 'x'.repeat(1025) }],
    [{ mtime: 'yesterday' }],
    [{ fingerprint: 'x'.repeat(129) }],
    [{ fingerprint: 'a\nb' }],
    [{ key: 'mine' }],
  ])('an upload of %j', async (wrong) => {
    const number = await openRequest();
    await expect(as('dana').begin(number, { ...described(SMALL), ...wrong })).rejects.toMatchObject({
      status: 400,
      code: 'InvalidRequest',
    });
  });
});

describe('completing', () => {
  it('[WRK-6] names the parts that are missing and those that are not as announced', async () => {
    const number = await openRequest();
    const bytes = someBytes(40 * MIB);
    const view = await as('dana').begin(number, described(bytes));
    const parts = cut(bytes, view);
    const digest = await digestOf(bytes, view);
    await expect(as('dana').complete(view.id, digest)).rejects.toMatchObject({
      status: 409,
      code: 'PartsMissing',
      problem: { missing: [1, 2, 3], mismatched: [] },
    });
    await as('dana').send(view, bytes, [1, 2]);
    // Announced anew, and not sent: what S3 has is not what the client means any more.
    await as('dana').sign(view.id, [{ n: 2, sha256: '0'.repeat(64) }]);
    await expect(as('dana').complete(view.id, digest)).rejects.toMatchObject({
      code: 'PartsMissing',
      problem: { missing: [3], mismatched: [2] },
    });
    await as('dana').sign(view.id, parts.slice(1, 2));
    await as('dana').send(view, bytes, [3]);
    expect(await as('dana').complete(view.id, digest)).toMatchObject({ state: 'verifying' });
  });

  it('[WRK-6] refuses a digest that is not that of the parts, and the upload goes on', async () => {
    const { view, signed } = await signedPart();
    await put(signed, SMALL);
    for (const wrong of [`${'0'.repeat(64)}-1`, (await digestOf(SMALL, view)).replace(/-1$/, '-2')])
      await expect(as('dana').complete(view.id, wrong)).rejects.toMatchObject({
        status: 409,
        code: 'DigestMismatch',
      });
    await expect(as('dana').complete(view.id, 'x')).rejects.toMatchObject({ status: 400 });
    expect(await as('dana').view(view.id)).toMatchObject({ state: 'uploading' });
  });

  it('again answers the same, with another digest not', async () => {
    const { view, signed } = await signedPart();
    await put(signed, SMALL);
    const digest = await digestOf(SMALL, view);
    const first = await as('dana').complete(view.id, digest);
    expect(first.state).toBe('verifying');
    await desk.stack.settle();
    expect(await as('dana').complete(view.id, digest)).toMatchObject({ state: 'verified', digest });
    await expect(as('dana').complete(view.id, `${'0'.repeat(64)}-1`)).rejects.toMatchObject({
      status: 409,
      code: 'AlreadyComplete',
    });
    expect(await refusals([as('dana').abort(view.id), as('dana').parts(view.id)])).toEqual(
      Array(2).fill('409 AlreadyComplete'),
    );
  });

  it('twice at once is once', async () => {
    const { view, signed } = await signedPart();
    await put(signed, SMALL);
    const digest = await digestOf(SMALL, view);
    const answers = await Promise.all([1, 2, 3].map(() => as('dana').complete(view.id, digest)));
    expect(answers.map(({ digest: told }) => told)).toEqual([digest, digest, digest]);
    await desk.stack.settle();
    const facts = (await desk.as('rita').timeline(view.number)).map(({ fact }) => fact.type);
    expect(facts.filter((type) => type === 'FileUploaded')).toHaveLength(1);
  });

  it('and aborting at the same moment: one of them wins, and the other is told', async () => {
    for (let round = 0; round < 6; round++) {
      const { view, signed } = await signedPart();
      await put(signed, SMALL);
      const digest = await digestOf(SMALL, view);
      const [completed, aborted] = await Promise.allSettled([
        as('dana').complete(view.id, digest),
        as('rita').abort(view.id),
      ]);
      await desk.stack.settle();
      const { state } = await as('dana').view(view.id);
      const facts = (await desk.as('rita').timeline(view.number)).map(({ fact }) => fact.type);
      if (state === 'verified') {
        expect(completed.status).toBe('fulfilled');
        expect(aborted).toMatchObject({ status: 'rejected', reason: { code: 'AlreadyComplete' } });
        expect(facts).not.toContain('FileUploadAborted');
      } else {
        expect(state).toBe('aborted');
        expect(aborted.status).toBe('fulfilled');
        expect(completed).toMatchObject({ status: 'rejected', reason: { code: 'UploadEnded' } });
        expect(facts).not.toContain('FileUploaded');
      }
    }
  });
});

describe('aborting', () => {
  it('removes what arrived, and again changes nothing', async () => {
    const number = await openRequest();
    const view = await as('dana').begin(number, described(BYTES));
    await as('dana').send(view, BYTES, [1]);
    const before = desk.stack.s3.usage('files8e6940b8').incompleteBytes;
    expect(await as('dana').abort(view.id)).toMatchObject({ state: 'aborted', expiresAt: null });
    expect(desk.stack.s3.usage('files8e6940b8').incompleteBytes).toBe(before - 16 * MIB);
    expect(await as('dana').abort(view.id)).toMatchObject({ state: 'aborted' });
    const facts = (await desk.as('rita').timeline(number)).map(({ fact }) => fact.type);
    expect(facts.filter((type) => type === 'FileUploadAborted')).toHaveLength(1);
    const digest = await digestOf(BYTES, view);
    expect(
      await refusals([
        as('dana').sign(view.id, cut(BYTES, view)),
        as('dana').parts(view.id),
        as('dana').complete(view.id, digest),
      ]),
    ).toEqual(Array(3).fill('409 UploadEnded'));
    await expect(as('dana').download(view.id)).rejects.toMatchObject({
      status: 409,
      code: 'FileNotVerified',
    });
  });
});

describe('room for files', () => {
  /** As if so many uploads to the request had been begun. */
  async function usedFiles(number: string, count: number): Promise<void> {
    const table = localTable(desk.stack);
    await table.client.send(
      new UpdateCommand({
        TableName: table.name,
        Key: { pk: `SR#${number}`, sk: 'QUOTA' },
        UpdateExpression: 'SET usedFiles = :count',
        ConditionExpression: 'usedFiles = :one',
        ExpressionAttributeValues: { ':count': count, ':one': 1 },
      }),
    );
    table.close();
  }

  const HUGE = { ...described(SMALL), size: 5 * 1024 ** 4 };

  it('[WRK-6] a file of 5 TiB is taken, and a larger one is not', async () => {
    const number = await openRequest();
    expect(await as('dana').begin(number, HUGE)).toMatchObject({ parts: 3997, partSize: 1312 * MIB });
    await expect(as('dana').begin(number, { ...HUGE, size: HUGE.size + 1 })).rejects.toMatchObject({
      status: 413,
      code: 'FileTooLarge',
      requirement: 'WRK-6',
      detail: expect.stringContaining(
        'It has 5,497,558,138,881 bytes; the largest one it takes has 5,497,558,138,880 bytes.',
      ),
    });
    await expect(as('dana').begin(number, { ...HUGE, size: 7 * 1024 ** 4 })).rejects.toMatchObject({
      detail: expect.stringContaining('It has 7.0 TiB; the largest one it takes has 5.0 TiB.'),
    });
  });

  it('[WRK-6] a request takes a thousand files in all its life, and those of no bytes count', async () => {
    const number = await openRequest();
    const begin = (name: string) => as('dana').begin(number, described(someBytes(0), name));
    const first = await begin('1.log');
    await usedFiles(number, 998);
    const second = await begin('2.log');
    await as('dana').abort(second.id);
    const last = await begin('3.log');
    await expect(begin('4.log')).rejects.toMatchObject({
      status: 409,
      code: 'RequestFilesUsed',
      requirement: 'WRK-6',
      detail: expect.stringContaining('It takes 1,000, those that were aborted included.'),
      fix: 'Pack several files into one, with tar or zip; for more, file another request.',
    });
    // What was begun goes on, and another request has room of its own.
    expect([(await begin('1.log')).id, (await begin('3.log')).id]).toEqual([first.id, last.id]);
    const other = await as('dana').begin(await openRequest(), described(someBytes(0)));
    expect(other.state).toBe('uploading');
  });

  it('[WRK-6] of five files begun at once where there is room for two, two are', async () => {
    const number = await openRequest();
    await as('dana').begin(number, described(SMALL));
    await usedFiles(number, 998);
    const names = ['a', 'b', 'c', 'd', 'e'];
    const outcomes = await refusals(names.map((name) => as('dana').begin(number, described(SMALL, name))));
    expect(outcomes.sort()).toEqual([...Array(3).fill('409 RequestFilesUsed'), 'done', 'done']);
  });

  it('[WRK-6] of a request is reserved when an upload begins, and given back when it is aborted', async () => {
    const number = await openRequest();
    const begin = (fingerprint: string) => as('dana').begin(number, { ...HUGE, fingerprint });
    const first = await begin('a');
    await begin('b');
    await expect(begin('c')).rejects.toMatchObject({
      status: 409,
      code: 'RequestQuotaUsed',
      detail: expect.stringContaining(
        'It has 5.0 TiB; of the 10.0 TiB for the files of a request, 0 B are left.',
      ),
    });
    await as('dana').abort(first.id);
    await as('dana').abort(first.id);
    const third = await begin('c');
    expect(third.state).toBe('uploading');
    await expect(begin('d')).rejects.toMatchObject({ code: 'RequestQuotaUsed' });
  });

  it('[WRK-6] of an account is shared by its requests', async () => {
    const views: UploadView[] = [];
    const fill = async (): Promise<unknown> => {
      for (;;) {
        const number = await openRequest();
        for (const fingerprint of ['a', 'b']) {
          try {
            views.push(await as('dana').begin(number, { ...HUGE, fingerprint }));
          } catch (error) {
            return error;
          }
        }
      }
    };
    expect(await fill()).toMatchObject({
      status: 409,
      code: 'AccountQuotaUsed',
      detail: expect.stringMatching(
        /It has 5,497,558,138,880 bytes; of the 50\.0 TiB for the files of an account, 5,497,5\d\d,\d{3},\d{3} bytes are left\.$/,
      ),
    });
    expect(views.length).toBeLessThanOrEqual(10);
    for (const { id } of views) await as('dana').abort(id);
    expect((await as('dana').begin(await openRequest(), HUGE)).state).toBe('uploading');
  });
});
