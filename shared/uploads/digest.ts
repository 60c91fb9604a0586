import { fromHex, toHex } from './byte-text.ts';

/**
 * The digest of a file from the SHA-256 of each of its parts in order, in hex: the SHA-256 over those hashes, and how
 * many there were. It is S3's composite checksum, in hex where S3 writes base64.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html
 */
export async function compositeDigest(
  partHashes: readonly string[],
  sha256: (bytes: Uint8Array) => Promise<Uint8Array>,
): Promise<string> {
  const hashes = partHashes.map(fromHex);
  const all = new Uint8Array(hashes.reduce((length, hash) => length + hash.length, 0));
  let at = 0;
  for (const hash of hashes) {
    all.set(hash, at);
    at += hash.length;
  }
  return `${toHex(await sha256(all))}-${hashes.length}`;
}
