import { checksumHeader } from '../checksum/algorithm.ts';
import { checkedValue, type DeclaredChecksum, declaredChecksum } from '../checksum/declared-checksum.ts';
import { type Digest, type DigestName, startDigest } from '../checksum/digest.ts';
import { S3Error } from '../s3-error.ts';
import type { Caller } from '../signature/authenticate.ts';
import { ChunkedBody } from './chunked-body.ts';

/** A body on its way in. */
export interface IncomingBody {
  readonly headers: ReadonlyMap<string, string>;
  readonly bytes: AsyncIterable<Buffer>;
  readonly caller: Pick<Caller, 'payload' | 'chunks'>;
}

/** Where the data goes; a promise asks to wait before more is written. */
export interface BodySink {
  write(bytes: Buffer): Promise<void> | undefined;
}

/** What the receiver asks for. */
export interface ReceiveOptions {
  readonly maxBytes: number;
  /** Digests to compute beside those that are verified. */
  readonly digests: readonly DigestName[];
  /** False where the checksum header speaks of something else than this body. */
  readonly checksumOfBody: boolean;
}

/** A body that arrived whole and is what its sender said it is. */
export interface ReceivedBody {
  readonly size: number;
  readonly digests: ReadonlyMap<DigestName, Buffer>;
  readonly declared: DeclaredChecksum | undefined;
}

/**
 * Receives a body piece by piece and verifies all the client declared: length, hash of the payload, signatures of the
 * pieces, Content-MD5, checksum in header or trailer. The sink has seen the data before that, so that nothing need be
 * held in memory: what it wrote counts only when this returns.
 */
export async function receiveBody(
  { headers, bytes, caller }: IncomingBody,
  sink: BodySink,
  options: ReceiveOptions,
): Promise<ReceivedBody> {
  const { payload } = caller;
  const declared = options.checksumOfBody ? declaredChecksum(headers) : undefined;
  const contentMd5 = readContentMd5(headers);
  const expectedSize = readLength(headers, payload.kind === 'chunked');
  if (expectedSize > options.maxBytes) {
    throw new S3Error('EntityTooLarge', undefined, {
      ProposedSize: String(expectedSize),
      MaxSizeAllowed: String(options.maxBytes),
    });
  }
  const digests = new Map<DigestName, Digest>();
  const wanted: DigestName[] = [...options.digests];
  if (declared !== undefined) wanted.push(declared.algorithm);
  if (contentMd5 !== undefined) wanted.push('MD5');
  if (payload.kind === 'hashed') wanted.push('SHA256');
  for (const name of wanted) if (!digests.has(name)) digests.set(name, startDigest(name));

  const chunked =
    payload.kind === 'chunked'
      ? new ChunkedBody({
          signatures: payload.signed ? caller.chunks : undefined,
          trailers: payload.trailer ? announcedTrailers(headers) : undefined,
        })
      : undefined;
  let size = 0;
  for await (const piece of bytes) {
    for (const data of chunked === undefined ? [piece] : chunked.decode(piece)) {
      size += data.length;
      if (size > expectedSize) throw new S3Error('IncompleteBody');
      for (const digest of digests.values()) digest.update(data);
      const waiting = sink.write(data);
      if (waiting !== undefined) await waiting;
    }
  }
  chunked?.end();
  if (size !== expectedSize) throw new S3Error('IncompleteBody');

  const results = new Map([...digests].map(([name, digest]) => [name, digest.end()] as const));
  if (payload.kind === 'hashed') checkPayload(payload.sha256, results.get('SHA256'));
  if (contentMd5 !== undefined) checkMd5(contentMd5, results.get('MD5'));
  if (declared !== undefined) checkDeclared(declared, chunked, results.get(declared.algorithm));
  return { size, digests: results, declared };
}

/** Receives a small body as text. */
export async function receiveText(
  incoming: IncomingBody,
  { maxBytes, checksumOfBody }: Pick<ReceiveOptions, 'maxBytes' | 'checksumOfBody'>,
): Promise<string> {
  const pieces: Buffer[] = [];
  const sink: BodySink = {
    write: (bytes) => {
      pieces.push(bytes);
      return undefined;
    },
  };
  try {
    await receiveBody(incoming, sink, { maxBytes, checksumOfBody, digests: [] });
  } catch (error) {
    if (error instanceof S3Error && error.code === 'EntityTooLarge') {
      throw new S3Error('MaxMessageLengthExceeded', undefined, error.details);
    }
    throw error;
  }
  return Buffer.concat(pieces).toString('utf8');
}

function readLength(headers: ReadonlyMap<string, string>, chunked: boolean): number {
  const length = headers.get(chunked ? 'x-amz-decoded-content-length' : 'content-length');
  if (length === undefined || !/^\d{1,15}$/.test(length)) throw new S3Error('MissingContentLength');
  return Number(length);
}

function readContentMd5(headers: ReadonlyMap<string, string>): string | undefined {
  const value = headers.get('content-md5');
  if (value === undefined) return undefined;
  const bytes = Buffer.from(value, 'base64');
  if (bytes.length === 16 && bytes.toString('base64') === value) return value;
  throw new S3Error('InvalidDigest', undefined, { 'Content-MD5': value });
}

function announcedTrailers(headers: ReadonlyMap<string, string>): string[] {
  const announced = headers.get('x-amz-trailer');
  if (announced === undefined) {
    throw new S3Error('MissingSecurityHeader', undefined, { MissingHeaderName: 'x-amz-trailer' });
  }
  return announced.split(',').map((name) => name.trim().toLowerCase());
}

function checkPayload(expected: string, computed: Buffer | undefined): void {
  const actual = computed?.toString('hex');
  if (actual === expected) return;
  throw new S3Error('XAmzContentSHA256Mismatch', undefined, {
    ClientComputedContentSHA256: expected,
    S3ComputedContentSHA256: actual ?? '',
  });
}

function checkMd5(expected: string, computed: Buffer | undefined): void {
  const actual = computed?.toString('base64');
  if (actual === expected) return;
  throw new S3Error('BadDigest', undefined, { ExpectedDigest: expected, CalculatedDigest: actual ?? '' });
}

function checkDeclared(
  { algorithm, value }: DeclaredChecksum,
  chunked: ChunkedBody | undefined,
  computed: Buffer | undefined,
): void {
  const expected = value ?? checkedValue(algorithm, chunked?.trailers.get(checksumHeader(algorithm)) ?? '');
  if (computed?.toString('base64') === expected) return;
  throw new S3Error('BadDigest', `The ${algorithm} you specified did not match the calculated checksum.`);
}
