import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DeskUnreachable } from '#clients/upload/desk-errors.ts';
import { deskFetch } from '#clients/upload-page/desk-fetch.ts';
import { Session, SignInNeeded } from '#clients/upload-page/session.ts';

/** Tokens that the desk takes. */
const good = new Set<string>();
const seen: string[] = [];
const server = createServer((request, response) => {
  const token = request.headers.authorization ?? '';
  seen.push(token);
  response.writeHead(good.has(token) ? 200 : 401, { 'retry-after': '7' }).end('{"message":"so"}');
});
let desk: URL;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The server has no port.');
  desk = new URL(`http://127.0.0.1:${address.port}`);
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** A session whose tokens are these, one after the other; then nobody is signed in any more. */
function sessionOf(...tokens: string[]) {
  const changes: boolean[] = [];
  let asked = 0;
  const session: Session = new Session(
    async () => {
      const token = tokens[asked];
      asked += 1;
      if (token === undefined) throw new SignInNeeded('nobody');
      return token;
    },
    () => changes.push(session.signedIn),
  );
  return { session, changes, asked: () => asked };
}

const call = { method: 'GET', path: '/v1/uploads/1', body: null } as const;
const anySignal = () => new AbortController().signal;

describe('calls of the desk', () => {
  it('share one token, however many ask for it at once', async () => {
    good.add('Bearer one');
    const { session, asked } = sessionOf('one', 'two');
    const send = deskFetch(session, desk);
    const answers = await Promise.all([1, 2, 3].map(() => send({ ...call, signal: anySignal() })));
    expect(answers).toEqual(Array(3).fill({ status: 200, body: { message: 'so' }, retryAfterSeconds: 7 }));
    expect(asked()).toBe(1);
  });

  it('get one new token together where the old one has run out', async () => {
    good.clear();
    good.add('Bearer two');
    const { session, asked, changes } = sessionOf('one', 'two', 'three');
    const send = deskFetch(session, desk);
    const answers = await Promise.all([1, 2, 3].map(() => send({ ...call, signal: anySignal() })));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(asked()).toBe(2);
    expect(changes).toEqual([]);
  });

  it('find the desk unreachable once nobody is signed in, until somebody is again', async () => {
    good.clear();
    good.add('Bearer three');
    const tokens = ['one'];
    const { session, changes } = sessionOf(...tokens);
    const send = deskFetch(session, desk);
    await expect(send({ ...call, signal: anySignal() })).rejects.toBeInstanceOf(DeskUnreachable);
    expect([session.signedIn, changes]).toEqual([false, [false]]);
    seen.length = 0;
    await expect(send({ ...call, signal: anySignal() })).rejects.toBeInstanceOf(DeskUnreachable);
    // Nothing is asked with a token that is not taken.
    expect(seen).toEqual([]);
    expect(await session.signIn()).toBe(false);
  });

  it('go on after signing in again', async () => {
    good.clear();
    good.add('Bearer three');
    const { session, changes } = sessionOf('one', 'two', 'three');
    const send = deskFetch(session, desk);
    await expect(send({ ...call, signal: anySignal() })).rejects.toBeInstanceOf(DeskUnreachable);
    expect(await session.signIn()).toBe(true);
    expect((await send({ ...call, signal: anySignal() })).status).toBe(200);
    expect(changes).toEqual([false, true]);
  });

  it('end with the reason of their signal', async () => {
    const { session } = sessionOf('one');
    const stopped = new AbortController();
    stopped.abort(new Error('stopped'));
    await expect(deskFetch(session, desk)({ ...call, signal: stopped.signal })).rejects.toThrow('stopped');
  });
});
