import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Desk, startDesk } from '#test/support/desk.ts';
import { ANA, DANA, STANDARD_FORM } from '#test/support/journey-forms.ts';
import { cut, described, digestOf, refusals, someBytes, uploadCalls } from '#test/support/upload-calls.ts';

const MIB = 1024 ** 2;

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk?.stop());

/** Two parts: one of 16 MiB and one of a few bytes. */
const BYTES = someBytes(16 * MIB + 12_345);
const SMALL = someBytes(1000, 7);

async function openRequest(): Promise<string> {
  const { number } = await desk.as('dana').file(STANDARD_FORM);
  await desk.as('rita').act(number, { action: 'assign', engineer: ANA });
  return number;
}

const as = (person: string) => uploadCalls(desk.as(person));

describe('a bundle', () => {
  it('[WRK-6] [CARD-4] goes up in parts, is verified, is in the timeline, and comes down as it was', async () => {
    const number = await openRequest();
    const view = await as('dana').begin(number, described(BYTES));
    const begun = {
      number,
      name: 'bundle.tgz',
      size: BYTES.length,
      mtime: '2026-03-01T08:00:00.000Z',
      partSize: 16 * MIB,
      parts: 2,
      concurrency: { browser: 4, cli: 8, sh: 4 },
      createdBy: 'Dana Fox',
    };
    expect(view).toMatchObject({
      ...begun,
      state: 'uploading',
      digest: null,
      verifiedAt: null,
      expiresAt: '2026-03-09T14:00:00.000Z',
    });
    await as('dana').send(view, BYTES);
    expect(await as('dana').parts(view.id)).toEqual(
      cut(BYTES, view).map(({ n, bytes, sha256 }) => ({ n, size: bytes.length, sha256 })),
    );
    const digest = await digestOf(BYTES, view);
    expect(await as('dana').complete(view.id, digest)).toMatchObject({
      ...begun,
      state: 'verifying',
      digest,
    });
    await desk.stack.settle();
    const verified = { ...begun, state: 'verified', digest, verifiedAt: desk.now(), expiresAt: null };
    expect(await as('dana').view(view.id)).toMatchObject(verified);
    expect(await as('ana').files(number)).toMatchObject([verified]);

    const { url, ...told } = await as('ana').download(view.id);
    expect(told).toEqual({
      name: 'bundle.tgz',
      size: BYTES.length,
      digest,
      expiresAt: '2026-03-02T14:05:00.000Z',
    });
    const file = await fetch(url);
    expect(file.headers.get('content-disposition')).toBe(
      `attachment; filename="bundle.tgz"; filename*=UTF-8''bundle.tgz`,
    );
    expect(file.headers.get('content-type')).toBe('application/octet-stream');
    expect(Buffer.from(await file.arrayBuffer()).equals(BYTES)).toBe(true);

    const seen = async (person: string) =>
      (await desk.as(person).timeline(number)).flatMap(({ by, fact }) =>
        fact.type.startsWith('File') ? [[by.name, fact]] : [],
      );
    const fileId = view.id;
    const facts = [
      ['Dana Fox', { type: 'FileUploadStarted', fileId, name: 'bundle.tgz', size: BYTES.length }],
      ['Dana Fox', { type: 'FileUploaded', fileId, name: 'bundle.tgz', size: BYTES.length, digest }],
    ];
    expect(await seen('dana')).toEqual(facts);
    // Who took a file is for the desk to know.
    expect(await seen('rita')).toEqual([
      ...facts,
      ['Ana Lopez', { type: 'FileDownloaded', fileId, name: 'bundle.tgz' }],
    ]);
    expect(await desk.mails(number, 'file-received')).toMatchObject([{ to: ANA }]);
  });

  it('[WRK-6] its parts are listed in lines too, for a shell with a token', async () => {
    const view = await as('dana').begin(await openRequest(), described(BYTES));
    const signIn = await fetch(`${desk.url}/__local/identity/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ person: 'dana' }),
    });
    const { token } = (await signIn.json()) as { token: string };
    const listed = async (accept: string) => {
      const headers = { authorization: `Bearer ${token}`, accept };
      const answer = await fetch(`${desk.url}/v1/uploads/${view.id}/parts`, { headers });
      return [answer.status, answer.headers.get('content-type'), await answer.text()];
    };
    expect(await listed('text/plain')).toEqual([200, 'text/plain; charset=utf-8', '\n']);
    await as('dana').send(view, BYTES);
    const lines = cut(BYTES, view).map(({ n, bytes, sha256 }) => `${n}\t${bytes.length}\t${sha256}\n`);
    expect(await listed('text/plain')).toEqual([200, 'text/plain; charset=utf-8', lines.join('')]);
    expect((await listed('*/*'))[1]).toBe('application/json; charset=utf-8');
    await as('dana').abort(view.id);
    expect(await listed('text/plain')).toEqual([
      409,
      'text/plain; charset=utf-8',
      expect.stringMatching(/^error UploadEnded This upload has ended.*\n$/),
    ]);
  });

  it('of no bytes is a file too', async () => {
    const number = await openRequest();
    const { id } = await as('dana').upload(number, someBytes(0), 'empty.log');
    await desk.stack.settle();
    expect(await as('dana').view(id)).toMatchObject({
      state: 'verified',
      parts: 0,
      digest: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855-0',
    });
    const { url } = await as('dana').download(id);
    expect((await (await fetch(url)).arrayBuffer()).byteLength).toBe(0);
    await expect(as('dana').sign(id, [{ n: 1, sha256: '0'.repeat(64) }])).rejects.toMatchObject({
      code: 'AlreadyComplete',
    });
  });

  it.each([
    ['it\'s "new" <b>.log', 'it\'s "new" <b>.log', 'its new b.log'],
    ['a\r\nSet-Cookie: x=1\u0000\u001b[31m.log', 'aSet-Cookie: x=1[31m.log', 'aSet-Cookie_ x=1[31m.log'],
    ['日志 2026-03.zip', '日志 2026-03.zip', '日志 2026-03.zip'],
    ['سجل.zip', 'سجل.zip', 'سجل.zip'],
    ['\u202egpj.exe', 'gpj.exe', 'gpj.exe'],
    ['../../etc/passwd', '../../etc/passwd', '_.._etc_passwd'],
  ])(
    '[WRK-6] called %j is shown and downloaded under a name that does no harm',
    async (name, shown, safe) => {
      const number = await openRequest();
      const { id } = await as('dana').upload(number, SMALL, name);
      await desk.stack.settle();
      expect(await as('dana').view(id)).toMatchObject({ name: shown, state: 'verified' });
      const download = await as('ana').download(id);
      expect(download.name).toBe(safe);
      const answer = await fetch(download.url);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-disposition')).toMatch(
        /^attachment; filename="[\x20-\x21\x23-\x7e]+"/,
      );
      expect(new URL(download.url).pathname).toMatch(/\/sr\/\d{11}\/[0-9A-Z]{26}$/);
    },
  );

  it('begun again with the same values goes on; with other values, or by somebody else, it is another one', async () => {
    const number = await openRequest();
    const first = await as('dana').begin(number, described(BYTES));
    await as('dana').send(first, BYTES, [1]);
    expect(await as('dana').begin(number, described(BYTES))).toEqual(first);
    expect((await as('dana').parts(first.id)).map(({ n }) => n)).toEqual([1]);
    const others = await Promise.all([
      as('dana').begin(number, { ...described(BYTES), mtime: '2026-03-01T08:00:01Z' }),
      as('dana').begin(number, { ...described(BYTES), fingerprint: 'x' }),
      as('li').begin(number, described(BYTES)),
    ]);
    expect(new Set([first, ...others].map(({ id }) => id)).size).toBe(4);
    expect(await as('dana').files(number)).toHaveLength(4);
  });

  it('begun five times at once is one upload, and its room is taken once', async () => {
    const number = await openRequest();
    const before = desk.stack.s3.usage('files8e6940b8').incompleteUploads;
    const views = await Promise.all([1, 2, 3, 4, 5].map(() => as('dana').begin(number, described(BYTES))));
    expect(new Set(views.map(({ id }) => id)).size).toBe(1);
    expect(desk.stack.s3.usage('files8e6940b8').incompleteUploads).toBe(before + 1);
    const started = (await desk.as('rita').timeline(number)).filter(
      ({ fact }) => fact.type === 'FileUploadStarted',
    );
    expect(started).toHaveLength(1);
  });

  it('that ended may be uploaded anew', async () => {
    const number = await openRequest();
    const first = await as('dana').begin(number, described(SMALL));
    await as('dana').abort(first.id);
    const second = await as('dana').upload(number, SMALL);
    expect(second.id).not.toBe(first.id);
    await desk.stack.settle();
    expect((await as('dana').files(number)).map(({ state }) => state).sort()).toEqual([
      'aborted',
      'verified',
    ]);
  });

  it('that is complete is answered with, and uploaded a second time only when anew is said', async () => {
    const number = await openRequest();
    const first = await as('dana').upload(number, SMALL);
    await desk.stack.settle();
    expect(await as('dana').begin(number, described(SMALL))).toMatchObject({
      id: first.id,
      state: 'verified',
    });
    const second = await as('dana').begin(number, { ...described(SMALL), anew: true });
    expect([second.id === first.id, second.state]).toEqual([false, 'uploading']);
    // What somebody else uploads is their own file.
    expect((await as('li').begin(number, described(SMALL))).state).toBe('uploading');
  });

  it('is sent with the digest shown to customer and engineer alike', async () => {
    const number = await openRequest();
    const { id } = await as('dana').upload(number, SMALL);
    await desk.stack.settle();
    const [customer, engineer] = await Promise.all([as('li').view(id), as('kenji').view(id)]);
    expect(customer.digest).toBe(await digestOf(SMALL, customer));
    expect(engineer).toEqual(customer);
  });

  it('that staff upload is told to the customer', async () => {
    const number = await openRequest();
    await as('ana').upload(number, SMALL, 'hotfix.tgz');
    expect(await desk.mails(number, 'file-shared')).toMatchObject([{ to: DANA }]);
    expect(await desk.mails(number, 'file-received')).toEqual([]);
  });
});

describe('an upload and a silent customer', () => {
  const silent = async (action: object) => {
    const number = await openRequest();
    await desk.as('ana').act(number, { action: 'await-customer', text: 'Please send the logs.', ...action });
    return number;
  };
  const contacted = async (number: string) =>
    (await desk.as('rita').timeline(number)).filter(({ fact }) => fact.type === 'CustomerContacted').length;

  it('[CLO-2] beginning one stops the contact attempts', async () => {
    const number = await silent({});
    await desk.pass('P2D');
    const before = await contacted(number);
    expect(before).toBeGreaterThan(0);
    await as('dana').begin(number, described(SMALL));
    expect(await desk.as('dana').get(number)).toMatchObject({ status: 'in-progress', silence: null });
    await desk.pass('P14D');
    expect(await contacted(number)).toBe(before);
  });

  it('[CLO-2] a file is a message: it waits for a reply, and its clock runs', async () => {
    const number = await openRequest();
    await desk.as('ana').act(number, { action: 'comment', text: 'Which version?' });
    await as('dana').upload(number, SMALL);
    await desk.stack.settle();
    const reply = (await desk.as('dana').get(number)).clocks.find(({ clock }) => clock === 'next-reply');
    expect(reply).toMatchObject({ state: 'running', startedAt: desk.now() });
  });

  it('[CLO-2] the desk giving one up, or a customer taking one, is no sign of life', async () => {
    const number = await openRequest();
    const { id } = await as('ana').upload(number, SMALL, 'hotfix.tgz');
    await desk.stack.settle();
    await as('dana').begin(number, described(SMALL));
    await desk.as('ana').act(number, { action: 'await-customer', text: 'Did the hotfix help?' });
    await as('dana').download(id);
    await desk.pass('P8D');
    expect((await as('dana').files(number)).map(({ state }) => state).sort()).toEqual([
      'aborted',
      'verified',
    ]);
    expect(await desk.as('dana').get(number)).toMatchObject({ status: 'awaiting-customer' });
  });
});

describe('who may do what with files', () => {
  it('[ACC-5] members of the contract and staff see and take them; to others there is no such upload', async () => {
    const number = await openRequest();
    const { id } = await as('dana').upload(number, SMALL);
    await desk.stack.settle();
    for (const person of ['li', 'chen', 'ana', 'rita', 'ingrid'])
      expect([person, (await as(person).download(id)).size]).toEqual([person, SMALL.length]);
    const sam = as('sam');
    expect(
      await refusals([
        sam.view(id),
        sam.parts(id),
        sam.download(id),
        sam.abort(id),
        sam.sign(id, [{ n: 1, sha256: '0'.repeat(64) }]),
        sam.complete(id, `${'0'.repeat(64)}-1`),
        as('dana').view('01ARYZ6S410000000000000000'),
      ]),
    ).toEqual(Array(7).fill('404 UploadNotFound'));
    expect(await refusals([sam.files(number), sam.begin(number, described(SMALL))])).toEqual(
      Array(2).fill('404 RequestNotFound'),
    );
  });

  it('only who began an upload goes on with it; the desk may abort it', async () => {
    const number = await openRequest();
    const view = await as('dana').begin(number, described(SMALL));
    const [part] = cut(SMALL, view);
    if (!part) throw new Error('A file of 1000 bytes has a part.');
    const digest = await digestOf(SMALL, view);
    for (const other of [as('li'), as('ana')])
      expect(
        await refusals([
          other.sign(view.id, [part]),
          other.parts(view.id),
          other.complete(view.id, digest),
          other.abort(view.id),
        ]),
      ).toEqual(Array(4).fill('403 NotYourUpload'));
    expect(await as('rita').abort(view.id)).toMatchObject({ state: 'aborted' });
  });

  it('a closed request takes no new files; one that was under way arrives', async () => {
    const number = await openRequest();
    const view = await as('dana').begin(number, described(SMALL));
    await desk
      .as('dana')
      .act(number, { action: 'close', reason: 'withdrawn', description: 'No longer needed.' });
    for (const person of ['dana', 'ana'])
      await expect(as(person).begin(number, described(BYTES))).rejects.toMatchObject({
        status: 409,
        code: 'RequestClosed',
      });
    expect((await as('dana').begin(number, described(SMALL))).id).toBe(view.id);
    await as('dana').send(view, SMALL);
    await as('dana').complete(view.id, await digestOf(SMALL, view));
    await desk.stack.settle();
    expect(await as('dana').view(view.id)).toMatchObject({ state: 'verified' });
    expect((await desk.as('dana').get(number)).status).toBe('closed');
  });
});
