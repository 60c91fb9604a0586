import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Desk, startDesk } from '#test/support/desk.ts';
import { ANA, STANDARD_FORM } from '#test/support/journey-forms.ts';
import { cut, described, digestOf, someBytes, uploadCalls } from '#test/support/upload-calls.ts';

const MIB = 1024 ** 2;

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk({ log: (line) => console.log(line) });
});
afterAll(() => desk?.stop());

/** Two parts: one of 16 MiB and one of a few bytes. */
const BYTES = someBytes(16 * MIB + 12_345);

async function openRequest(): Promise<string> {
  const { number } = await desk.as('dana').file(STANDARD_FORM);
  await desk.as('rita').act(number, { action: 'assign', engineer: ANA });
  return number;
}

describe('a bundle', () => {
  it('[WRK-6] is uploaded in parts, verified, in the timeline, and downloaded as it was', async () => {
    const number = await openRequest();
    const dana = uploadCalls(desk.as('dana'));
    const view = await dana.begin(number, described(BYTES));
    expect(view).toMatchObject({ state: 'uploading', parts: 2, partSize: 16 * MIB });
    await dana.send(view, BYTES);
    expect(await dana.parts(view.id)).toEqual(
      cut(BYTES, view).map(({ n, bytes, sha256 }) => ({ n, size: bytes.length, sha256 })),
    );
    const digest = await digestOf(BYTES, view);
    expect(await dana.complete(view.id, digest)).toMatchObject({ state: 'verifying', digest });
    await desk.stack.settle();
    expect(await dana.view(view.id)).toMatchObject({ state: 'verified', digest });
    const { url } = await uploadCalls(desk.as('ana')).download(view.id);
    const file = await fetch(url);
    expect(file.headers.get('content-disposition')).toContain('attachment');
    expect(Buffer.from(await file.arrayBuffer()).equals(BYTES)).toBe(true);
  });
});
