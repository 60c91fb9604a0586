import * as z from 'zod/mini';
import { LANGUAGES, type Language } from './language.ts';

const text = z.string().check(z.minLength(1), z.maxLength(1000));

/** A text of a policy pack: in English, and in as many other languages as the pack has. */
export const PackText = z
  .partialRecord(z.enum(LANGUAGES), text)
  .check(z.refine((texts) => texts.en !== undefined, 'needs at least the English text (en)'));
export type PackText = z.infer<typeof PackText>;

/** The text in `language`; in English where the pack does not have that language. */
export function textIn(texts: PackText, language: Language): string {
  return texts[language] ?? texts.en ?? '';
}
