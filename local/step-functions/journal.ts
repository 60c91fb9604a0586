import {
  appendFileSync,
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';

/** An append-only list of lines that survives the process. */
export interface Journal {
  /** The whole lines, oldest first. A last line that was cut off is not one of them. */
  read(): string[];
  /** Returns once the line is out of the process, so that killing it cannot lose the line. */
  append(line: string): void;
  /** Replaces all lines at once: after a crash either the old ones are there or the new ones. */
  rewrite(lines: readonly string[]): void;
  close(): void;
}

function text(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}

/** A journal in a file. Its folder must exist. */
export function fileJournal(path: string): Journal {
  let file: number | undefined;
  const handle = (): number => {
    file ??= openSync(path, 'a');
    return file;
  };
  const close = (): void => {
    if (file !== undefined) closeSync(file);
    file = undefined;
  };
  return {
    read: () => (existsSync(path) ? readFileSync(path, 'utf8').split('\n').slice(0, -1) : []),
    append: (line) => appendFileSync(handle(), `${line}\n`),
    rewrite(lines) {
      close();
      const next = openSync(`${path}.new`, 'w');
      writeFileSync(next, text(lines));
      fsyncSync(next);
      closeSync(next);
      renameSync(`${path}.new`, path);
    },
    close,
  };
}

/** A journal that lives as long as its array. */
export function memoryJournal(lines: string[] = []): Journal & { readonly lines: string[] } {
  return {
    lines,
    read: () => [...lines],
    append: (line) => void lines.push(line),
    rewrite: (next) => void lines.splice(0, lines.length, ...next),
    close: () => undefined,
  };
}
