import type { IncomingMessage } from 'node:http';

/** What became of a request's body: its bytes, too many of them, or a client that hung up. */
export type RequestBody =
  | { readonly kind: 'whole'; readonly bytes: Buffer }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'aborted' };

/**
 * Reads a whole body up to `maxBytes`. Beyond that it stops keeping bytes but drains what still comes (up to
 * ten times the limit), so that the client can read the answer instead of seeing a broken pipe.
 */
export function readBody(request: IncomingMessage, maxBytes: number): Promise<RequestBody> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= maxBytes) chunks.push(chunk);
      else chunks.length = 0;
      if (size > 10 * maxBytes) request.destroy();
    });
    request.on('end', () =>
      resolve(size > maxBytes ? { kind: 'too-large' } : { kind: 'whole', bytes: Buffer.concat(chunks) }),
    );
    request.on('error', () => resolve({ kind: 'aborted' }));
    request.on('close', () => resolve({ kind: 'aborted' }));
  });
}
