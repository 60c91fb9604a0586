import { fromHex, toHex } from '#shared/uploads/byte-text.ts';
import type { Sha256, Source } from './ports.ts';

/** How much of each end is looked at (bytes). */
const END = 65_536;

/**
 * What tells apart two files of one name, size and time of change: the SHA-256 over those of its first and its last
 * 64 KiB. The same file has the same fingerprint in a browser and in a shell, so one can go on where the other stopped.
 */
export async function fingerprint<Body>(
  source: Source<Body>,
  sha256: Sha256<Body>,
  signal: AbortSignal,
): Promise<string> {
  const length = Math.min(END, source.size);
  const ends = length === 0 ? [] : [0, source.size - length];
  const hashes: number[] = [];
  for (const start of ends) {
    const body = await source.read(start, length);
    try {
      hashes.push(...fromHex(await sha256.part(body, signal)));
    } finally {
      source.release(body);
    }
  }
  return toHex(await sha256.bytes(Uint8Array.from(hashes)));
}
