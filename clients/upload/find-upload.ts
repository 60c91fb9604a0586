import type { CreateUpload, UploadView } from '#shared/schema/upload.ts';
import { ask } from './ask.ts';
import { DeskRefused } from './desk-errors.ts';
import { UploadEnded } from './outcome.ts';
import type { Remembered, UploadApi, UploadMemory } from './ports.ts';
import type { Run } from './run.ts';

/** The upload to go on with, and what is known of the file's parts. */
export interface Found {
  readonly upload: UploadView;
  readonly hashes: ReadonlyMap<number, string>;
}

/** States in which an upload takes no more parts, and may yet be, or become, the file that is wanted. */
const COMPLETED = new Set(['verifying', 'verified']);

/** Where to look for the upload of a file. */
export interface Search {
  readonly api: UploadApi;
  readonly memory: UploadMemory;
  readonly run: Run;
  readonly file: CreateUpload;
  /** Distrusts remembered hashes. */
  readonly rehash: boolean;
}

/**
 * The upload of a file: the one that is remembered, also where it was completed meanwhile; else the one of the same person
 * that the desk knows by the same values, complete or not, else a new one. Hashes are remembered only of a file of the same
 * size and time of change, and only without `rehash`.
 */
export async function findUpload(search: Search): Promise<Found> {
  const { api, memory, run, file, rehash } = search;
  const remembered = await memory.load();
  const same = remembered !== null && isSame(remembered.upload, file);
  const upload =
    (same ? await lookUp(api, run, remembered.upload.id) : null) ??
    (await ask(run, (signal) => api.create(file, signal)));
  const trusted = same && !rehash && remembered.upload.partSize === upload.partSize;
  return keep(search, upload, trusted ? remembered.hashes : new Map());
}

/** Begins an upload of a file whose parts are hashed already. */
export async function beginAnew(search: Search, hashes: ReadonlyMap<number, string>): Promise<Found> {
  const { api, run, file } = search;
  return keep(search, await ask(run, (signal) => api.create({ ...file, anew: true }, signal)), hashes);
}

async function keep(
  { memory, file }: Search,
  upload: UploadView,
  hashes: ReadonlyMap<number, string>,
): Promise<Found> {
  refuseOddPlan(upload, file);
  const { size, mtime, fingerprint } = file;
  await memory.begin({ id: upload.id, size, mtime, fingerprint, partSize: upload.partSize }, hashes);
  return { upload, hashes };
}

function isSame(remembered: Omit<Remembered, 'id' | 'partSize'>, file: CreateUpload): boolean {
  return (
    remembered.size === file.size &&
    remembered.mtime === file.mtime &&
    remembered.fingerprint === file.fingerprint
  );
}

/** The upload of that id; null where it is over, or not of whoever asks now: the desk would not let them go on. */
async function lookUp(api: UploadApi, run: Run, id: string): Promise<UploadView | null> {
  try {
    const upload = await ask(run, (signal) => api.get(id, signal));
    return upload.own && (upload.state === 'uploading' || COMPLETED.has(upload.state)) ? upload : null;
  } catch (error) {
    if (error instanceof DeskRefused) return null;
    throw error;
  }
}

/** The plan is the desk's, but it has to cover the file. */
function refuseOddPlan({ size, partSize, parts }: UploadView, file: CreateUpload): void {
  if (size === file.size && partSize > 0 && parts === Math.ceil(size / partSize)) return;
  throw new UploadEnded({
    kind: 'failed',
    sentence: `The desk wants ${parts} parts of ${partSize} bytes for a file of ${file.size}, which does not fit. It may be of another version.`,
  });
}
