/** Counts the work in flight, so that the stack knows exactly when it has come to rest. */
export interface Activity {
  /** Marks the begin of a piece of work; the returned function marks its end (a second call does nothing). */
  begin(what: string): () => void;
  /** Runs a piece of work between its begin and end. */
  during<T>(what: string, work: () => Promise<T>): Promise<T>;
  /** The work in flight, by the names given. */
  inFlight(): readonly string[];
  /** Resolves once nothing is in flight; at once when nothing is. */
  idle(): Promise<void>;
}

export function createActivity(): Activity {
  const inFlight = new Map<symbol, string>();
  let waiting: (() => void)[] = [];

  function begin(what: string): () => void {
    const piece = Symbol(what);
    inFlight.set(piece, what);
    return () => {
      if (!inFlight.delete(piece) || inFlight.size > 0) return;
      const resolves = waiting;
      waiting = [];
      for (const resolve of resolves) resolve();
    };
  }

  return {
    begin,
    async during(what, work) {
      const end = begin(what);
      try {
        return await work();
      } finally {
        end();
      }
    },
    inFlight: () => [...inFlight.values()],
    idle: () => (inFlight.size === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
  };
}
