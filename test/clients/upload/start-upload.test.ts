import { describe, expect, it } from 'vitest';
import { randomBytesOf, UploadWorld } from '#test/support/upload-world.ts';

const sorted = (numbers: readonly number[]) => [...numbers].sort((a, b) => a - b);

describe('an upload where nothing goes wrong', () => {
  it('sends every part once, verifies, and forgets', async () => {
    const world = new UploadWorld(randomBytesOf(10_500));
    const outcome = await world.time.until(world.upload().outcome);
    expect(outcome).toMatchObject({ kind: 'verified', upload: { state: 'verified', parts: 11 } });
    expect(world.model.contentOf(world.model.only()).equals(world.file.bytes)).toBe(true);
    expect(sorted(world.model.only().puts)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect({ memory: world.memory, held: world.held }).toEqual({ memory: [], held: 0 });
  });

  it('uploads an empty file', async () => {
    const world = new UploadWorld(new Uint8Array(0));
    expect(await world.time.until(world.upload().outcome)).toMatchObject({
      kind: 'verified',
      digest: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855-0',
    });
    expect(world.model.only().puts).toEqual([]);
  });

  it('tells the digest of the parts: SHA-256 over the SHA-256 of each', async () => {
    // printf abc | sha256sum; printf d | sha256sum; both hashes as bytes | sha256sum.
    const world = new UploadWorld(new TextEncoder().encode('abcd'), { partSize: 3 });
    expect(await world.time.until(world.upload().outcome)).toMatchObject({
      digest: 'c982c672167ac45aee90c82feabfb354b3400d51b72f1c4a0e0cebc9f8b11db5-2',
    });
  });

  it('[lesson 29] a browser sends four parts at once, a shell up to eight, and more than one call signs', async () => {
    const browser = new UploadWorld(randomBytesOf(60_000));
    await browser.time.until(browser.upload({ client: 'browser' }).outcome);
    expect(browser.mostAtOnce).toBe(4);
    const cli = new UploadWorld(randomBytesOf(60_000), { bandwidth: 1e9 });
    await cli.time.until(cli.upload().outcome);
    expect(cli.mostAtOnce).toBeGreaterThan(4);
    expect(cli.mostAtOnce).toBeLessThanOrEqual(8);
    expect(cli.model.signCalls).toBeGreaterThan(1);
    expect(cli.model.mostSigned).toBeLessThanOrEqual(32);
  });

  it('asks for at most 32 signatures at once, however many parts go at once', async () => {
    const world = new UploadWorld(randomBytesOf(200_000));
    await world.time.until(world.upload({ client: 'browser', concurrency: 64 }).outcome);
    expect(world.model.mostSigned).toBe(32);
    expect(world.model.only().puts).toHaveLength(200);
  });

  it('tells how far it is, and 100 % is not yet verified', async () => {
    const world = new UploadWorld(randomBytesOf(10_500), { bandwidth: 1000, looks: 3 });
    await world.time.until(world.upload().outcome);
    const states = world.progress.map(({ state }) => state);
    expect([...new Set(states)]).toEqual(['preparing', 'sending', 'completing', 'verifying', 'verified']);
    const verifying = world.progress.find(({ state }) => state === 'verifying');
    expect(verifying).toMatchObject({
      bytesSent: 10_500,
      bytesVerified: 10_500,
      partsDone: 11,
      parts: 11,
      eta: null,
    });
    const half = world.progress.find(({ bytesSent }) => bytesSent >= 5000);
    expect(half?.rate).toBeGreaterThan(600);
    expect(half?.rate).toBeLessThan(1400);
    expect(half?.eta).toBeGreaterThan(3);
    expect(half?.eta).toBeLessThan(10);
    for (const { bytesSent, bytesVerified } of world.progress)
      expect(bytesVerified).toBeLessThanOrEqual(bytesSent);
  });
});

describe('[lesson 29] going on where a run stopped', () => {
  it('sends nothing twice that has arrived, hashes nothing twice, and says how much is there', async () => {
    const world = new UploadWorld(randomBytesOf(20_000), { bandwidth: 10_000 });
    const first = world.upload();
    await world.time.pass(1200);
    first.stop();
    expect(await world.time.until(first.outcome)).toEqual({ kind: 'stopped' });
    const { puts, parts } = world.model.only();
    const there = parts.size;
    expect(there).toBeGreaterThan(4);
    expect(there).toBeLessThan(16);
    world.hashed.length = 0;
    expect(await world.time.until(world.upload().outcome)).toMatchObject({ kind: 'verified' });
    expect(world.notes).toContainEqual({ type: 'resuming', there, parts: 20 });
    expect(sorted(puts)).toEqual(Array.from({ length: 20 }, (_, at) => at + 1));
    // Two looks at the ends of the file; no part that was hashed before.
    expect(world.hashed.length).toBeLessThanOrEqual(2 + 20 - there);
    expect(world.held).toBe(0);
  });

  it('with nothing remembered it compares the hash of what is there with the file', async () => {
    const world = new UploadWorld(randomBytesOf(20_000), { bandwidth: 10_000 });
    const first = world.upload();
    await world.time.pass(1200);
    first.stop();
    await world.time.until(first.outcome);
    world.memory.length = 0;
    const there = world.model.only().parts.size;
    world.hashed.length = 0;
    expect(await world.time.until(world.upload().outcome)).toMatchObject({ kind: 'verified' });
    expect(world.model.only().puts).toHaveLength(20);
    expect(world.hashed.length).toBe(2 + 20);
    expect(world.notes).toContainEqual({ type: 'resuming', there, parts: 20 });
  });

  it('a part with the right number and the wrong bytes is sent again', async () => {
    const world = new UploadWorld(randomBytesOf(20_000), { bandwidth: 10_000 });
    const first = world.upload();
    await world.time.pass(1200);
    first.stop();
    await world.time.until(first.outcome);
    const { parts } = world.model.only();
    parts.set(2, { size: 1000, sha256: 'a'.repeat(64), bytes: new Uint8Array(1000) });
    expect(await world.time.until(world.upload().outcome)).toMatchObject({ kind: 'verified' });
    expect(world.notes).toContainEqual({ type: 'part-differs', n: 2 });
    expect(world.model.contentOf(world.model.only()).equals(world.file.bytes)).toBe(true);
  });

  it('a part with the right hash and another size is sent again', async () => {
    const world = new UploadWorld(randomBytesOf(20_000), { bandwidth: 10_000 });
    const first = world.upload();
    await world.time.pass(1200);
    first.stop();
    await world.time.until(first.outcome);
    const { parts } = world.model.only();
    const part = parts.get(3);
    if (part) parts.set(3, { ...part, size: 999 });
    expect(await world.time.until(world.upload().outcome)).toMatchObject({ kind: 'verified' });
    expect(world.notes).toContainEqual({ type: 'part-differs', n: 3 });
  });

  it('finds the parts behind the first page of the list: 1,500 of them', async () => {
    const world = new UploadWorld(randomBytesOf(15_100), { partSize: 10, bandwidth: 1e9 });
    const first = world.upload();
    while (world.model.uploads.size === 0 || world.model.only().parts.size < 1500) await world.time.pass(20);
    first.stop();
    await world.time.until(first.outcome);
    const there = world.model.only().parts.size;
    expect(await world.time.until(world.upload().outcome)).toMatchObject({ kind: 'verified' });
    expect(world.notes).toContainEqual({ type: 'resuming', there, parts: 1510 });
    expect(world.model.only().puts).toHaveLength(1510);
  });

  it('remembered hashes count only for a file of the same size and time, and not with rehash', async () => {
    const world = new UploadWorld(randomBytesOf(20_000), { bandwidth: 10_000 });
    const first = world.upload();
    await world.time.pass(1200);
    first.stop();
    await world.time.until(first.outcome);
    const [remembered] = world.memory;
    remembered?.hashes.set(1, 'b'.repeat(64));
    world.hashed.length = 0;
    expect(await world.time.until(world.upload({ rehash: true }).outcome)).toMatchObject({
      kind: 'verified',
    });
    expect(world.hashed.length).toBe(2 + 20);
    expect(world.model.only().puts).toHaveLength(20);

    world.file = { ...world.file, mtime: '2026-11-22T08:30:00.000Z' };
    if (remembered) world.memory.push(remembered);
    world.hashed.length = 0;
    expect(await world.time.until(world.upload().outcome)).toMatchObject({ kind: 'verified' });
    expect(world.hashed.length).toBe(2 + 20);
    expect(world.model.uploads.size).toBe(2);
  });

  it('hashes of parts that were cut otherwise do not count', async () => {
    const world = new UploadWorld(randomBytesOf(20_000), { bandwidth: 10_000 });
    const first = world.upload();
    await world.time.pass(1200);
    first.stop();
    await world.time.until(first.outcome);
    const [remembered] = world.memory;
    if (remembered) world.memory[0] = { ...remembered, upload: { ...remembered.upload, partSize: 2000 } };
    world.hashed.length = 0;
    expect(await world.time.until(world.upload().outcome)).toMatchObject({ kind: 'verified' });
    expect(world.hashed.length).toBe(2 + 20);
  });

  it('a run that died while the desk verified asks only for the answer', async () => {
    const world = new UploadWorld(randomBytesOf(5000), { looks: 1000 });
    const first = world.upload();
    while (world.progress.at(-1)?.state !== 'verifying') await world.time.pass(10);
    first.stop();
    await world.time.until(first.outcome);
    world.model.only().looksLeft = 0;
    expect(await world.time.until(world.upload().outcome)).toMatchObject({ kind: 'verified' });
    expect(world.model.only().puts).toHaveLength(5);
  });

  it('what another person began on the same host is left to them', async () => {
    const world = new UploadWorld(randomBytesOf(20_000), { bandwidth: 10_000 });
    const first = world.upload();
    await world.time.pass(1200);
    first.stop();
    await world.time.until(first.outcome);
    const theirs = world.model.only();
    const { length } = theirs.puts;
    theirs.view = { ...theirs.view, own: false };
    world.hashed.length = 0;
    const outcome = await world.time.until(world.upload().outcome);
    expect(outcome).toMatchObject({ kind: 'verified', upload: { own: true } });
    expect([...world.model.uploads.values()].map(({ puts }) => puts.length)).toEqual([length, 20]);
    // The file is the same, whoever read it.
    expect(world.hashed.length).toBeLessThan(2 + 20);
  });

  it('an upload that the desk aborted meanwhile is begun anew', async () => {
    const world = new UploadWorld(randomBytesOf(5000), { bandwidth: 10_000 });
    const first = world.upload();
    await world.time.pass(300);
    first.stop();
    await world.time.until(first.outcome);
    await world.model.answer('DELETE', `/v1/uploads/${world.model.only().view.id}`, undefined);
    expect(await world.time.until(world.upload().outcome)).toMatchObject({ kind: 'verified' });
    expect([...world.model.uploads.values()].map(({ view }) => view.state)).toEqual(['aborted', 'verified']);
  });
});

describe('a file that the request has already', () => {
  it('is compared, and not sent again', async () => {
    const world = new UploadWorld(randomBytesOf(20_000));
    await world.time.until(world.upload().outcome);
    const { id } = world.model.only().view;
    const again = await world.time.until(world.upload().outcome);
    expect(again).toMatchObject({ kind: 'verified', upload: { id } });
    expect(world.notes).toContainEqual({ type: 'known', id });
    expect(world.model.only().puts).toHaveLength(20);
    expect(world.memory).toEqual([]);
  });

  it('is sent where its digest is another, though name, size, time and ends are the same', async () => {
    const world = new UploadWorld(randomBytesOf(200_000), { partSize: 10_000, bandwidth: 1e7 });
    await world.time.until(world.upload().outcome);
    world.file.bytes.set([1, 2, 3], 100_000);
    world.hashed.length = 0;
    expect(await world.time.until(world.upload().outcome)).toMatchObject({
      kind: 'verified',
    });
    const [, second] = [...world.model.uploads.values()];
    expect(second && world.model.contentOf(second).equals(world.file.bytes)).toBe(true);
    // Hashed once, to compare and to send.
    expect(world.hashed.length).toBe(2 + 20);
  });

  it.each(['verified', 'verifying'] as const)(
    'is sent by its own uploader where that of another person is %s',
    async (state) => {
      const world = new UploadWorld(randomBytesOf(20_000));
      await world.time.until(world.upload().outcome);
      const theirs = world.model.only();
      theirs.view = { ...theirs.view, own: false, state };
      const outcome = await world.time.until(world.upload().outcome);
      expect(outcome).toMatchObject({ kind: 'verified', upload: { own: true } });
      expect(world.notes.filter(({ type }) => type === 'known')).toEqual([]);
      expect([...world.model.uploads.values()].map(({ puts }) => puts.length)).toEqual([20, 20]);
    },
  );

  it('is left alone when the comparison is cancelled', async () => {
    const world = new UploadWorld(randomBytesOf(20_000));
    await world.time.until(world.upload().outcome);
    const { sha256 } = world.ports();
    const slow = async (body: Uint8Array, signal: AbortSignal) => {
      await world.time.sleep(1000, signal);
      return sha256.part(body, signal);
    };
    const upload = world.upload({}, { sha256: { ...sha256, part: slow } });
    await world.time.pass(5000);
    upload.cancel();
    expect(await world.time.until(upload.outcome)).toEqual({ kind: 'cancelled' });
    expect(world.model.only().view.state).toBe('verified');
  });
});

describe('pause, stop, cancel', () => {
  it('nothing moves during a pause, and all arrives after it', async () => {
    const world = new UploadWorld(randomBytesOf(20_000), { bandwidth: 10_000 });
    const upload = world.upload();
    await world.time.pass(600);
    upload.pause();
    await world.time.pass(1100);
    const arrived = world.model.only().puts.length;
    expect(world.progress.at(-1)).toMatchObject({ state: 'paused', bytesSent: arrived * 1000 });
    await world.time.pass(3_600_000);
    expect(world.model.only().puts).toHaveLength(arrived);
    upload.resume();
    expect(await world.time.until(upload.outcome)).toMatchObject({ kind: 'verified' });
    expect(world.progress.at(-1)?.retries).toBe(0);
  });

  it('a paused upload can be stopped, also twice paused', async () => {
    const world = new UploadWorld(randomBytesOf(20_000), { bandwidth: 10_000 });
    const upload = world.upload();
    await world.time.pass(600);
    upload.pause();
    upload.pause();
    await world.time.pass(10);
    upload.stop();
    expect(await world.time.until(upload.outcome)).toEqual({ kind: 'stopped' });
    expect(world.held).toBe(0);
    expect(world.model.only().view.state).toBe('uploading');
  });

  it('can be stopped by whoever is told of its first byte, and what breaks off then breaks nothing else', async () => {
    const world = new UploadWorld(randomBytesOf(900));
    const { sha256 } = world.ports();
    const part: typeof sha256.part = async (body, signal) => {
      // So that the first byte is told at once: it is not so soon after the last time.
      await world.time.sleep(200, signal);
      return sha256.part(body, signal);
    };
    const upload = world.upload(
      {},
      {
        sha256: { ...sha256, part },
        put: ({ onBytes, signal }) => {
          onBytes(10);
          return world.time.sleep(1000, signal).then(() => Promise.reject(new Error('not reached')));
        },
        onProgress: ({ bytesSent }) => {
          if (bytesSent > 0) upload.stop();
        },
      },
    );
    expect(await world.time.until(upload.outcome)).toEqual({ kind: 'stopped' });
  });

  it('cancelling removes what has arrived, and forgets', async () => {
    const world = new UploadWorld(randomBytesOf(20_000), { bandwidth: 10_000 });
    const upload = world.upload();
    await world.time.pass(600);
    upload.cancel();
    expect(await world.time.until(upload.outcome)).toEqual({ kind: 'cancelled' });
    expect(world.model.only().view.state).toBe('aborted');
    expect(world.memory).toEqual([]);
    expect(world.progress.at(-1)?.state).toBe('ended');
  });
});
