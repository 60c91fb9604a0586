import type { PartPage, SignedPart, UploadView } from '#shared/schema/upload.ts';
import type { CasebellError } from '../errors.ts';
import type { HttpAnswer } from '../http.ts';
import type { HttpEvent } from '../http-event.ts';

/** Whether the caller wants lines, which a shell reads, and not JSON. */
export function wantsText({ headers }: HttpEvent): boolean {
  return /^\s*text\/plain\b/i.test(headers.accept ?? '');
}

/** An answer of lines. */
export function textAnswer(status: number, lines: readonly string[]): HttpAnswer {
  return {
    status,
    body: `${lines.join('\n')}\n`,
    headers: { 'content-type': 'text/plain; charset=utf-8' },
  };
}

/** A refusal: `error CODE text`. */
export function refusalText({ name, status, message, fix }: CasebellError): HttpAnswer {
  return textAnswer(status, [`error ${name} ${oneLine(`${message} ${fix}`)}`]);
}

/** An upload, one `key value` a line; what is not known yet has no line. */
export function uploadText(view: UploadView): string[] {
  const { concurrency, ...rest } = view;
  return Object.entries({ ...rest, concurrency: concurrency.sh })
    .filter(([, value]) => value !== null)
    .map(([key, value]) => `${key} ${oneLine(String(value))}`);
}

/** Signed parts, one a line: number, URL, hash in base64, and until when, with tabs in between. */
export function signedText({ items }: { readonly items: readonly SignedPart[] }): string[] {
  return items.map(({ n, url, headers, expiresAt }) =>
    [n, url, headers['x-amz-checksum-sha256'] ?? '', expiresAt].join('\t'),
  );
}

/** Listed parts, one a line: number, size and hash in hex, with tabs in between; then `next`, if there are more. */
export function partsText({ items, next }: PartPage): string[] {
  const lines = items.map(({ n, size, sha256 }) => [n, size, sha256].join('\t'));
  return next === null ? lines : [...lines, `next\t${next}`];
}

/** Names and reasons have no line ends of their own; a reader of lines must be able to rely on it. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
}
