import { createHash } from 'node:crypto';

/** The SHA-256 of bytes, as the shared parts ask for it. */
export async function sha256(bytes: Uint8Array): Promise<Uint8Array> {
  return createHash('sha256').update(bytes).digest();
}
