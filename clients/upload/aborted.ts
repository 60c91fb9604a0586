/** Settles as `promise` does, unless the signal is aborted first: then it rejects with the signal's reason. */
export async function orAborted<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  signal.throwIfAborted();
  let stop = () => {};
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** A controller that is aborted with `signal`, and what to call so that it is not any more. */
export function follow(signal: AbortSignal): {
  readonly controller: AbortController;
  readonly leave: () => void;
} {
  signal.throwIfAborted();
  const controller = new AbortController();
  const pass = () => controller.abort(signal.reason);
  signal.addEventListener('abort', pass, { once: true });
  return { controller, leave: () => signal.removeEventListener('abort', pass) };
}
