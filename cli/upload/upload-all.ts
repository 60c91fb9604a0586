import { resolve } from 'node:path';
import type { Outcome } from '#clients/upload/outcome.ts';
import { amountText } from '#shared/uploads/amount-text.ts';
import { shownFileName } from '#shared/uploads/file-name.ts';
import { CommandFailure } from '../command-failure.ts';
import type { Output } from '../main.ts';
import { countText } from './amounts.ts';
import { EXIT_CODES } from './exit-code.ts';
import { listenForInterruption } from './interruption.ts';
import { type OpenFile, openFile } from './open-file.ts';
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
 * Uploads files one after the other; what is wrong with one does not keep the next from being uploaded, and one that is
 * named twice is uploaded once. Throws CommandFailure unless every one was verified, with the exit code of the first
 * that was not.
 */
export async function uploadAll(
  named: readonly string[],
  uploading: Uploading,
  telling: Telling,
): Promise<void> {
  const paths = eachOnce(named);
  // What cannot even be opened is told before anything is sent.
  for (const path of paths) openFile(path).close();
  const failures: Failure[] = [];
  let begun = 0;
  const interruption = listenForInterruption();
  try {
    for (const path of paths) {
      if (interruption.happened) break;
      begun += 1;
      const failure = await uploadOne(path, uploading, telling, interruption.stops);
      if (failure) failures.push(failure);
      if (failure && paths.length > 1) telling.output.err(failure.sentence);
    }
  } finally {
    interruption.ignore();
  }
  const missing = paths.length - begun + failures.length;
  if (missing === 0) return;
  throw new CommandFailure(
    paths.length === 1 && failures[0]
      ? failures[0].sentence
      : `${missing} of ${paths.length} files ${begun < paths.length ? 'are not uploaded' : 'could not be uploaded'}.`,
    failures[0]?.exitCode ?? EXIT_CODES.stopped,
  );
}

/** The paths of different files, each as it was named first. */
function eachOnce(named: readonly string[]): string[] {
  const seen = new Set<string>();
  return named.filter((path) => seen.size < seen.add(resolve(path)).size);
}

async function uploadOne(
  path: string,
  uploading: Uploading,
  { output, json, teller: tellerOf }: Telling,
  onStart: Parameters<typeof uploadFile>[3],
): Promise<Failure | null> {
  const teller = tellerOf(path);
  let file: OpenFile | null = null;
  try {
    file = openFile(path);
    const end = await uploadFile(file, uploading, teller, onStart);
    teller.done();
    const { outcome } = end;
    if (outcome.kind === 'verified') {
      const { id, number } = outcome.upload;
      const event = { event: 'verified', file: path, id, number, size: file.size, digest: outcome.digest };
      output.out(
        json
          ? JSON.stringify(event)
          : `${shownFileName(path)}: verified. ${amountText(file.size)} at request ${number}, digest ${outcome.digest}`,
      );
      return null;
    }
    const { kind } = outcome;
    const code = 'code' in outcome ? outcome.code : null;
    return failed({ kind, code, message: sentenceOf(end, uploading), exitCode: EXIT_CODES[kind] });
  } catch (error) {
    if (!(error instanceof CommandFailure)) throw error;
    return failed({ kind: 'failed', code: null, message: error.message, exitCode: error.exitCode });
  } finally {
    teller.done();
    file?.close();
  }

  function failed(event: {
    readonly kind: Outcome['kind'];
    readonly code: string | null;
    readonly message: string;
    readonly exitCode: number;
  }): Failure {
    if (json) output.out(JSON.stringify({ event: 'failed', file: path, ...event }));
    return { exitCode: event.exitCode, sentence: `${shownFileName(path)}: ${event.message}` };
  }
}

/** An instant as `2026-11-29 09:00 UTC`. */
const minuteText = (instant: string) => `${instant.slice(0, 16).replace('T', ' ')} UTC`;

function sentenceOf({ outcome, progress, keptUntil }: End, { desk, stateDir }: Uploading): string {
  switch (outcome.kind) {
    case 'unreachable':
      return `No desk answers at ${desk}. Start one with "npm start", or name its address with --desk.`;
    case 'stopped':
    case 'cancelled': {
      const arrived = progress
        ? `${countText(progress.partsDone)} of ${countText(progress.parts)} parts`
        : 'nothing';
      const kept =
        keptUntil === null || !progress?.partsDone ? '' : `, and are kept until ${minuteText(keptUntil)}`;
      return `Interrupted; ${arrived} arrived${kept}. Run the same command again to go on: what is needed for it is in ${stateDir}.`;
    }
    case 'verified':
      return 'Verified.';
    default:
      return outcome.sentence;
  }
}
