import * as z from 'zod/mini';

/** Longest text a person may write at once: a comment, a description, a plan (characters). */
export const MAX_TEXT = 20_000;

function hasControl(text: string, allowed: readonly string[]): boolean {
  for (const character of text) {
    const code = character.charCodeAt(0);
    if ((code < 32 || code === 127) && !allowed.includes(character)) return true;
  }
  return false;
}

/** Prose of several lines: trimmed, not empty, no control characters but tab and line ends. */
export const Prose = z.string().check(
  z.trim(),
  z.minLength(1),
  z.maxLength(MAX_TEXT),
  z.refine((text) => !hasControl(text, ['\t', '\n', '\r']), 'contains control characters'),
);

/** One line: trimmed, not empty, no line ends (it may end in a mail header), at most `max` characters. */
export function line(max: number) {
  return z.string().check(
    z.trim(),
    z.minLength(1),
    z.maxLength(max),
    z.refine((text) => !hasControl(text, []), 'must be one line without control characters'),
  );
}

/** An e-mail address, lower case: it identifies a person here (ACC-1). */
export const Email = z.email().check(z.toLowerCase(), z.maxLength(254));
