import { toHex } from '#shared/uploads/byte-text.ts';
import { LongSha256 } from './long-sha256.ts';
import type { PartReader } from './part-reader.ts';

/** A part up to this size is hashed by WebCrypto, which wants all of it in memory (bytes). Files up to 250 GiB have no larger ones. */
export const HASHED_WHOLE = 64 * 1024 ** 2;

/** What is read at once of a larger part (bytes). */
const PIECE = 4 * 1024 ** 2;

/** The SHA-256 of a part in hex. Rejects where the file cannot be read. */
export async function hashBlob(part: Blob, reader: PartReader): Promise<string> {
  const hash = part.size > HASHED_WHOLE ? new LongSha256() : null;
  let digest: ArrayBuffer | null = null;
  for await (const piece of reader.pieces(part, hash ? PIECE : HASHED_WHOLE))
    if (hash) hash.update(piece);
    else digest = await crypto.subtle.digest('SHA-256', piece);
  if (hash) return toHex(hash.digest());
  return toHex(new Uint8Array(digest ?? (await crypto.subtle.digest('SHA-256', new Uint8Array(0)))));
}
