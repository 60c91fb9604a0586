import * as z from 'zod/mini';
import { Instant } from '#shared/schema/instant.ts';
import { attributeOf, type StreamRecord } from './stream-event.ts';

/** A file that is to be verified: the keys of its row, and when it was completed, or offered again by the sweeper. */
export const OfferedFile = z.object({
  pk: z.string().check(z.regex(/^SR#\d+$/, 'must be the key of a request')),
  sk: z.string().check(z.regex(/^F#\w{26}$/, 'must be the key of a file')),
  offeredAt: Instant,
});
export type OfferedFile = z.infer<typeof OfferedFile>;

/** The file that a write offers for verification; null when it offers none. */
export function offeredFile({ dynamodb: { NewImage } }: StreamRecord): OfferedFile | null {
  if (attributeOf(NewImage, 'state') !== 'verifying') return null;
  const read = OfferedFile.safeParse({
    pk: attributeOf(NewImage, 'pk'),
    sk: attributeOf(NewImage, 'sk'),
    offeredAt: attributeOf(NewImage, 'attendAt'),
  });
  return read.success ? read.data : null;
}
