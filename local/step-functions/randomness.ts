import { randomBytes } from 'node:crypto';

/** A number from 0 up to but not including 1. The only source of chance, so that a run can be repeated. */
export type Random = () => number;

/** The same numbers for the same seed (mulberry32). */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Numbers nobody can guess, for task tokens outside tests. */
export function unguessableRandom(): Random {
  return () => randomBytes(6).readUIntBE(0, 6) / 2 ** 48;
}

/** `count` hexadecimal digits. */
export function randomHex(random: Random, count: number): string {
  let digits = '';
  while (digits.length < count)
    digits += Math.floor(random() * 65_536)
      .toString(16)
      .padStart(4, '0');
  return digits.slice(0, count);
}

/** A version 4 UUID (RFC 9562). */
export function randomUuid(random: Random): string {
  const hex = randomHex(random, 32);
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}
