import type { UploadView } from '#shared/schema/upload.ts';
import { ask } from './ask.ts';
import { changed } from './changed.ts';
import { DeskBusy, DeskRefused, DeskUnreachable } from './desk-errors.ts';
import { type Outcome, UploadEnded } from './outcome.ts';
import { type Source, SourceUnreadable, type UploadPorts } from './ports.ts';
import type { Run } from './run.ts';
import { Stalled, watched } from './watch.ts';

/** How long the desk has to remove an upload that is given up (ms); it does so by itself after days. */
const REMOVED_WITHIN_MS = 10_000;

/** What an upload ended with. Throws what is a defect. */
export async function outcomeOf<Body>(reason: unknown, source: Source<Body>): Promise<Outcome> {
  if (reason instanceof UploadEnded) return reason.outcome;
  if (reason instanceof DeskRefused) return { kind: 'refused', code: reason.code, sentence: reason.message };
  if (!(reason instanceof SourceUnreadable)) throw reason;
  // A file that became shorter, or was removed, cannot be read where it was.
  const change = await source.changed();
  return change === null ? { kind: 'failed', sentence: reason.message } : changed(change).outcome;
}

/**
 * Ends the upload where the desk has it no more as one that takes parts; where it is complete, rejects as the desk
 * refuses parts then.
 */
export async function refuseClosed<Body>(
  { api }: Pick<UploadPorts<Body>, 'api'>,
  run: Run,
  id: string,
): Promise<void> {
  const { state, reason } = await ask(run, (signal) => api.get(id, signal));
  if (state === 'uploading') return;
  if (state === 'verifying' || state === 'verified')
    throw new DeskRefused('AlreadyComplete', 'The upload is complete, and takes no more parts.');
  throw new UploadEnded({
    kind: 'refused',
    code: 'UploadClosed',
    sentence: `The upload is ${state}${reason === null ? '' : ` (${reason})`} since a moment ago, and takes no more parts. Upload the file again.`,
  });
}

/** Forgets an upload that cannot be gone on with, and has the desk remove what nobody wants. */
export async function tidyUp<Body>(
  ports: UploadPorts<Body>,
  upload: UploadView | null,
  { kind }: Outcome,
): Promise<void> {
  if (kind === 'verified' || kind === 'not-verified' || kind === 'changed' || kind === 'cancelled')
    await ports.memory.forget();
  if (kind === 'changed' || kind === 'cancelled') await remove(ports, upload);
}

async function remove<Body>(ports: UploadPorts<Body>, upload: UploadView | null): Promise<void> {
  const { abort } = ports.api;
  if (upload === null || abort === null) return;
  const since = ports.now();
  const left = () => since + REMOVED_WITHIN_MS - ports.now();
  try {
    await watched(ports, new AbortController().signal, left, (signal) => abort(upload.id, signal));
  } catch (error) {
    // The desk aborts it after some days, without being asked.
    const passes = [DeskRefused, DeskBusy, DeskUnreachable, Stalled].some((kind) => error instanceof kind);
    if (!passes) throw error;
  }
}
