import type { UploadView } from '#shared/schema/upload.ts';

/** How the upload of a file ended. `sentence` is for whoever uploads: what happened, and what to do. */
export type Outcome =
  /** The desk verified it, and its digest is ours: the only success. */
  | { readonly kind: 'verified'; readonly upload: UploadView; readonly digest: string }
  /** The desk or the store will not have it. */
  | { readonly kind: 'refused'; readonly code: string; readonly sentence: string }
  /** The file is not the one that was begun with. */
  | { readonly kind: 'changed'; readonly sentence: string }
  /** Every byte was sent, and what is stored is not what was sent. */
  | { readonly kind: 'not-verified'; readonly sentence: string }
  /** Nothing has ever answered. */
  | { readonly kind: 'unreachable'; readonly sentence: string }
  | { readonly kind: 'failed'; readonly sentence: string }
  /** Stopped by its caller; it can be gone on with. */
  | { readonly kind: 'stopped' }
  /** Cancelled by its caller; the desk was told to remove it. */
  | { readonly kind: 'cancelled' };

/** Thrown where an upload ends before its time. */
export class UploadEnded extends Error {
  override readonly name = 'UploadEnded';
  readonly outcome: Outcome;

  constructor(outcome: Outcome) {
    super('sentence' in outcome ? outcome.sentence : outcome.kind);
    this.outcome = outcome;
  }
}
