/** Bytes as lower-case hex. */
export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The bytes that hex digits write. Throws RangeError for anything else. */
export function fromHex(hex: string): Uint8Array {
  if (!/^(?:[0-9a-fA-F]{2})*$/.test(hex)) throw new RangeError('This is not hexadecimal.');
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** Hex digits as base64, the form of hashes in S3's headers. */
export function hexToBase64(hex: string): string {
  return btoa(String.fromCharCode(...fromHex(hex)));
}

/** Base64 as lower-case hex. Throws where it is not base64. */
export function base64ToHex(base64: string): string {
  return toHex(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)));
}
