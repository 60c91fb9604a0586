import type * as z from 'zod/mini';
import { Download, UploadList, UploadView } from '#shared/schema/upload.ts';
import { parsed, type SendToDesk } from '../upload/desk-api.ts';

/** How long the desk has for an answer (ms). */
const ANSWER_WITHIN_MS = 60_000;

const soon = () => AbortSignal.timeout(ANSWER_WITHIN_MS);

/** What the page asks of the desk beside uploading. Each rejects as the calls of an upload do. */
export interface RequestFiles {
  /** The files of the request, the newest first. */
  list(): Promise<readonly UploadView[]>;
  /** Where to get a file from, for five minutes; that somebody asked is recorded. */
  download(id: string): Promise<z.infer<typeof Download>>;
  /** Gives an upload up: what has arrived of it is removed. */
  abort(id: string): Promise<UploadView>;
}

/** The files of a request by the desk's HTTP API. */
export function requestFiles(send: SendToDesk, number: string): RequestFiles {
  return {
    async list() {
      const path = `/v1/requests/${number}/uploads`;
      const { items } = parsed(UploadList, await send({ method: 'GET', path, body: null, signal: soon() }));
      return items.toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
    },
    async download(id) {
      const path = `/v1/uploads/${id}/download`;
      return parsed(Download, await send({ method: 'GET', path, body: null, signal: soon() }));
    },
    async abort(id) {
      const path = `/v1/uploads/${id}`;
      return parsed(UploadView, await send({ method: 'DELETE', path, body: null, signal: soon() }));
    },
  };
}
