import type { UploadUnderWay } from '#clients/upload/start-upload.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** What ends an upload from outside: Ctrl-C, a shutdown, a closed terminal. */
export interface Interruption {
  readonly happened: boolean;
  /** The upload that is stopped, so that it can be gone on with. */
  stops(upload: UploadUnderWay): void;
  /** Leaves the signals to whoever had them before. */
  ignore(): void;
}

/** Listens for signals. The first one stops the upload in order, a second one the process at once. */
export function listenForInterruption(): Interruption {
  let current: UploadUnderWay | null = null;
  let happened = false;
  const interrupt = () => {
    if (happened) process.exit(130);
    happened = true;
    current?.stop();
  };
  for (const signal of SIGNALS) process.on(signal, interrupt);
  return {
    get happened() {
      return happened;
    },
    stops(upload) {
      current = upload;
      if (happened) upload.stop();
    },
    ignore() {
      for (const signal of SIGNALS) process.off(signal, interrupt);
    },
  };
}
