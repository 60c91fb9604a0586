import { S3Error } from './s3-error.ts';
import { uriDecode } from './signature/uri-encode.ts';

/** A request as S3 understands it: decoded, and with the bucket and key it is about. */
export interface S3Request {
  readonly method: string;
  /** The decoded path, as it is signed: with the bucket when it is there, without when the host names it. */
  readonly path: string;
  /** Decoded names and values, in the order sent. */
  readonly query: readonly (readonly [name: string, value: string])[];
  /** By name in lower case; values of a repeated header are joined with a comma. */
  readonly headers: ReadonlyMap<string, string>;
  readonly bucket: string | undefined;
  /** Empty for a request about the bucket itself. */
  readonly key: string;
}

/** What Node tells about a request. */
export interface HttpHead {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly rawHeaders: readonly string[];
}

const MAX_KEY_BYTES = 1024;

/** Reads a request, path-style or with the bucket in the host name (`bucket.localhost`, `bucket.s3.localhost`). */
export function readRequest(head: HttpHead): S3Request {
  const target = head.url ?? '';
  if (!target.startsWith('/')) throw new S3Error('InvalidURI');
  const mark = target.indexOf('?');
  const path = uriDecode(mark === -1 ? target : target.slice(0, mark));
  const headers = readHeaders(head.rawHeaders);
  const hostBucket = bucketOfHost(headers.get('host') ?? '');
  const [, first = '', rest = ''] = /^\/([^/]*)\/?([\s\S]*)$/.exec(path) ?? [];
  const key = hostBucket === undefined ? rest : path.slice(1);
  if (Buffer.byteLength(key) > MAX_KEY_BYTES) {
    throw new S3Error('KeyTooLongError', undefined, {
      Size: String(Buffer.byteLength(key)),
      MaxSizeAllowed: String(MAX_KEY_BYTES),
    });
  }
  return {
    method: head.method ?? 'GET',
    path,
    query: mark === -1 ? [] : readQuery(target.slice(mark + 1)),
    headers,
    bucket: hostBucket ?? (first === '' ? undefined : first),
    key,
  };
}

/** The first value of a query parameter; empty for one without a value. */
export function parameter(request: Pick<S3Request, 'query'>, name: string): string | undefined {
  return request.query.find(([it]) => it === name)?.[1];
}

/**
 * A whole number given as query parameter (`max-keys`), or the default when it is absent.
 * What is more than S3's maximum counts as the maximum.
 */
export function numberParameter(
  request: Pick<S3Request, 'query'>,
  name: string,
  { usual, most }: { usual: number; most: number },
): number {
  const text = parameter(request, name);
  if (text === undefined || text === '') return usual;
  if (!/^\d{1,10}$/.test(text)) {
    throw new S3Error('InvalidArgument', `Provided ${name} not an integer or within integer range`, {
      ArgumentName: name,
      ArgumentValue: text,
    });
  }
  return Math.min(Number(text), most);
}

function readQuery(text: string): [string, string][] {
  return text
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const [, name = '', value = ''] = /^([^=]*)=?([\s\S]*)$/.exec(pair.replaceAll('+', ' ')) ?? [];
      return [uriDecode(name), uriDecode(value)];
    });
}

function readHeaders(raw: readonly string[]): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  for (let position = 0; position + 1 < raw.length; position += 2) {
    const name = (raw[position] ?? '').toLowerCase();
    const value = (raw[position + 1] ?? '').trim();
    const before = headers.get(name);
    headers.set(name, before === undefined ? value : `${before},${value}`);
  }
  return headers;
}

function bucketOfHost(host: string): string | undefined {
  return /^(?!s3\.)(.+?)(?:\.s3(?:\.[a-z0-9-]+)?)?\.localhost(?::\d+)?$/.exec(host.toLowerCase())?.[1];
}
