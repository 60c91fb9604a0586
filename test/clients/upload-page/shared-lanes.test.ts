import { expect, it } from 'vitest';
import type { PutAnswer, PutRequest } from '#clients/upload/ports.ts';
import { sharedLanes } from '#clients/upload-page/shared-lanes.ts';

const OK: PutAnswer = { status: 200, code: null, message: null };

/** Two lanes, and the puts that are in them, to be ended by hand. */
function lanes() {
  const inside: { request: PutRequest<string>; end: () => void }[] = [];
  const put = sharedLanes<string>(
    (request) => new Promise((resolve) => inside.push({ request, end: () => resolve(OK) })),
    2,
  );
  const moved: Record<string, number[]> = {};
  const send = (body: string, signal = new AbortController().signal) => {
    const counts: number[] = [];
    moved[body] = counts;
    return put({ url: '', headers: {}, body, signal, onBytes: (count) => counts.push(count) });
  };
  return { inside, send, moved };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

it('lets two in at once, first come, first served', async () => {
  const { inside, send } = lanes();
  const sent = ['a', 'b', 'c', 'd'].map((body) => send(body));
  await turn();
  expect(inside.map(({ request }) => request.body)).toEqual(['a', 'b']);
  inside[1]?.end();
  await turn();
  expect(inside.map(({ request }) => request.body)).toEqual(['a', 'b', 'c']);
  for (const at of [0, 2]) inside[at]?.end();
  await turn();
  inside[3]?.end();
  expect(await Promise.all(sent)).toEqual([OK, OK, OK, OK]);
});

it('lets those who wait know that others move, so that they are not taken for dead', async () => {
  const { inside, send, moved } = lanes();
  for (const body of ['a', 'b', 'c']) void send(body);
  await turn();
  inside[0]?.request.onBytes(100);
  expect(moved).toEqual({ a: [100], b: [], c: [0] });
});

it('lets nobody in who has given up, and nobody wait for them', async () => {
  const { inside, send } = lanes();
  const giveUp = new AbortController();
  void send('a');
  void send('b');
  const third = send('c', giveUp.signal);
  void send('d');
  giveUp.abort(new Error('paused'));
  await expect(third).rejects.toThrow('paused');
  inside[0]?.end();
  await turn();
  expect(inside.map(({ request }) => request.body)).toEqual(['a', 'b', 'd']);
});
