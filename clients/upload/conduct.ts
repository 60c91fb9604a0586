import type { CreateUpload, StoredPart, UploadView } from '#shared/schema/upload.ts';
import { ask } from './ask.ts';
import { type Bringing, bringParts } from './bring-parts.ts';
import { isAlreadyComplete } from './desk-errors.ts';
import { refuseClosed } from './end-upload.ts';
import { beginAnew, type Found, findUpload, type Search } from './find-upload.ts';
import { fingerprint } from './fingerprint.ts';
import { awaitVerified, complete, digestOf } from './finish.ts';
import { type Outcome, UploadEnded } from './outcome.ts';
import { Pace } from './pace.ts';
import { PartBoard } from './part-board.ts';
import type { UploadPorts } from './ports.ts';
import type { Reporter } from './reporter.ts';
import type { Run } from './run.ts';
import { Signer } from './signer.ts';
import { Slots } from './slots.ts';
import { storedParts } from './stored-parts.ts';

/** Parts to begin with at once, before more are tried. */
const FIRST_PACE = 4;

/** How a file is to be uploaded. */
export interface UploadOptions {
  /** The request it is meant for; null where a ticket knows it. */
  readonly number: string | null;
  /** What kind of client it is: the desk says how many parts each may send at once. */
  readonly client: 'browser' | 'cli';
  /** Most parts to send at once, instead of what the desk says. */
  readonly concurrency?: number | undefined;
  /** Parts to hash at once. */
  readonly hashers: number;
  /** Distrusts what is remembered of the file's hashes. */
  readonly rehash: boolean;
}

/** One upload from its beginning to its end. */
export interface Course<Body> {
  readonly ports: UploadPorts<Body>;
  readonly options: UploadOptions;
  readonly run: Run;
  readonly reporter: Reporter;
  /** The upload that takes parts, once there is one. */
  open: UploadView | null;
}

/** Finds the upload of the file, sends what the desk does not have of it, and waits until it is verified. */
export async function conduct<Body>(course: Course<Body>): Promise<Outcome> {
  const { ports, options, run, reporter } = course;
  const { api, source, sha256, memory } = ports;
  const file: CreateUpload = {
    name: source.name,
    size: source.size,
    mtime: source.mtime,
    fingerprint: await fingerprint(source, sha256, run.signal),
  };
  const { rehash, number } = options;
  const search: Search = { api, memory, run, file, rehash };
  const known = await findUpload(search);
  refuseOtherRequest(known.upload, number);
  if (known.upload.state === 'uploading') return send(course, search, known);

  ports.onNote({ type: 'known', id: known.upload.id });
  const hashed = bringingOf(course, known, null);
  reporter.stage('preparing');
  await bringParts(hashed, hashed.board.toBring());
  return compare(course, search, known.upload, hashed);
}

/** Waits for a complete upload to be verified, where it has the digest of the file; otherwise sends the file. */
async function compare<Body>(
  course: Course<Body>,
  search: Search,
  upload: UploadView,
  hashed: Bringing<Body>,
): Promise<Outcome> {
  const { ports, run, reporter } = course;
  const digest = await digestOf(hashed);
  if (digest !== upload.digest) {
    const hashes = new Map(hashed.board.allHashes().map((hash, at) => [at + 1, hash]));
    return send(course, search, await beginAnew(search, hashes));
  }
  reporter.stage('verifying');
  return { kind: 'verified', upload: await awaitVerified(ports.api, run, upload.id, digest), digest };
}

/**
 * Sends what the store does not have of an open upload, completes it, and waits until it is verified. Where another run
 * completes it meanwhile, what that has sent is compared.
 */
async function send<Body>(course: Course<Body>, search: Search, found: Found): Promise<Outcome> {
  const { ports, run, reporter } = course;
  const { api } = ports;
  const { upload } = found;
  const { id, number, parts, partSize } = upload;
  course.open = upload;
  ports.onNote({ type: 'begun', id, number, parts, partSize });
  const stored = await unlessComplete(storedParts(api, run, id));
  const bringing = bringingOf(course, found, stored);
  const { board } = bringing;
  const there = [...(stored?.values() ?? [])].filter(
    ({ n, size }) => n <= parts && size === board.range(n).length,
  );
  if (there.length > 0) ports.onNote({ type: 'resuming', there: there.length, parts });
  reporter.stage('sending');
  await bringParts(bringing, board.toBring());
  reporter.stage('completing');
  const isOpen = stored !== null && !bringing.elsewhere.completed;
  const digest = isOpen ? await unlessComplete(complete(bringing, upload)) : null;
  if (digest === null) {
    // It is not ours alone any more: nothing is to remove it.
    course.open = null;
    ports.onNote({ type: 'known', id });
    return compare(course, search, await ask(run, (signal) => api.get(id, signal)), bringing);
  }
  course.open = { ...upload, expiresAt: null };
  reporter.stage('verifying');
  return { kind: 'verified', upload: await awaitVerified(api, run, id, digest), digest };
}

/** What `work` resolves with; null where the desk refuses it because the upload is complete. */
async function unlessComplete<Result>(work: Promise<Result>): Promise<Result | null> {
  try {
    return await work;
  } catch (error) {
    if (isAlreadyComplete(error)) return null;
    throw error;
  }
}

function bringingOf<Body>(
  { ports, options, run, reporter }: Course<Body>,
  { upload, hashes }: Found,
  stored: ReadonlyMap<number, StoredPart> | null,
): Bringing<Body> {
  const board = new PartBoard(upload);
  for (const [n, hash] of hashes) if (n <= upload.parts) board.setHash(n, hash);
  reporter.board(board);
  const most = options.concurrency ?? upload.concurrency[options.client];
  const pace = new Pace(options.client === 'browser' ? most : FIRST_PACE, most, run.clock.now());
  return {
    ports,
    run,
    board,
    pace,
    stored,
    hashers: options.hashers,
    signer: new Signer(ports.api, run, upload.id),
    sending: new Slots(pace.limit),
    onBytes: (bytes) => reporter.moved(bytes),
    onRetry: () => reporter.retried(),
    lookAfterUpload: () => refuseClosed(ports, run, upload.id),
    elsewhere: { completed: false },
  };
}

/** A ticket knows its request, but whoever has several may take the wrong one. */
function refuseOtherRequest({ number }: UploadView, meant: string | null): void {
  if (meant === null || meant === number) return;
  throw new UploadEnded({
    kind: 'refused',
    code: 'OtherRequest',
    sentence: `The ticket is for request ${number}, not for ${meant}. Take the ticket of that request, or do not name one.`,
  });
}
