import { createHash, randomBytes } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { HASHED_WHOLE, hashBlob } from '#clients/upload-page/hash-blob.ts';
import { LongSha256 } from '#clients/upload-page/long-sha256.ts';
import { PartReader } from '#clients/upload-page/part-reader.ts';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

it('is SHA-256: the examples of FIPS 180-4', () => {
  const hashOf = (text: string) => {
    const hash = new LongSha256();
    hash.update(new TextEncoder().encode(text));
    return hex(hash.digest());
  };
  expect(hashOf('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect(hashOf('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq')).toBe(
    '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
  );
  expect(hex(new LongSha256().digest())).toBe(
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  );
});

it('gives the hash of any bytes, however they are cut into chunks of whole blocks', () => {
  const chunks = fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 6 });
  const rest = fc.integer({ min: 0, max: 200 });
  fc.assert(
    fc.property(chunks, rest, (blocks, last) => {
      const pieces = [...blocks.map((count) => randomBytes(count * 64)), randomBytes(last)];
      const hash = new LongSha256();
      for (const piece of pieces) hash.update(piece);
      expect(hex(hash.digest())).toBe(sha256(Buffer.concat(pieces)));
    }),
    { numRuns: 300 },
  );
});

it('takes nothing after a chunk that is no whole number of blocks', () => {
  const hash = new LongSha256();
  hash.update(new Uint8Array(65));
  expect(() => hash.update(new Uint8Array(64))).toThrow(RangeError);
});

it('hashes small parts and large ones alike, one after the other', async () => {
  const reader = new PartReader();
  const bytes = randomBytes(HASHED_WHOLE + 5 * 1024 ** 2 + 3);
  for (const length of [1000, bytes.length, 0, HASHED_WHOLE]) {
    const part = bytes.subarray(0, length);
    expect(await hashBlob(new Blob([part]), reader)).toBe(sha256(part));
  }
});
