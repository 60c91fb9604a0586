/** Who is to be told of each signal's abort. One listener serves them all: platforms warn of a signal that has many. */
const listening = new WeakMap<AbortSignal, Set<() => void>>();

/** Calls `told` when the signal is aborted, unless the function it returns was called before. */
export function onAbort(signal: AbortSignal, told: () => void): () => void {
  let all = listening.get(signal);
  if (!all) {
    const newly = new Set<() => void>();
    all = newly;
    listening.set(signal, newly);
    signal.addEventListener(
      'abort',
      () => {
        for (const one of [...newly]) one();
      },
      { once: true },
    );
  }
  const mine = () => told();
  all.add(mine);
  return () => all.delete(mine);
}

/** Settles as `promise` does, unless the signal is aborted first: then it rejects with the signal's reason. */
export async function orAborted<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  // Nobody looks at it where this rejects at once.
  promise.catch(() => undefined);
  signal.throwIfAborted();
  let leave = () => {};
  const aborted = new Promise<never>((_resolve, reject) => {
    leave = onAbort(signal, () => reject(signal.reason));
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    leave();
  }
}

/** A controller that is aborted with `signal`, and what to call so that it is not any more. */
export function follow(signal: AbortSignal): {
  readonly controller: AbortController;
  readonly leave: () => void;
} {
  signal.throwIfAborted();
  const controller = new AbortController();
  return { controller, leave: onAbort(signal, () => controller.abort(signal.reason)) };
}
