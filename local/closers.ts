/** Undoes a start step by step, the last step first. */
export interface Closers {
  add(close: () => unknown): void;
  /** Runs every step, even after one failed, and rejects with the first failure. A second call does nothing. */
  close(): Promise<void>;
}

export function createClosers(): Closers {
  const steps: (() => unknown)[] = [];
  return {
    add: (close) => void steps.push(close),
    async close() {
      const failures: unknown[] = [];
      for (let step = steps.pop(); step !== undefined; step = steps.pop()) {
        try {
          await step();
        } catch (error) {
          failures.push(error);
        }
      }
      if (failures.length > 0) throw failures[0];
    },
  };
}
