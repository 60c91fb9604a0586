/** Crockford's base 32: no I, L, O and U. https://github.com/ulid/spec */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Random bytes an id is made of. */
export const ID_BYTES = 10;

/**
 * The id of an upload or a ticket: a ULID, 10 characters of time and 16 of chance, so ids sort by when they were made.
 * Throws RangeError unless `random` has exactly ID_BYTES bytes.
 */
export function makeUploadId(epochMs: number, random: Uint8Array): string {
  if (random.length !== ID_BYTES) throw new RangeError(`An id is made of ${ID_BYTES} random bytes.`);
  return toBase32(BigInt(epochMs), 10) + base32(random);
}

/** Bytes as base 32, five bits a character, the last one filled up with zeros. */
export function base32(bytes: Uint8Array): string {
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  const length = Math.ceil((bytes.length * 8) / 5);
  return toBase32(value << BigInt(length * 5 - bytes.length * 8), length);
}

function toBase32(value: bigint, length: number): string {
  let text = '';
  for (let rest = value; text.length < length; rest >>= 5n) text = DIGITS.charAt(Number(rest & 31n)) + text;
  return text;
}
