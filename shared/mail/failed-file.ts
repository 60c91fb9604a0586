import { type Draft, reasonIn, type Words } from './draft.ts';

/** Which file could not be verified, and why. */
export function failedFile(
  { file, reason }: { readonly file: string; readonly reason: string },
  words: Words,
): Pick<Draft, 'facts' | 'quotes' | 'values'> {
  const why = reasonIn(words, 'reason', reason);
  return { facts: [['file', file], ...why.facts], quotes: why.quotes, values: { file } };
}
