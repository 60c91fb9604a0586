import { decodeWords } from './encoded-word.ts';

/** A part that is neither the text nor the HTML of a message. */
export interface Attachment {
  readonly filename: string;
  readonly type: string;
  readonly content: Buffer;
}

/** A MIME message taken apart for reading. */
export interface Message {
  /** Name as written and decoded value, in order. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly text: string | null;
  readonly html: string | null;
  readonly attachments: readonly Attachment[];
}

interface Part {
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Buffer;
}

/** A message nested deeper than this is shown as far as this. */
const MAX_DEPTH = 10;

/**
 * Takes a MIME message apart (RFC 2045 to 2047): unfolded and decoded headers, the first plain text and the
 * first HTML part, everything else as attachments. It reads what mail libraries write; what it cannot decode
 * stays as it came, and nothing makes it throw.
 */
export function parseMessage(raw: Buffer): Message {
  const root = splitPart(raw);
  const message = {
    text: null as string | null,
    html: null as string | null,
    attachments: [] as Attachment[],
  };
  collect(root, 0);
  return { headers: root.headers.map(([name, value]) => [name, decodeWords(value)]), ...message };

  function collect(part: Part, depth: number): void {
    const { value: type, parameters } = headerValue(headerOf(part.headers, 'content-type') ?? 'text/plain');
    const boundary = parameters.get('boundary');
    if (type.startsWith('multipart/') && boundary !== undefined && depth < MAX_DEPTH) {
      for (const child of childrenOf(part.body, boundary)) collect(splitPart(child), depth + 1);
      return;
    }
    const disposition = headerValue(headerOf(part.headers, 'content-disposition') ?? '');
    const content = decodeBody(part);
    const isAttached = disposition.value === 'attachment';
    if (!isAttached && type === 'text/plain' && message.text === null) {
      message.text = decodeText(content, parameters.get('charset'));
    } else if (!isAttached && type === 'text/html' && message.html === null) {
      message.html = decodeText(content, parameters.get('charset'));
    } else {
      const filename = disposition.parameters.get('filename') ?? parameters.get('name') ?? 'unnamed';
      message.attachments.push({ filename: decodeWords(filename), type, content });
    }
  }
}

/** The decoded value of a header, by its name in any case. */
export function headerOf(headers: Message['headers'], name: string): string | undefined {
  return headers.find(([it]) => it.toLowerCase() === name.toLowerCase())?.[1];
}

function splitPart(raw: Buffer): Part {
  const source = raw.toString('latin1');
  const end = /\r?\n\r?\n/.exec(source);
  const starts = /^\r?\n/.exec(source);
  if (starts) return { headers: [], body: raw.subarray(starts[0].length) };
  const head = end === null ? raw : raw.subarray(0, end.index);
  const body = end === null ? Buffer.alloc(0) : raw.subarray(end.index + end[0].length);
  const lines = head
    .toString('utf8')
    .replace(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/);
  const headers = lines
    .map((line) => /^([!-9;-~]+):\s*(.*)$/.exec(line))
    .filter((match) => match !== null)
    .map(([, name = '', value = '']) => [name, value] as const);
  return { headers, body };
}

function childrenOf(body: Buffer, boundary: string): Buffer[] {
  // The line break before a delimiter belongs to the delimiter (RFC 2046, 5.1.1).
  const escaped = boundary.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const [, ...sections] = `\n${body.toString('latin1')}`.split(
    new RegExp(`\\r?\\n--${escaped}(?=--|[ \\t]*\\r?\\n)`),
  );
  return sections
    .filter((section) => !section.startsWith('--'))
    .map((section) => Buffer.from(section.replace(/^[ \t]*\r?\n/, ''), 'latin1'));
}

function decodeBody({ headers, body }: Part): Buffer {
  const encoding = headerOf(headers, 'content-transfer-encoding')?.trim().toLowerCase();
  if (encoding === 'base64') return Buffer.from(body.toString('latin1'), 'base64');
  if (encoding !== 'quoted-printable') return body;
  const text = body
    .toString('latin1')
    .replace(/[ \t]+(?=\r?\n)/g, '')
    .replace(/=\r?\n/g, '')
    .replace(/=([0-9A-Fa-f]{2})/g, (_match, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(text, 'latin1');
}

function decodeText(content: Buffer, charset = 'utf-8'): string {
  try {
    return new TextDecoder(charset).decode(content);
  } catch (error) {
    if (error instanceof RangeError) return content.toString('latin1');
    throw error;
  }
}

/** `text/plain; charset="utf-8"` as value and parameters. */
function headerValue(header: string): { value: string; parameters: ReadonlyMap<string, string> } {
  const [value = ''] = header.split(';');
  const parameters = new Map<string, string>();
  for (const [, name = '', quoted, plain] of header.matchAll(
    /;\s*([^=;\s]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]*))/g,
  )) {
    parameters.set(name.toLowerCase(), quoted?.replace(/\\(.)/g, '$1') ?? plain?.trim() ?? '');
  }
  return { value: value.trim().toLowerCase(), parameters };
}
