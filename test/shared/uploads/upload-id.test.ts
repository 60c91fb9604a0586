import { describe, expect, it } from 'vitest';
import { UploadId } from '#shared/schema/upload.ts';
import { base32, makeUploadId } from '#shared/uploads/upload-id.ts';

describe('the id of an upload', () => {
  it('is a ULID: time first, then chance', () => {
    // The time of the ULID specification's own example, 01ARYZ6S41….
    expect(makeUploadId(1_469_918_176_385, new Uint8Array(10))).toBe('01ARYZ6S410000000000000000');
    expect(makeUploadId(0, new Uint8Array(10).fill(255))).toBe('0000000000ZZZZZZZZZZZZZZZZ');
  });

  it('sorts by time, and parses', () => {
    const early = makeUploadId(Date.parse('2026-03-02T09:00:00Z'), new Uint8Array(10).fill(255));
    const late = makeUploadId(Date.parse('2026-03-02T09:00:00.001Z'), new Uint8Array(10));
    expect(early < late).toBe(true);
    expect(UploadId.safeParse(early).success).toBe(true);
    expect(UploadId.safeParse(early.toLowerCase()).success).toBe(false);
  });

  it('takes ten random bytes, no more and no fewer', () => {
    expect(() => makeUploadId(0, new Uint8Array(9))).toThrow(RangeError);
  });

  it('bytes are written five bits a character', () => {
    expect(base32(Uint8Array.of(0xff))).toBe('ZW');
    expect(base32(new Uint8Array(20))).toBe('0'.repeat(32));
  });
});
