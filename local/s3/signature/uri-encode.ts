import { S3Error } from '../s3-error.ts';

/**
 * `UriEncode` of Signature Version 4: every byte but `A-Z a-z 0-9 - . _ ~` becomes `%XY`; in a path `/` stays.
 * S3 encodes the path once, other services twice (S3 API reference, "Signature Calculations").
 */
export function uriEncode(text: string, kind: 'path' | 'query'): string {
  const encoded = encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return kind === 'path' ? encoded.replaceAll('%2F', '/') : encoded;
}

/** The text behind a percent-encoded path or query part; bytes that are no UTF-8 are refused. */
export function uriDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new S3Error('InvalidURI');
  }
}
