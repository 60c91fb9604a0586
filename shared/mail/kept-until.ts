import type { Instant } from '#shared/schema/instant.ts';
import type { Draft, Words } from './draft.ts';

/** Which upload it is about, and until when what has arrived of it is kept. */
export function keptUntil(
  { file, expiresAt }: { readonly file: string; readonly expiresAt: Instant },
  words: Words,
): Pick<Draft, 'facts' | 'values'> {
  const until = words.instant(expiresAt);
  return {
    facts: [
      ['file', file],
      ['keptUntil', until],
    ],
    values: { file, keptUntil: until },
  };
}
