import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { createDeskApi, type SendToDesk } from '#clients/upload/desk-api.ts';
import type { Outcome } from '#clients/upload/outcome.ts';
import type { Progress } from '#clients/upload/progress.ts';
import { startUpload, type UploadUnderWay } from '#clients/upload/start-upload.ts';
import type { HashThreads } from './hash-threads.ts';
import type { FilePart, OpenFile } from './open-file.ts';
import type { PartSender } from './put-part.ts';
import { stateFile } from './state-file.ts';
import type { Teller } from './teller.ts';

/** What the uploads of one command share. */
export interface Uploading {
  readonly desk: string;
  readonly send: SendToDesk;
  /** The request; null where a ticket knows it. */
  readonly number: string | null;
  readonly isTicket: boolean;
  readonly stateDir: string;
  readonly threads: HashThreads;
  readonly sender: PartSender;
  readonly concurrency: number | undefined;
  readonly rehash: boolean;
}

/** How an upload ended, and how far it was. */
export interface End {
  readonly outcome: Outcome;
  readonly progress: Progress | null;
  /** When what has arrived is removed; null where nothing is kept, or all is sent. */
  readonly keptUntil: string | null;
}

/** Uploads one open file. `onStart` gets the upload, to be able to stop it. */
export async function uploadFile(
  file: OpenFile,
  uploading: Uploading,
  teller: Teller,
  onStart: (upload: UploadUnderWay) => void,
): Promise<End> {
  const { desk, send, number, isTicket, stateDir, threads, sender } = uploading;
  const target = `${new URL(desk).origin} ${isTicket ? 'ticket' : number}`;
  let progress: Progress | null = null;
  const upload = startUpload<FilePart>(
    {
      api: createDeskApi(send, isTicket || number === null ? 'ticket' : { number }),
      put: sender.put,
      source: file,
      sha256: {
        part: (part) => file.hash(part, threads),
        bytes: async (bytes) => createHash('sha256').update(bytes).digest(),
      },
      memory: stateFile(stateDir, file.path, target),
      now: () => performance.now(),
      sleep: (ms, signal) =>
        setTimeout(ms, undefined, { signal }).catch(() => {
          throw signal.reason;
        }),
      random: Math.random,
      onProgress(now) {
        progress = now;
        teller.onProgress(now);
      },
      onNote: (note) => teller.onNote(note),
    },
    {
      number,
      client: 'cli',
      concurrency: uploading.concurrency,
      hashers: threads.count + 1,
      rehash: uploading.rehash,
    },
  );
  onStart(upload);
  const outcome = await upload.outcome;
  return { outcome, progress, keptUntil: upload.keptUntil };
}
