/** Where progress goes; `isTTY` says whether a line can be written over. */
export interface ProgressTarget {
  write(text: string): unknown;
  readonly isTTY?: boolean;
}

/** Tells what is going on while the desk starts: one line that is written over on a terminal, else plain lines. */
export interface Progress {
  say(line: string): void;
  /** Clears the line; what is said from now on stays. */
  done(): void;
}

export function createProgress(target: ProgressTarget): Progress {
  const overwrites = target.isTTY === true;
  let starting = true;
  return {
    say(line) {
      target.write(starting && overwrites ? `\r\u001b[K${line}` : `${line}\n`);
    },
    done() {
      if (starting && overwrites) target.write('\r\u001b[K');
      starting = false;
    },
  };
}
