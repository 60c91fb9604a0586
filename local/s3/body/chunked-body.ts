import { createHash, type Hash } from 'node:crypto';
import { S3Error } from '../s3-error.ts';
import type { ChunkSignatures } from '../signature/chunk-signatures.ts';

/** S3 refuses smaller pieces, but for the last. */
const SMALLEST_CHUNK = 8192;
const LONGEST_LINE = 8192;

/** What an aws-chunked body has to be. */
export interface ChunkedForm {
  /** Verifies each piece; undefined when the pieces are not signed. */
  readonly signatures: ChunkSignatures | undefined;
  /** The trailing headers announced, in lower case; undefined when the body may have none. */
  readonly trailers: readonly string[] | undefined;
}

/**
 * Takes the aws-chunked encoding off a body as it comes in: `size;chunk-signature=...`, data, and trailing headers.
 * Data is handed on before its signature was seen: whoever stores it must discard it if a later call throws.
 */
export class ChunkedBody {
  /** The trailing headers, once all was read. */
  readonly trailers = new Map<string, string>();
  readonly #form: ChunkedForm;
  #phase: 'size' | 'data' | 'separator' | 'trailer' | 'done' = 'size';
  #line = '';
  #remaining = 0;
  #lastSize = SMALLEST_CHUNK;
  #signature = '';
  #hash: Hash | undefined;

  constructor(form: ChunkedForm) {
    this.#form = form;
  }

  /** The data in the next bytes of the encoded body. */
  decode(bytes: Buffer): Buffer[] {
    const data: Buffer[] = [];
    let position = 0;
    while (position < bytes.length) {
      if (this.#phase === 'data') {
        const piece = bytes.subarray(position, position + this.#remaining);
        this.#hash?.update(piece);
        data.push(piece);
        position += piece.length;
        this.#remaining -= piece.length;
        if (this.#remaining === 0) this.#endChunk();
        continue;
      }
      const end = bytes.indexOf(0x0a, position);
      this.#line += bytes.toString('latin1', position, end === -1 ? bytes.length : end);
      if (this.#line.length > LONGEST_LINE || this.#phase === 'done') throw new S3Error('IncompleteBody');
      if (end === -1) break;
      position = end + 1;
      const line = this.#line;
      this.#line = '';
      if (!line.endsWith('\r')) throw new S3Error('IncompleteBody');
      this.#take(line.slice(0, -1));
    }
    return data;
  }

  /** Throws IncompleteBody unless the body came to its end. */
  end(): void {
    if (this.#phase !== 'done') throw new S3Error('IncompleteBody');
  }

  #take(line: string): void {
    if (this.#phase === 'trailer') {
      if (line === '') this.#endTrailers();
      else this.#addTrailer(line);
      return;
    }
    if (this.#phase === 'separator') {
      if (line !== '') throw new S3Error('IncompleteBody');
      this.#phase = 'size';
      return;
    }
    const match = /^([0-9a-fA-F]{1,12})(?:;chunk-signature=([0-9a-f]{64}))?$/.exec(line);
    if (match === null) throw new S3Error('IncompleteBody');
    const size = Number.parseInt(match[1] ?? '', 16);
    this.#signature = match[2] ?? '';
    if (size > 0 && this.#lastSize < SMALLEST_CHUNK) throw new S3Error('InvalidChunkSizeError');
    this.#lastSize = size;
    this.#remaining = size;
    if (this.#form.signatures !== undefined) this.#hash = createHash('sha256');
    this.#phase = 'data';
    if (size === 0) this.#endChunk();
  }

  #endChunk(): void {
    if (this.#hash !== undefined)
      this.#form.signatures?.checkChunk(this.#signature, this.#hash.digest('hex'));
    this.#phase = this.#lastSize === 0 ? 'trailer' : 'separator';
  }

  #addTrailer(line: string): void {
    const mark = line.indexOf(':');
    const name = line.slice(0, mark).trim().toLowerCase();
    if (mark === -1 || this.#form.trailers === undefined) throw new S3Error('MalformedTrailerError');
    this.trailers.set(name, line.slice(mark + 1).trim());
  }

  #endTrailers(): void {
    this.#phase = 'done';
    const signature = this.trailers.get('x-amz-trailer-signature');
    this.trailers.delete('x-amz-trailer-signature');
    const announced = [...(this.#form.trailers ?? [])].sort().join();
    if (announced !== [...this.trailers.keys()].sort().join()) throw new S3Error('MalformedTrailerError');
    if (this.#form.trailers === undefined || this.#form.signatures === undefined) return;
    const lines = [...this.trailers].map(([name, value]) => `${name}:${value}\n`).join('');
    this.#form.signatures.checkTrailer(signature ?? '', createHash('sha256').update(lines).digest('hex'));
  }
}
