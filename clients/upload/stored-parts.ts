import type { StoredPart } from '#shared/schema/upload.ts';
import { ask } from './ask.ts';
import { UploadEnded } from './outcome.ts';
import type { UploadApi } from './ports.ts';
import type { Run } from './run.ts';

/** Every part that the store has of an upload, from all pages of the list: S3 gives at most 1,000 on one (lesson 29). */
export async function storedParts(
  api: UploadApi,
  run: Run,
  id: string,
): Promise<ReadonlyMap<number, StoredPart>> {
  const stored = new Map<number, StoredPart>();
  for (let after: number | null = 0; after !== null; ) {
    const from: number = after;
    const page = await ask(run, (signal) => api.listParts(id, from, signal));
    for (const part of page.items) stored.set(part.n, part);
    if (page.next !== null && page.next <= from)
      throw new UploadEnded({
        kind: 'failed',
        sentence: 'The desk lists the same parts again and again. It may be of another version.',
      });
    after = page.next;
  }
  return stored;
}
