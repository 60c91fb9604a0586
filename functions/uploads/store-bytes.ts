import { createHash } from 'node:crypto';
import type { Instant } from '#shared/schema/instant.ts';
import type { Actor } from '#shared/schema/person.ts';
import { compositeDigest } from '#shared/uploads/digest.ts';
import { shownFileName } from '#shared/uploads/file-name.ts';
import { LARGEST_STORED } from '#shared/uploads/limits.ts';
import { announceParts } from '../io/announced-parts.ts';
import { moveFile } from '../io/file-rows.ts';
import { putWhole } from '../io/objects.ts';
import { beginFile } from './begin-file.ts';
import { sha256 } from './sha256.ts';
import type { FileDeps } from './upload-route.ts';
import { verifyFile } from './verify-file.ts';

/** Bytes that the server holds, such as an attachment of a mail. */
export interface BytesToStore {
  readonly number: string;
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly by: Actor;
  /** When they came; the same for every try. */
  readonly at: Instant;
}

/** What S3 has is not what was stored. */
export class BytesNotStored extends Error {
  override readonly name = 'BytesNotStored';
}

/**
 * Makes a verified file of an SR out of bytes (WRK-6), the way an upload does: it has a row, uses the quotas, is
 * checked against its hash, and is in the timeline. Answers with the file's id.
 *
 * The row comes first, then the bytes, then the verification. A try that was cut off is gone on with by the next one of
 * the same bytes, name, person and instant, and repeating one that was not changes nothing; without a next one the
 * sweeper removes what there is. Throws what an upload is refused with, and BytesNotStored.
 */
export async function storeBytes(
  { number, name, bytes, by, at }: BytesToStore,
  deps: FileDeps,
): Promise<string> {
  if (bytes.length > LARGEST_STORED)
    throw new RangeError(`At most ${LARGEST_STORED} bytes are stored at once.`);
  const hash = createHash('sha256').update(bytes).digest('hex');
  const { file } = await beginFile(
    {
      number,
      body: { name: shownFileName(name), size: bytes.length, mtime: at, fingerprint: `sha256:${hash}` },
      now: at,
      whole: true,
      who: async () => ({ actor: by, relation: 'contact', ticket: null }),
      goesOn: ({ state }) => state === 'uploading' || state === 'verifying' || state === 'verified',
    },
    deps,
  );
  if (file.state === 'uploading') {
    const hashes = bytes.length > 0 ? [hash] : [];
    await announceParts(
      deps.table,
      file,
      hashes.map((part) => ({ n: 1, sha256: part })),
    );
    await putWhole(deps.bucket, file.key, bytes, hash);
    const digest = await compositeDigest(hashes, sha256);
    await moveFile(deps.table, file, { ...file, state: 'verifying', digest }, at);
  }
  const outcome = await verifyFile(file, at, deps);
  if (outcome === 'failed') throw new BytesNotStored(`The file ${file.id} of ${number} was not stored.`);
  return file.id;
}
