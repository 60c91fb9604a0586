import * as z from 'zod/mini';

/** Longest text a person may write at once: a comment, a description, a plan (characters). */
export const MAX_TEXT = 20_000;

/** Whether `text` has a control character that is not among `allowed`, or half of a surrogate pair. */
function hasUnwritable(text: string, allowed: readonly string[]): boolean {
  for (const character of text) {
    const code = character.charCodeAt(0);
    if ((code < 32 || code === 127) && !allowed.includes(character)) return true;
    if (character.length === 1 && code >= 0xd800 && code <= 0xdfff) return true;
  }
  return false;
}

/** Text of several lines, at most `max` characters: trimmed, not empty, no control characters but tab and line ends. */
export function prose(max: number) {
  return z.string().check(
    z.trim(),
    z.minLength(1),
    z.maxLength(max),
    z.refine((text) => !hasUnwritable(text, ['\t', '\n', '\r']), 'contains control characters'),
  );
}

/** Prose as long as one may write at once. */
export const Prose = prose(MAX_TEXT);

/** One line: trimmed, not empty, no line ends (it may end in a mail header), at most `max` characters. */
export function line(max: number) {
  return z.string().check(
    z.trim(),
    z.minLength(1),
    z.maxLength(max),
    z.refine((text) => !hasUnwritable(text, []), 'must be one line without control characters'),
  );
}

/** An e-mail address, lower case: it identifies a person here (ACC-1). */
export const Email = z.email().check(z.toLowerCase(), z.maxLength(254));
