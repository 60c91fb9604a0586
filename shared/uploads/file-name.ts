/** Longest name that is shown (characters). */
const LONGEST_SHOWN = 255;

/** Longest name of a download (bytes in UTF-8): the limit of common file systems, less room for ` (1)`. */
const LONGEST_SAFE = 240;

/** Longest ending that outlives a shortening (characters, with its dot). */
const LONGEST_ENDING = 16;

/** What a file is called of whose name nothing is left. */
const NAMELESS = 'file';

/**
 * Control and formatting characters, halves of surrogate pairs, and line separators: they break headers and lines,
 * or turn a name around so that `exe.txt` is a program.
 */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Quotes end a quoted name; the others mean something to some file system or shell. */
const QUOTES = /["'`<>|*?]/g;
const SEPARATORS = /[/\\:]/g;

/** Names that Windows keeps for devices, whatever their ending. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;

/** A file's name as lists, mails and terminals may show it: one line, nothing invisible in it, at most 255 characters. */
export function shownFileName(name: string): string {
  const shown = name.normalize('NFC').replaceAll(INVISIBLE, '').trim();
  return shorten(shown, LONGEST_SHOWN, ({ length }) => length) || NAMELESS;
}

/** What a download of the file is called: as shown, without quotes, separators and leading dots, of any length a disk takes. */
export function safeFileName(name: string): string {
  const plain = shownFileName(name)
    .replaceAll(SEPARATORS, '_')
    .replaceAll(QUOTES, '')
    .replaceAll(/^[. ]+|[. ]+$/g, '')
    .replace(DEVICE, '_$1');
  return shorten(plain, LONGEST_SAFE, utf8Length) || NAMELESS;
}

/**
 * The Content-Disposition of a download (RFC 6266): always an attachment, under the safe name; in `filename*` whole,
 * in `filename` in ASCII for programs that know no better.
 */
export function contentDisposition(name: string): string {
  const safe = safeFileName(name);
  const ascii = safe.replaceAll(/[^\x20-\x7e]/gu, '_').replaceAll('%', '_');
  // What encodeURIComponent leaves and RFC 8187 does not: quotes and asterisks are gone already.
  const encoded = encodeURIComponent(safe).replaceAll(
    /[()]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}

/** The name cut to `most`, its ending kept; no character is cut in two. */
function shorten(name: string, most: number, measure: (text: string) => number): string {
  if (measure(name) <= most) return name;
  const dot = name.lastIndexOf('.');
  const ending = dot > 0 && name.length - dot <= LONGEST_ENDING ? name.slice(dot) : '';
  const characters = Array.from(ending === '' ? name : name.slice(0, dot));
  const room = most - measure(ending);
  let kept = '';
  let used = 0;
  for (const character of characters) {
    used += measure(character);
    if (used > room) break;
    kept += character;
  }
  return `${kept}${ending}`;
}

/** Bytes of a text without lone surrogates in UTF-8. */
function utf8Length(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}
