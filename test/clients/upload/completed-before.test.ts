import { describe, expect, it } from 'vitest';
import { compositeDigest } from '#shared/uploads/digest.ts';
import { randomBytesOf, UploadWorld } from '#test/support/upload-world.ts';

/** Another file under the same name, size and date, with the same ends. */
function changeInside({ file }: UploadWorld): void {
  file.bytes.set([1, 2, 3], 100_000);
}

const puts = ({ model }: UploadWorld) => [...model.uploads.values()].map((upload) => upload.puts.length);

describe('with a ticket, which cannot list', () => {
  it('[lesson 29] a file that is verified is compared, and not sent again', async () => {
    const world = new UploadWorld(randomBytesOf(20_000), { ticket: true });
    await world.time.until(world.upload().outcome);
    const { id, digest } = world.model.only().view;
    const again = await world.time.until(world.upload().outcome);
    expect(again).toMatchObject({ kind: 'verified', digest, upload: { id } });
    expect(world.notes).toContainEqual({ type: 'known', id });
    expect({ puts: puts(world), memory: world.memory }).toEqual({ puts: [20], memory: [] });
  });

  it('[lesson 29] a file that is being verified is waited for, with nothing remembered of it', async () => {
    const world = new UploadWorld(randomBytesOf(5000), { ticket: true, looks: 1000 });
    const first = world.upload();
    while (world.progress.at(-1)?.state !== 'verifying') await world.time.pass(10);
    first.stop();
    expect(await world.time.until(first.outcome)).toEqual({ kind: 'stopped' });
    world.memory.length = 0;
    world.model.only().looksLeft = 2;
    expect(await world.time.until(world.upload().outcome)).toMatchObject({ kind: 'verified' });
    expect(puts(world)).toEqual([5]);
  });

  it('[lesson 23] a file is begun anew where only its digest is another', async () => {
    const world = new UploadWorld(randomBytesOf(200_000), { ticket: true, partSize: 10_000, bandwidth: 1e7 });
    await world.time.until(world.upload().outcome);
    changeInside(world);
    expect(await world.time.until(world.upload().outcome)).toMatchObject({ kind: 'verified' });
    const [, second] = [...world.model.uploads.values()];
    expect(second && world.model.contentOf(second).equals(world.file.bytes)).toBe(true);
    expect(puts(world)).toEqual([20, 20]);
  });
});

describe.each([
  ['with a ticket', true],
  ['signed in', false],
])('[lesson 29] of two runs at once, %s,', (_who, ticket) => {
  it.each([1, 2, 3, 4, 5, 6])('the slower one reports what the other has brought (seed %i)', async (seed) => {
    const faults = seed < 3 ? {} : { busy: 0.1, cut: 0.1, stale: 0.05 };
    const world = new UploadWorld(randomBytesOf(40_000, seed), { ticket, bandwidth: 20_000, seed, faults });
    const slower = world.upload({ concurrency: 1 });
    await world.time.pass(100 * seed);
    const faster = world.upload();
    const [first, second] = await world.time.until(Promise.all([faster.outcome, slower.outcome]));
    const { view, puts: sent } = world.model.only();
    expect(first).toMatchObject({ kind: 'verified', digest: view.digest, upload: { id: view.id } });
    expect(second).toEqual(first);
    expect(world.model.contentOf(world.model.only()).equals(world.file.bytes)).toBe(true);
    expect(world.notes.filter(({ type }) => type === 'known')).toEqual([{ type: 'known', id: view.id }]);
    // The slower one ended before it had sent everything once more.
    expect(sent.length).toBeLessThan(80);
    expect({ held: world.held, memory: world.memory }).toEqual({ held: 0, memory: [] });
  });

  it('the slower one sends its file where the other has brought another one', async () => {
    const world = new UploadWorld(randomBytesOf(200_000), { ticket, partSize: 10_000, bandwidth: 100_000 });
    const slower = world.upload({ concurrency: 1 });
    await world.time.pass(500);
    const mine = Uint8Array.from(world.file.bytes);
    // The other run reads the same name on another host, and has sent what it read.
    const { view, declared, parts } = world.model.only();
    const { sha256 } = world.ports();
    const theirs = Uint8Array.from(mine).fill(7, 100_000, 100_003);
    for (let n = 1; n <= view.parts; n += 1) {
      const bytes = theirs.subarray((n - 1) * 10_000, n * 10_000);
      const hash = await sha256.part(bytes, new AbortController().signal);
      declared.set(n, hash);
      parts.set(n, { size: bytes.length, sha256: hash, bytes });
    }
    const hashes = [...parts].sort(([a], [b]) => a - b).map(([, part]) => part.sha256);
    const digest = await compositeDigest(hashes, async (bytes) => sha256.bytes(bytes));
    const completed = await world.model.answer('POST', `/v1/uploads/${view.id}/complete`, { digest });
    expect(completed.status).toBe(202);
    expect(await world.time.until(slower.outcome)).toMatchObject({ kind: 'verified' });
    const [, second] = [...world.model.uploads.values()];
    expect(second && world.model.contentOf(second).equals(mine)).toBe(true);
    expect(second?.puts).toHaveLength(20);
  });

  it('the slower one removes nothing of the other when it is cancelled', async () => {
    const world = new UploadWorld(randomBytesOf(40_000), { ticket, bandwidth: 20_000, looks: 1000 });
    const slower = world.upload({ concurrency: 1 });
    const faster = world.upload();
    while (!world.notes.some(({ type }) => type === 'known')) await world.time.pass(10);
    slower.cancel();
    expect(await world.time.until(slower.outcome)).toEqual({ kind: 'cancelled' });
    world.model.only().looksLeft = 0;
    expect(await world.time.until(faster.outcome)).toMatchObject({ kind: 'verified' });
  });
});
