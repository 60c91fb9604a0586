import type { BodySink } from './body/receive.ts';
import type { S3ErrorCode } from './s3-error.ts';

/** What a test does to one request. */
export type Fault =
  /** Answers so, without doing anything; with S3's usual message unless another is given. */
  | { readonly kind: 'error'; readonly code: S3ErrorCode; readonly message?: string }
  /** Waits, in real milliseconds, before anything is done. */
  | { readonly kind: 'delay'; readonly ms: number }
  /**
   * Cuts the connection after that many bytes of the body came in, at its end at the latest, with nothing done.
   * For a GET: after that many bytes of the answer went out.
   */
  | { readonly kind: 'cut'; readonly afterBytes: number }
  /** Turns a bit: on the way in (S3 can notice), on the disk behind the checks (it cannot), or on the way out. */
  | { readonly kind: 'flip'; readonly where: 'received' | 'stored' | 'sent'; readonly atByte: number }
  /** Does the work, then cuts the connection instead of answering. */
  | { readonly kind: 'dropAnswer' };

/** The request a fault may be meant for. */
export interface FaultTarget {
  /** `UploadPart` */
  readonly operation: string;
  readonly method: string;
  readonly bucket: string | undefined;
  readonly key: string;
  readonly uploadId: string | undefined;
  readonly partNumber: number | undefined;
}

/** Thrown to leave a request without an answer: its connection is to be cut. */
export class ConnectionCut extends Error {
  override readonly name = 'ConnectionCut';
}

/** The bytes of a body as the fault lets them through. */
export async function* faultyBytes(
  bytes: AsyncIterable<Buffer>,
  fault: Fault | undefined,
  direction: 'received' | 'sent',
): AsyncGenerator<Buffer> {
  let position = 0;
  for await (const piece of bytes) {
    if (fault?.kind === 'cut' && position + piece.length >= fault.afterBytes) {
      yield piece.subarray(0, fault.afterBytes - position);
      throw new ConnectionCut('A fault was asked for');
    }
    const flips = fault?.kind === 'flip' && fault.where === direction;
    yield flips ? flipped(piece, fault.atByte - position) : piece;
    position += piece.length;
  }
  if (fault?.kind === 'cut') throw new ConnectionCut('A fault was asked for');
}

/** A sink that stores what the fault makes of the bytes. */
export function faultySink(sink: BodySink, fault: Fault | undefined): BodySink {
  if (fault?.kind !== 'flip' || fault.where !== 'stored') return sink;
  let position = 0;
  return {
    write(bytes) {
      const start = position;
      position += bytes.length;
      return sink.write(flipped(bytes, fault.atByte - start));
    },
  };
}

function flipped(bytes: Buffer, at: number): Buffer {
  if (at < 0 || at >= bytes.length) return bytes;
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}
