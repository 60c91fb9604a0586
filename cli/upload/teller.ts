import type { Note, Progress } from '#clients/upload/progress.ts';
import { amountText } from '#shared/uploads/amount-text.ts';
import { shownFileName } from '#shared/uploads/file-name.ts';
import type { Output } from '../main.ts';
import { countText } from './amounts.ts';
import { progressLine } from './progress-line.ts';

/** Where progress is drawn: standard error. */
export interface Terminal {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string): unknown;
}

/** What tells how an upload goes. */
export interface Teller {
  onProgress(progress: Progress): void;
  onNote(note: Note): void;
  /** Makes room for what is printed next. */
  done(): void;
}

/** Shortest time between two drawings of the line, and between two lines where nothing can be drawn (ms). */
const DRAW_EVERY_MS = 100;
const LINE_EVERY_MS = 10_000;

/** Tells people: one line that is drawn again and again on a terminal, a line every ten seconds elsewhere. */
export function tellPeople(name: string, output: Output, terminal: Terminal, now: () => number): Teller {
  const shown = shownFileName(name);
  const isDrawn = terminal.isTTY === true;
  let toldAt = Number.NEGATIVE_INFINITY;
  let state: Progress['state'] | null = null;
  let isOpen = false;
  const clear = () => {
    if (isOpen) terminal.write('\r\u001b[K');
    isOpen = false;
  };
  const say = (line: string) => {
    clear();
    output.err(line);
  };
  return {
    onProgress(progress) {
      if (progress.state === 'verified' || progress.state === 'ended') return;
      const isNew = progress.state !== state;
      const quietMs = now() - toldAt;
      if (
        isDrawn
          ? quietMs < DRAW_EVERY_MS
          : quietMs < LINE_EVERY_MS && !(isNew && isNews(progress.state, state))
      )
        return;
      state = progress.state;
      toldAt = now();
      if (!isDrawn) return output.err(progressLine(shown, progress, 200));
      clear();
      terminal.write(progressLine(shown, progress, (terminal.columns || 80) - 1));
      isOpen = true;
    },
    onNote(note) {
      if (note.type === 'resuming')
        say(`${shown}: resuming: ${countText(note.there)} of ${countText(note.parts)} parts are there.`);
      if (note.type === 'known') say(`${shown}: the request has such a file of yours; comparing it.`);
      if (note.type === 'part-differs')
        say(`${shown}: part ${countText(note.n)} at the desk differs from the file; it is sent again.`);
      if (note.type === 'begun')
        say(
          `${shown}: request ${note.number}, ${countText(note.parts)} ${note.parts === 1 ? 'part' : 'parts'} of ${amountText(note.partSize)} at most.`,
        );
    },
    done: clear,
  };
}

/** Whether a change of state is told at once where lines are rare. */
function isNews(state: Progress['state'], before: Progress['state'] | null): boolean {
  return state === 'offline' || before === 'offline' || state === 'verifying';
}

/** Tells programs: one line of JSON for each event. */
export function tellPrograms(file: string, output: Output, now: () => number): Teller {
  let toldAt = Number.NEGATIVE_INFINITY;
  let state: Progress['state'] | null = null;
  return {
    onProgress(progress) {
      if (progress.state === state && now() - toldAt < 1000) return;
      state = progress.state;
      toldAt = now();
      const { rate, eta, ...rest } = progress;
      output.out(
        JSON.stringify({
          event: 'progress',
          file,
          ...rest,
          rate: Math.round(rate),
          eta: eta === null ? null : Math.ceil(eta),
        }),
      );
    },
    onNote: ({ type, ...note }) => output.out(JSON.stringify({ event: type, file, ...note })),
    done: () => undefined,
  };
}

/** Tells nothing. */
export const TELL_NOBODY: Teller = {
  onProgress: () => undefined,
  onNote: () => undefined,
  done: () => undefined,
};
