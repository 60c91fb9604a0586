import { shownFileName } from '#shared/uploads/file-name.ts';
import { CommandFailure } from '../command-failure.ts';
import type { Output } from '../main.ts';
import { bytesText, countText } from './amounts.ts';
import { EXIT_CODES } from './exit-code.ts';
import { listenForInterruption } from './interruption.ts';
import { openFile } from './open-file.ts';
import type { Teller } from './teller.ts';
import { type End, type Uploading, uploadFile } from './upload-file.ts';

/** How the uploads are told of. */
export interface Telling {
  readonly output: Output;
  readonly json: boolean;
  teller(path: string): Teller;
}

interface Failure {
  readonly exitCode: number;
  readonly sentence: string;
}

/**
 * Uploads files one after the other; what is wrong with one does not keep the next from being uploaded. Throws
 * CommandFailure unless every one was verified, with the exit code of the first that was not.
 */
export async function uploadAll(
  paths: readonly string[],
  uploading: Uploading,
  telling: Telling,
): Promise<void> {
  // What cannot even be opened is told before anything is sent.
  for (const path of paths) openFile(path).close();
  const failures: Failure[] = [];
  const interruption = listenForInterruption();
  try {
    for (const path of paths) {
      const failure = await uploadOne(path, uploading, telling, interruption.stops);
      if (failure) failures.push(failure);
      if (failure && paths.length > 1) telling.output.err(failure.sentence);
      if (interruption.happened) break;
    }
  } finally {
    interruption.ignore();
  }
  const [first] = failures;
  if (!first) return;
  throw new CommandFailure(
    paths.length === 1
      ? first.sentence
      : `${failures.length} of ${paths.length} files could not be uploaded.`,
    first.exitCode,
  );
}

async function uploadOne(
  path: string,
  uploading: Uploading,
  { output, json, teller: tellerOf }: Telling,
  onStart: Parameters<typeof uploadFile>[3],
): Promise<Failure | null> {
  const file = openFile(path);
  const teller = tellerOf(path);
  try {
    const end = await uploadFile(file, uploading, teller, onStart);
    teller.done();
    const { outcome } = end;
    if (outcome.kind === 'verified') {
      const { id, number } = outcome.upload;
      const event = { event: 'verified', file: path, id, number, size: file.size, digest: outcome.digest };
      output.out(
        json
          ? JSON.stringify(event)
          : `${shownFileName(path)}: verified. ${bytesText(file.size)} at request ${number}, digest ${outcome.digest}`,
      );
      return null;
    }
    const { kind } = outcome;
    const exitCode = EXIT_CODES[kind];
    const message = sentenceOf(end, uploading);
    const code = 'code' in outcome ? outcome.code : null;
    if (json) output.out(JSON.stringify({ event: 'failed', file: path, kind, code, message, exitCode }));
    return { exitCode, sentence: `${shownFileName(path)}: ${message}` };
  } finally {
    teller.done();
    file.close();
  }
}

function sentenceOf({ outcome, progress }: End, { desk, stateDir }: Uploading): string {
  switch (outcome.kind) {
    case 'unreachable':
      return `No desk answers at ${desk}. Start one with "npm start", or name its address with --desk.`;
    case 'stopped':
    case 'cancelled': {
      const arrived = progress
        ? `${countText(progress.partsDone)} of ${countText(progress.parts)} parts`
        : 'nothing';
      return `Interrupted; ${arrived} arrived. Run the same command again to go on: what is needed for it is in ${stateDir}.`;
    }
    case 'verified':
      return 'Verified.';
    default:
      return outcome.sentence;
  }
}
