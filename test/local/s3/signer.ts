import { createHash, createHmac } from 'node:crypto';

/** A signer of its own, after the S3 API reference: what the server computes is held against this. */
export interface SigningOptions {
  readonly accessKeyId?: string;
  readonly secretAccessKey?: string;
  readonly region?: string;
  readonly service?: string;
  readonly now?: number;
}

/** A request to be signed; header names in lower case. */
export interface PlainRequest {
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export const ACCESS_KEY = 'CASEBELLROOT';
export const SECRET = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';

export const sha256 = (bytes: string | Buffer): string => createHash('sha256').update(bytes).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

export function amzDate(now: number): string {
  return `${new Date(now).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
}

function keyFor(options: SigningOptions, date: string): { scope: string; key: Buffer } {
  const { region = 'us-east-1', service = 's3', secretAccessKey = SECRET } = options;
  const day = date.slice(0, 8);
  const key = [day, region, service, 'aws4_request'].reduce<Buffer>(
    (derived, step) => hmac(derived, step),
    Buffer.from(`AWS4${secretAccessKey}`),
  );
  return { scope: `${day}/${region}/${service}/aws4_request`, key };
}

function canonical(
  { method, url }: PlainRequest,
  headers: Readonly<Record<string, string>>,
  payload: string,
): { text: string; signed: string } {
  const { pathname, search } = new URL(url);
  const names = Object.keys(headers).sort();
  const query = search
    .slice(1)
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => (pair.includes('=') ? pair : `${pair}=`))
    .sort((a, b) => (a < b ? -1 : 1))
    .join('&');
  const signed = names.join(';');
  const lines = names.map((name) => `${name}:${headers[name]}\n`).join('');
  return { text: [method, pathname, query, lines, signed, payload].join('\n'), signed };
}

/** The headers of a request signed in its `Authorization` header; the URL must be percent-encoded already. */
export function signHeaders(
  request: PlainRequest,
  payload: string,
  options: SigningOptions = {},
): { headers: Record<string, string>; signature: string; date: string; scope: string; key: Buffer } {
  const date = amzDate(options.now ?? Date.now());
  const { scope, key } = keyFor(options, date);
  const headers: Record<string, string> = {
    ...request.headers,
    host: new URL(request.url).host,
    'x-amz-content-sha256': payload,
    'x-amz-date': date,
  };
  const { text, signed } = canonical(request, headers, payload);
  const signature = hmac(key, ['AWS4-HMAC-SHA256', date, scope, sha256(text)].join('\n')).toString('hex');
  const credential = `${options.accessKeyId ?? ACCESS_KEY}/${scope}`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${signed}, Signature=${signature}`;
  return { headers: { ...headers, authorization }, signature, date, scope, key };
}

/** A presigned URL: the headers given are signed and must be sent with it. */
export function presign(
  request: PlainRequest,
  options: SigningOptions & { readonly expires?: number | string } = {},
): string {
  const date = amzDate(options.now ?? Date.now());
  const { scope, key } = keyFor(options, date);
  const url = new URL(request.url);
  const headers = { ...request.headers, host: url.host };
  const parameters = {
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': `${options.accessKeyId ?? ACCESS_KEY}/${scope}`,
    'X-Amz-Date': date,
    'X-Amz-Expires': String(options.expires ?? 3600),
    'X-Amz-SignedHeaders': Object.keys(headers).sort().join(';'),
  };
  const added = Object.entries(parameters)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
  const full = `${request.url}${url.search === '' ? '?' : '&'}${added}`;
  const { text } = canonical({ ...request, url: full }, headers, 'UNSIGNED-PAYLOAD');
  const signature = hmac(key, ['AWS4-HMAC-SHA256', date, scope, sha256(text)].join('\n')).toString('hex');
  return `${full}&X-Amz-Signature=${signature}`;
}

/** An aws-chunked body, its pieces signed when a seed is given. */
export function chunkedBody(
  pieces: readonly Buffer[],
  seed?: { readonly signature: string; readonly date: string; readonly scope: string; readonly key: Buffer },
  trailer?: readonly [name: string, value: string],
): Buffer {
  let previous = seed?.signature ?? '';
  const sign = (kind: string, ...hashes: string[]): string => {
    const text = [`AWS4-HMAC-SHA256-${kind}`, seed?.date, seed?.scope, previous, ...hashes].join('\n');
    previous = hmac(seed?.key ?? '', text).toString('hex');
    return previous;
  };
  const parts: (Buffer | string)[] = [];
  for (const piece of [...pieces, Buffer.alloc(0)]) {
    const extension =
      seed === undefined ? '' : `;chunk-signature=${sign('PAYLOAD', sha256(''), sha256(piece))}`;
    parts.push(`${piece.length.toString(16)}${extension}\r\n`);
    if (piece.length > 0) parts.push(piece, '\r\n');
  }
  if (trailer !== undefined) {
    parts.push(`${trailer[0]}:${trailer[1]}\r\n`);
    if (seed !== undefined) {
      parts.push(`x-amz-trailer-signature:${sign('TRAILER', sha256(`${trailer[0]}:${trailer[1]}\n`))}\r\n`);
    }
  }
  parts.push('\r\n');
  return Buffer.concat(parts.map((part) => Buffer.from(part)));
}
