/** What an upload is about. It is `verified` only after the desk said so. */
export type UploadStage =
  | 'preparing'
  | 'sending'
  | 'offline'
  | 'paused'
  | 'completing'
  | 'verifying'
  | 'verified'
  | 'ended';

/** How far an upload has come. */
export interface Progress {
  readonly state: UploadStage;
  /** At the store, or on the way there. */
  readonly bytesSent: number;
  /** In parts whose hash the store has checked. */
  readonly bytesVerified: number;
  readonly bytesTotal: number;
  readonly partsDone: number;
  readonly parts: number;
  /** Bytes a second, averaged over the last seconds. */
  readonly rate: number;
  /** Seconds until everything is sent; null while that cannot be told. */
  readonly eta: number | null;
  /** Parts that had to be sent once more. A URL that had expired does not count. */
  readonly retries: number;
}

/** Something that happened on the way. */
export type Note =
  | {
      readonly type: 'begun';
      readonly id: string;
      readonly number: string;
      readonly parts: number;
      readonly partSize: number;
    }
  /** `there`: parts that the store has already, by number and size; their hashes are compared next. */
  | { readonly type: 'resuming'; readonly there: number; readonly parts: number }
  /** The desk verified such a file before, or is about to; its digest is compared before anything is sent. */
  | { readonly type: 'known'; readonly id: string }
  /** The store's part is not the file's: it is sent again. */
  | { readonly type: 'part-differs'; readonly n: number }
  | { readonly type: 'retry'; readonly n: number; readonly reason: string; readonly waitMs: number };
