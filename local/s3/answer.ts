import type { XmlElement } from './xml.ts';
import { xmlDocument } from './xml.ts';

/** A body that is read from the disk while it is sent. */
export interface AnswerStream {
  readonly bytes: AsyncIterable<Buffer>;
  /** To be called when sending is over, however it ended. */
  release(): void;
}

/** An HTTP answer; `content-length` is added for a text. */
export interface S3Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | AnswerStream;
}

/** An answer without a body. */
export function emptyAnswer(status: number, headers: Readonly<Record<string, string>> = {}): S3Answer {
  return { status, headers, body: '' };
}

/** An answer with an XML document. */
export function xmlAnswer(
  root: string,
  content: readonly XmlElement[],
  headers: Readonly<Record<string, string>> = {},
): S3Answer {
  return {
    status: 200,
    headers: { 'content-type': 'application/xml', ...headers },
    body: xmlDocument(root, content),
  };
}
