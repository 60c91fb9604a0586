/** What a stream says whose reader has gone: a pipe, and a terminal. */
const GONE = new Set(['EPIPE', 'EIO']);

/**
 * Lets the program go on when whoever read its output has gone, as `head` does and a terminal that is closed: an upload
 * is worth more than its progress, and its exit code still tells how it ended. Any other error of a stream is thrown.
 */
export function outliveReader(...streams: readonly NodeJS.WriteStream[]): void {
  for (const stream of streams) if (!stream.listeners('error').includes(pass)) stream.on('error', pass);
}

function pass(error: NodeJS.ErrnoException): void {
  if (!GONE.has(error.code ?? '')) throw error;
}
