import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { base64ToHex, fromHex, hexToBase64, toHex } from '#shared/uploads/byte-text.ts';
import { compositeDigest } from '#shared/uploads/digest.ts';

const sha256 = async (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest());
const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');

describe('the digest of a file', () => {
  it('[WRK-6] of an empty file is the hash of nothing, and no parts', async () => {
    expect(await compositeDigest([], sha256)).toBe(
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855-0',
    );
  });

  it('of one part is the hash of its hash', async () => {
    // printf hello | sha256sum | xxd -r -p | sha256sum
    expect(await compositeDigest([hashOf('hello')], sha256)).toBe(
      '9595c9df90075148eb06860365df33584b75bff782a510c6cd4883a419833d50-1',
    );
  });

  it('is S3’s composite checksum in hex: the order of the parts matters', async () => {
    const [first, second] = [hashOf('a'), hashOf('b')];
    const both = createHash('sha256')
      .update(Buffer.from(first + second, 'hex'))
      .digest('hex');
    expect(await compositeDigest([first, second], sha256)).toBe(`${both}-2`);
    expect(await compositeDigest([second, first], sha256)).not.toBe(`${both}-2`);
  });

  it('is of whole hashes only', async () => {
    await expect(compositeDigest(['xyz'], sha256)).rejects.toThrow(RangeError);
  });
});

describe('bytes as text', () => {
  it('hex and base64 write the same bytes', () => {
    expect(toHex(Uint8Array.of(0, 1, 254, 255))).toBe('0001feff');
    expect(fromHex('0001feFF')).toEqual(Uint8Array.of(0, 1, 254, 255));
    expect(hexToBase64('0001feff')).toBe('AAH+/w==');
    expect(base64ToHex('AAH+/w==')).toBe('0001feff');
  });
});
