import { describe, expect, it } from 'vitest';
import { DeskBusy } from '#clients/upload/desk-errors.ts';
import { SourceUnreadable } from '#clients/upload/ports.ts';
import { randomBytesOf, UploadWorld } from '#test/support/upload-world.ts';

const HOUR = 3_600_000;
const retriesOf = (world: UploadWorld) => world.progress.at(-1)?.retries;
const intact = (world: UploadWorld) => world.model.contentOf(world.model.only()).equals(world.file.bytes);

describe('what goes wrong at the store and is tried again', () => {
  it('a URL that has expired is signed anew, and is no retry', async () => {
    const world = new UploadWorld(randomBytesOf(20_000), { bandwidth: 300, signedForMs: 12_000 });
    expect(await world.time.until(world.upload().outcome)).toMatchObject({ kind: 'verified' });
    expect(retriesOf(world)).toBe(0);
    expect(world.notes.filter(({ type }) => type === 'retry')).toEqual([]);
    expect(intact(world)).toBe(true);
  });

  it('a URL whose session has ended is signed anew with the next one, and is no retry', async () => {
    // S3 answers 400 ExpiredToken, not 403, to a URL that outlived the role session which signed it.
    const world = new UploadWorld(randomBytesOf(20_000), { bandwidth: 300 });
    const endsAt = 15_000;
    const { api, put } = world.ports();
    const session = new Set<string>();
    let refused = 0;
    const upload = world.upload(
      {},
      {
        api: {
          ...api,
          async sign(...asked) {
            const signed = await api.sign(...asked);
            if (world.time.now() < endsAt) for (const { url } of signed) session.add(url);
            return signed;
          },
        },
        async put(request) {
          if (world.time.now() < endsAt || !session.has(request.url)) return put(request);
          refused += 1;
          return { status: 400, code: 'ExpiredToken', message: 'The provided token has expired.' };
        },
      },
    );
    expect(await world.time.until(upload.outcome)).toMatchObject({ kind: 'verified' });
    expect(refused).toBeGreaterThan(0);
    expect(retriesOf(world)).toBe(0);
    expect(world.notes.filter(({ type }) => type === 'retry')).toEqual([]);
    expect(intact(world)).toBe(true);
  });

  it('a URL is not begun with that grew old in a pause', async () => {
    const world = new UploadWorld(randomBytesOf(20_000), { bandwidth: 10_000 });
    const refused: unknown[] = [];
    const { put } = world.ports();
    const upload = world.upload(
      {},
      {
        put: async (request) => {
          const answer = await put(request);
          if (answer.status !== 200) refused.push(answer);
          return answer;
        },
      },
    );
    await world.time.pass(600);
    upload.pause();
    await world.time.pass(3 * HOUR);
    upload.resume();
    expect(await world.time.until(upload.outcome)).toMatchObject({ kind: 'verified' });
    expect(refused).toEqual([]);
  });

  it('a URL that is refused while it is new is refused for good', async () => {
    const world = new UploadWorld(randomBytesOf(5000), { faults: { stale: 1 } });
    expect(await world.time.until(world.upload().outcome)).toEqual({
      kind: 'refused',
      code: 'AccessDenied',
      sentence:
        'The store of files does not take part 1: AccessDenied, Request has expired. Tell the desk; what has arrived is kept.',
    });
    expect(world.model.only().view.state).toBe('uploading');
  });

  it('URLs that are refused again and again, though each is old by then, are refused for good', async () => {
    const world = new UploadWorld(randomBytesOf(900));
    let puts = 0;
    const put = async () => {
      puts += 1;
      return { status: 403, code: 'AccessDenied', message: 'Access Denied' };
    };
    const { api } = world.ports();
    const sign: typeof api.sign = async (...asked) => {
      const signed = await api.sign(...asked);
      await world.time.sleep(15_000, asked[2]);
      return signed;
    };
    const outcome = await world.time.until(world.upload({}, { put, api: { ...api, sign } }).outcome);
    expect(outcome).toMatchObject({ kind: 'refused', code: 'AccessDenied' });
    expect(puts).toBe(20);
  });

  it('bits that flip on the way are noticed by the store, and the part is sent again', async () => {
    const world = new UploadWorld(randomBytesOf(30_000), { faults: { flip: 0.2 }, seed: 3 });
    expect(await world.time.until(world.upload().outcome)).toMatchObject({ kind: 'verified' });
    expect(intact(world)).toBe(true);
    expect(world.notes).toContainEqual(
      expect.objectContaining({ type: 'retry', reason: 'the store of files answered BadDigest' }),
    );
  });

  it('a part whose bits flip every time is given up after five refusals', async () => {
    const world = new UploadWorld(randomBytesOf(900), { faults: { flip: 1 } });
    expect(await world.time.until(world.upload().outcome)).toMatchObject({
      kind: 'refused',
      code: 'BadDigest',
    });
    expect(world.notes.filter(({ type }) => type === 'retry')).toHaveLength(4);
  });

  it('a connection on which no byte moves for 30 s is given up, and the part sent on a new one', async () => {
    const world = new UploadWorld(randomBytesOf(900));
    const { put } = world.ports();
    let attempts = 0;
    const upload = world.upload(
      {},
      {
        put: async (request) => {
          attempts += 1;
          if (attempts > 1) return put(request);
          request.onBytes(100);
          await world.time.sleep(20_000, request.signal);
          request.onBytes(100);
          await world.time.sleep(1e12, request.signal);
          throw new Error('not reached');
        },
      },
    );
    expect(await world.time.until(upload.outcome)).toMatchObject({ kind: 'verified' });
    expect(world.notes[1]).toMatchObject({ type: 'retry', n: 1, reason: 'no byte moved for 30 s' });
    expect(world.time.now()).toBeGreaterThan(50_000);
    expect(world.time.now()).toBeLessThan(52_000);
  });

  it('on a slow line the store has as long to answer as the bytes took to leave', async () => {
    const world = new UploadWorld(randomBytesOf(900));
    const { put } = world.ports();
    let puts = 0;
    const upload = world.upload(
      {},
      {
        put: async (request) => {
          puts += 1;
          for (let sent = 0; sent < 900; sent += 9) {
            await world.time.sleep(10_000, request.signal);
            request.onBytes(9);
          }
          await world.time.sleep(900_000, request.signal);
          return put({ ...request, onBytes: () => {} });
        },
      },
    );
    expect(await world.time.until(upload.outcome)).toMatchObject({ kind: 'verified' });
    expect({ puts, retries: retriesOf(world) }).toEqual({ puts: 1, retries: 0 });
  });

  it('a desk that asks to be left alone for days is asked again after five minutes', async () => {
    const world = new UploadWorld(randomBytesOf(900));
    const { api } = world.ports();
    let created = 0;
    const create: typeof api.create = async (...asked) => {
      created += 1;
      if (created === 1) throw new DeskBusy(503, 5 * 86_400);
      return api.create(...asked);
    };
    const outcome = await world.time.until(world.upload({}, { api: { ...api, create } }).outcome);
    expect(outcome).toMatchObject({ kind: 'verified' });
    expect(world.time.now()).toBeGreaterThan(300_000);
    expect(world.time.now()).toBeLessThan(302_000);
  });

  it('SlowDown halves how many go at once', async () => {
    const world = new UploadWorld(randomBytesOf(40_000), { bandwidth: 10_000 });
    const upload = world.upload({ client: 'browser' });
    await world.time.pass(1000);
    expect(world.mostAtOnce).toBe(4);
    world.faults = { busy: 1 };
    await world.time.pass(3000);
    world.faults = {};
    world.mostAtOnce = 0;
    await world.time.pass(1000);
    expect(world.mostAtOnce).toBeLessThanOrEqual(2);
    expect(await world.time.until(upload.outcome)).toMatchObject({ kind: 'verified' });
  });

  it('a store that only ever says it is busy ends it after some 15 minutes', async () => {
    const world = new UploadWorld(randomBytesOf(900));
    const upload = world.upload({}, { put: async () => ({ status: 503, code: null, message: null }) });
    expect(await world.time.until(upload.outcome)).toEqual({
      kind: 'failed',
      sentence:
        'The store of files has answered 503 60 times in a row. What has arrived is kept: upload the file again later to go on.',
    });
    expect(world.time.now()).toBeGreaterThan(600_000);
    expect(world.memory).toHaveLength(1);
  });
});

describe('while there is no network', () => {
  it('it waits for as long as it takes, says so, and goes on', async () => {
    const world = new UploadWorld(randomBytesOf(30_000), {
      bandwidth: 10_000,
      faults: { offline: [[1000, 5 * HOUR]] },
    });
    const upload = world.upload();
    await world.time.pass(HOUR);
    expect(world.progress.at(-1)).toMatchObject({ state: 'offline', rate: expect.closeTo(0, 0), eta: null });
    const puts = world.model.only().puts.length;
    expect(await world.time.until(upload.outcome)).toMatchObject({ kind: 'verified' });
    expect(world.time.now()).toBeGreaterThan(5 * HOUR);
    expect(world.time.now()).toBeLessThan(5 * HOUR + 60_000);
    // Waste: what was on its way when the network went.
    expect(world.model.only().puts.length).toBeLessThanOrEqual(30);
    expect(puts).toBeGreaterThan(0);
    expect(intact(world)).toBe(true);
  });

  it('it tries at once when it is told that the network is back', async () => {
    const world = new UploadWorld(randomBytesOf(30_000), { faults: { offline: [[60, HOUR]] } });
    const upload = world.upload();
    await world.time.pass(HOUR);
    upload.retryNow();
    await world.time.pass(60);
    expect(world.progress.at(-1)?.state).not.toBe('offline');
    expect(await world.time.until(upload.outcome)).toMatchObject({ kind: 'verified' });
  });

  it('one broken connection among several is not being offline', async () => {
    const world = new UploadWorld(randomBytesOf(100_000), { bandwidth: 10_000 });
    const { put } = world.ports();
    let attempts = 0;
    const upload = world.upload(
      {},
      {
        put: async (request) => {
          attempts += 1;
          if (attempts % 10 === 0) throw new Error('read ECONNRESET');
          return put(request);
        },
      },
    );
    expect(await world.time.until(upload.outcome)).toMatchObject({ kind: 'verified' });
    expect(world.progress.filter(({ state }) => state === 'offline')).toEqual([]);
    // Of 111 attempts every tenth.
    expect(retriesOf(world)).toBe(11);
  });

  it('a desk that has never answered is given up after four attempts', async () => {
    const world = new UploadWorld(randomBytesOf(900), { faults: { offline: [[0, HOUR]] } });
    expect(await world.time.until(world.upload().outcome)).toEqual({
      kind: 'unreachable',
      sentence: 'The desk does not answer.',
    });
    expect(world.time.now()).toBeLessThan(10_000);
  });
});

describe('the file is not the one it began with', () => {
  it('its time of change moves: nothing is completed, and what arrived is removed', async () => {
    const world = new UploadWorld(randomBytesOf(20_000), { bandwidth: 10_000 });
    const upload = world.upload();
    await world.time.pass(600);
    world.file = { ...world.file, mtime: '2026-11-22T08:30:00.000Z' };
    expect(await world.time.until(upload.outcome)).toEqual({
      kind: 'changed',
      sentence:
        'The file was changed while it was uploaded. Nothing was completed; upload it again once nothing writes to it.',
    });
    expect(world.model.only().view.state).toBe('aborted');
    expect({ memory: world.memory, held: world.held }).toEqual({ memory: [], held: 0 });
  });

  it('it grows after the last part was sent', async () => {
    const world = new UploadWorld(randomBytesOf(5000));
    world.onPut = (n) => {
      if (n === 5) world.file = { ...world.file, bytes: randomBytesOf(5001) };
    };
    expect(await world.time.until(world.upload().outcome)).toMatchObject({ kind: 'changed' });
    expect(world.model.only().view.digest).toBeNull();
  });

  it('its bytes change between hashing and sending, with the time of change put back', async () => {
    const world = new UploadWorld(randomBytesOf(5000));
    world.onPut = (n) => {
      if (n === 3) world.file.bytes.set([1, 2, 3], 2000);
    };
    expect(await world.time.until(world.upload().outcome)).toEqual({
      kind: 'changed',
      sentence:
        'The file has other bytes in part 3 than when they were hashed. Nothing was completed; upload it again once nothing writes to it.',
    });
  });

  it('it cannot be read any more', async () => {
    const world = new UploadWorld(randomBytesOf(5000));
    const { source } = world.ports();
    const read = async (start: number, length: number) => {
      if (start === 3000) throw new SourceUnreadable('The file cannot be read: EIO. Check the disk.');
      return source.read(start, length);
    };
    expect(await world.time.until(world.upload({}, { source: { ...source, read } }).outcome)).toEqual({
      kind: 'failed',
      sentence: 'The file cannot be read: EIO. Check the disk.',
    });
    expect(world.memory).toHaveLength(1);
  });
});

describe('a file that cannot be read as it is sent', () => {
  const broken = async (whenPut: (world: UploadWorld) => void) => {
    const world = new UploadWorld(randomBytesOf(900));
    let puts = 0;
    const put = async () => {
      puts += 1;
      whenPut(world);
      throw new SourceUnreadable('The file has become shorter.');
    };
    const outcome = await world.time.until(world.upload({}, { put }).outcome);
    return { world, puts, outcome };
  };

  it('ends the upload at once: no part is tried again, and what arrived can be gone on with', async () => {
    const { world, puts, outcome } = await broken(() => {});
    expect(outcome).toEqual({ kind: 'failed', sentence: 'The file has become shorter.' });
    expect({ puts, retries: retriesOf(world), held: world.held }).toEqual({ puts: 1, retries: 0, held: 0 });
    expect(world.time.now()).toBeLessThan(1000);
    expect(world.model.only().view.state).toBe('uploading');
    expect(world.memory).toHaveLength(1);
  });

  it('is the changed file where that is why', async () => {
    const { world, outcome } = await broken(({ file }) => {
      file.mtime = '2026-11-22T08:30:00.000Z';
    });
    expect(outcome.kind).toBe('changed');
    expect({ state: world.model.only().view.state, memory: world.memory }).toEqual({
      state: 'aborted',
      memory: [],
    });
  });
});

describe('[lesson 23] completing', () => {
  it('what the desk misses is sent, and only that', async () => {
    const world = new UploadWorld(randomBytesOf(10_000));
    world.onPut = (n) => {
      if (n === 10) for (const lost of [2, 4]) world.model.only().parts.delete(lost);
    };
    expect(await world.time.until(world.upload().outcome)).toMatchObject({ kind: 'verified' });
    const { puts } = world.model.only();
    expect(puts.slice(0, 10).sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(puts.slice(10).sort((a, b) => a - b)).toEqual([2, 4]);
    expect(intact(world)).toBe(true);
  });

  it('a part that is not the declared one is sent again', async () => {
    const world = new UploadWorld(randomBytesOf(10_000));
    world.onPut = (n) => {
      const { parts } = world.model.only();
      if (n === 10) parts.set(3, { size: 1000, sha256: 'c'.repeat(64), bytes: new Uint8Array(1000) });
    };
    expect(await world.time.until(world.upload().outcome)).toMatchObject({ kind: 'verified' });
    expect(world.model.only().puts.slice(10)).toEqual([3]);
    expect(intact(world)).toBe(true);
  });

  it('a store that loses parts for ever ends it after ten rounds', async () => {
    const world = new UploadWorld(randomBytesOf(900), { faults: { lost: 1 } });
    expect(await world.time.until(world.upload().outcome)).toEqual({
      kind: 'failed',
      sentence:
        'The desk still misses part 1 after 10 rounds. Upload the file again later to go on, or tell the desk.',
    });
    expect(world.model.only().puts).toHaveLength(10);
  });

  it('completing twice is completing once: the answer to the first was lost', async () => {
    const world = new UploadWorld(randomBytesOf(5000));
    const ports = world.ports();
    let completed = 0;
    const api = {
      ...ports.api,
      complete: async (...args: Parameters<typeof ports.api.complete>) => {
        completed += 1;
        const answer = await ports.api.complete(...args);
        if (completed === 1) world.faults = { offline: [[world.time.now(), world.time.now() + 100_000]] };
        return completed === 1 ? ports.api.complete(...args) : answer;
      },
    };
    expect(await world.time.until(world.upload({}, { api }).outcome)).toMatchObject({ kind: 'verified' });
    expect(completed).toBeGreaterThan(1);
    expect(world.model.only().puts).toHaveLength(5);
  });

  it('a digest other than ours is no success', async () => {
    const world = new UploadWorld(randomBytesOf(5000), { findDigest: () => `${'0'.repeat(64)}-5` });
    const outcome = await world.time.until(world.upload().outcome);
    expect(outcome.kind).toBe('not-verified');
    expect('sentence' in outcome && outcome.sentence).toMatch(
      /^The desk verified the digest 0{64}-5, but that of the file is [0-9a-f]{64}-5\. Upload the file again\.$/,
    );
    expect(world.progress.filter(({ state }) => state === 'verified')).toEqual([]);
    expect(world.memory).toEqual([]);
  });

  it('a file that the desk could not verify is no success', async () => {
    const world = new UploadWorld(randomBytesOf(5000));
    const upload = world.upload();
    while (world.progress.at(-1)?.state !== 'verifying') await world.time.pass(5);
    const only = world.model.only();
    only.view = { ...only.view, state: 'failed', reason: 'part 3 is gone' };
    expect(await world.time.until(upload.outcome)).toEqual({
      kind: 'not-verified',
      sentence: 'The desk did not verify it: part 3 is gone. Upload the file again.',
    });
  });

  it.each(['aborted', 'deleted', 'uploading'] as const)(
    'an upload that is suddenly %s is no success',
    async (state) => {
      const world = new UploadWorld(randomBytesOf(5000));
      const upload = world.upload();
      while (world.progress.at(-1)?.state !== 'verifying') await world.time.pass(5);
      const only = world.model.only();
      only.view = { ...only.view, state };
      expect(await world.time.until(upload.outcome)).toEqual({
        kind: 'not-verified',
        sentence: `The desk did not verify it: it is ${state}. Upload the file again.`,
      });
    },
  );

  it('a desk that verifies for ever is left after an hour, and asked again by the next run', async () => {
    const world = new UploadWorld(randomBytesOf(5000), { looks: 1e9 });
    expect(await world.time.until(world.upload().outcome)).toMatchObject({ kind: 'failed' });
    expect(world.time.now()).toBeGreaterThan(HOUR);
    world.model.only().looksLeft = 0;
    expect(await world.time.until(world.upload().outcome)).toMatchObject({ kind: 'verified' });
    expect(world.model.only().puts).toHaveLength(5);
  });
});

describe('what the desk refuses', () => {
  it('ends it with the desk’s own words', async () => {
    const world = new UploadWorld(randomBytesOf(5000), { bandwidth: 10_000 });
    const upload = world.upload();
    await world.time.pass(300);
    await world.model.answer('DELETE', `/v1/uploads/${world.model.only().view.id}`, undefined);
    expect(await world.time.until(upload.outcome)).toEqual({
      kind: 'refused',
      code: 'UploadClosed',
      sentence: 'The upload is aborted since a moment ago, and takes no more parts. Upload the file again.',
    });
  });

  it('a plan that does not cover the file is not followed', async () => {
    const world = new UploadWorld(randomBytesOf(5000));
    const ports = world.ports();
    const api = {
      ...ports.api,
      create: async (...args: Parameters<typeof ports.api.create>) => ({
        ...(await ports.api.create(...args)),
        parts: 4,
      }),
    };
    expect(await world.time.until(world.upload({}, { api }).outcome)).toMatchObject({
      kind: 'failed',
      sentence:
        'The desk wants 4 parts of 1000 bytes for a file of 5000, which does not fit. It may be of another version.',
    });
  });
});
