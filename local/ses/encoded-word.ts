/**
 * Decodes the encoded words of a header value (RFC 2047), joining words that are only separated by space
 * before the characters are decoded, since libraries split words in the middle of a character.
 */
export function decodeWords(value: string): string {
  const joined = value.replace(
    /(=\?[^?\s]+\?[bqBQ]\?[^?\s]*\?=)\s+(?==\?[^?\s]+\?[bqBQ]\?[^?\s]*\?=)/g,
    '$1',
  );
  return joined.replace(/(?:=\?[^?\s]+\?[bqBQ]\?[^?\s]*\?=)+/g, (run) => {
    const words = [...run.matchAll(/=\?([^?\s]+)\?([bqBQ])\?([^?\s]*)\?=/g)];
    const charset = words[0]?.[1] ?? 'utf-8';
    const bytes = words.map(([, , encoding = 'b', text = '']) => wordBytes(encoding, text));
    try {
      return new TextDecoder(charset.split('*')[0]).decode(Buffer.concat(bytes));
    } catch (error) {
      if (error instanceof RangeError) return run;
      throw error;
    }
  });
}

function wordBytes(encoding: string, text: string): Buffer {
  if (encoding.toLowerCase() === 'b') return Buffer.from(text, 'base64');
  const plain = text
    .replaceAll('_', ' ')
    .replace(/=([0-9A-Fa-f]{2})/g, (_match, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(plain, 'latin1');
}
