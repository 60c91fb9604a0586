import { changed } from '../upload/changed.ts';
import { type Sha256, type Source, SourceUnreadable } from '../upload/ports.ts';
import { HashFailed, type HashPool } from './hash-pool.ts';

/** Hashes the parts of one file; where it cannot be read, because it was changed, that is what is said. */
export function partHashes(pool: HashPool, source: Pick<Source<Blob>, 'changed'>): Sha256<Blob> {
  return {
    async part(body, signal) {
      try {
        return await pool.hash(body, signal);
      } catch (error) {
        if (!(error instanceof HashFailed)) throw error;
        const change = await source.changed();
        if (change !== null) throw changed(change);
        throw new SourceUnreadable(
          'The browser cannot read the file. See that its disk is there and that you may read it, and choose it again.',
        );
      }
    },
    bytes: async (bytes) => new Uint8Array(await crypto.subtle.digest('SHA-256', Uint8Array.from(bytes))),
  };
}
