import type { UploadPorts } from '../upload/ports.ts';

/** Time and chance as the browser has them. */
export const BROWSER_CLOCK: Pick<UploadPorts<Blob>, 'now' | 'sleep' | 'random'> = {
  now: () => performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const wake = () => {
        clearTimeout(timer);
        reject(signal.reason);
      };
      // Longer ones overflow, and fire at once.
      const timer = setTimeout(
        () => {
          signal.removeEventListener('abort', wake);
          resolve();
        },
        Math.min(ms, 2 ** 31 - 1),
      );
      signal.addEventListener('abort', wake, { once: true });
    }),
  random: () => Math.random(),
};
