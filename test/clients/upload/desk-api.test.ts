import { describe, expect, it } from 'vitest';
import { createDeskApi, type DeskAnswer, type DeskCall } from '#clients/upload/desk-api.ts';
import { DeskBusy, DeskRefused } from '#clients/upload/desk-errors.ts';

const ID = '01JDA2M9Q0ABCDEFGHJKMNPQRS';
const { signal } = new AbortController();

function api(answer: Partial<DeskAnswer>, uploader: Parameters<typeof createDeskApi>[1] = 'ticket') {
  const calls: Omit<DeskCall, 'signal'>[] = [];
  const send = async ({ method, path, body }: DeskCall) => {
    calls.push({ method, path, body });
    return { status: 200, body: undefined, retryAfterSeconds: 0, ...answer };
  };
  return { calls, ...createDeskApi(send, uploader) };
}

describe('the routes of uploads', () => {
  it('are those of a request for a person', async () => {
    const desk = api({ status: 404 }, { number: '26123456788' });
    const file = { name: 'a', size: 1, mtime: '2026-11-22T08:00:00.000Z', fingerprint: 'f' };
    for (const call of [
      desk.create(file, signal),
      desk.get(ID, signal),
      desk.listParts(ID, 1000, signal),
      desk.sign(ID, [{ n: 1, sha256: 'a'.repeat(64) }], signal),
      desk.complete(ID, 'd', signal),
      desk.abort?.(ID, signal),
    ])
      await expect(call).rejects.toBeInstanceOf(DeskRefused);
    expect(desk.calls).toEqual([
      { method: 'POST', path: '/v1/requests/26123456788/uploads', body: file },
      { method: 'GET', path: `/v1/uploads/${ID}`, body: null },
      { method: 'GET', path: `/v1/uploads/${ID}/parts?after=1000`, body: null },
      {
        method: 'POST',
        path: `/v1/uploads/${ID}/parts:sign`,
        body: { parts: [{ n: 1, sha256: 'a'.repeat(64) }] },
      },
      { method: 'POST', path: `/v1/uploads/${ID}/complete`, body: { digest: 'd' } },
      { method: 'DELETE', path: `/v1/uploads/${ID}`, body: null },
    ]);
  });

  it('are those of a ticket, which cannot abort', async () => {
    const desk = api({ status: 404 });
    expect(desk.abort).toBeNull();
    await expect(desk.get(ID, signal)).rejects.toBeInstanceOf(DeskRefused);
    expect(desk.calls).toEqual([{ method: 'GET', path: `/v1/ticket/uploads/${ID}`, body: null }]);
  });
});

describe('answers', () => {
  it('a problem is told in its own words, with the parts it names', async () => {
    const problem = {
      code: 'PartsMissing',
      detail: 'Parts are missing.',
      fix: 'Send them.',
      missing: [3],
      mismatched: [5, 6],
    };
    const refused = await api({ status: 409, body: problem })
      .complete(ID, 'd', signal)
      .catch((error: unknown) => error);
    expect(refused).toMatchObject({
      code: 'PartsMissing',
      message: 'Parts are missing. Send them.',
      missing: [3],
      mismatched: [5, 6],
    });
  });

  it.each([408, 429, 500, 502, 503, 504])('%i is busy, and tells how long', async (status) => {
    const busy = await api({ status, retryAfterSeconds: 7 })
      .get(ID, signal)
      .catch((error: unknown) => error);
    expect(busy).toBeInstanceOf(DeskBusy);
    expect(busy).toMatchObject({ status, retryAfterSeconds: 7 });
  });

  it.each([
    [401, /^The desk does not accept who you say you are/],
    [403, /^You are not allowed/],
    [404, /^What answers does not know uploads/],
    [418, /^The desk answers 418 without a reason/],
    [200, /^What answers is not a Casebell desk/],
  ])('%i without what is expected is refused with a sentence', async (status, sentence) => {
    const refused = await api({ status, body: { message: 'Unauthorized' } })
      .get(ID, signal)
      .catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(DeskRefused);
    expect(refused).toMatchObject({ message: expect.stringMatching(sentence) });
  });
});
