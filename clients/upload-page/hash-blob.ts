import { toHex } from '#shared/uploads/byte-text.ts';
import { LongSha256 } from './long-sha256.ts';

/** A part up to this size is hashed by WebCrypto, which wants all of it in memory (bytes). Files up to 250 GiB have no larger ones. */
export const HASHED_WHOLE = 64 * 1024 ** 2;

/** What is read at once of a larger part (bytes). */
const SLICE = 4 * 1024 ** 2;

/** The SHA-256 of a part in hex. Rejects with a DOMException where the file cannot be read. */
export async function hashBlob(part: Blob): Promise<string> {
  if (part.size <= HASHED_WHOLE)
    return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', await part.arrayBuffer())));
  const hash = new LongSha256();
  for (let at = 0; at < part.size; at += SLICE)
    hash.update(new Uint8Array(await part.slice(at, at + SLICE).arrayBuffer()));
  return toHex(hash.digest());
}
