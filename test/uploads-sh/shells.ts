import { execFileSync } from 'node:child_process';
import {
  accessSync,
  chmodSync,
  constants,
  mkdirSync,
  mkdtempSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** A shell, and the folders it finds its tools in. */
export interface Shell {
  readonly name: string;
  /** The command line up to `-s` or the script's name. */
  readonly command: readonly [string, ...string[]];
  readonly path: string;
}

/** Where a program is, if it is there. */
export function whereIs(program: string): string | null {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const file = join(folder, program);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // Not in this folder.
    }
  }
  return null;
}

/** A folder with programs: links to real ones, and small scripts. */
export function folderOfTools(
  links: readonly string[],
  scripts: Readonly<Record<string, string>> = {},
): string {
  const folder = mkdtempSync(join(tmpdir(), 'casebell-tools-'));
  for (const program of links) {
    const file = whereIs(program);
    if (file) symlinkSync(file, join(folder, program));
  }
  for (const [program, text] of Object.entries(scripts)) {
    writeFileSync(join(folder, program), `#!/bin/sh\n${text}\n`);
    chmodSync(join(folder, program), 0o755);
  }
  return folder;
}

/** Waits a hundredth of the time, so that a pause costs a test little; half a second from one line of progress to the next. */
const SHORT_SLEEP = `[ "$1" != 10 ] || exec ${whereIs('sleep')} 0.5
exec ${whereIs('sleep')} $(($1 / 100)).$(($1 / 10 % 10))$(($1 % 10))`;

const quick = folderOfTools([], { sleep: SHORT_SLEEP });

/** The tools of busybox alone, and curl: what a small Linux has. */
function busyboxPath(): string {
  const busybox = whereIs('busybox') ?? '';
  const folder = folderOfTools(['busybox', 'curl'], { sleep: SHORT_SLEEP });
  for (const applet of execFileSync(busybox, ['--list'], { encoding: 'utf8' }).split('\n'))
    if (applet !== '' && !['sleep', 'busybox'].includes(applet)) symlinkSync(busybox, join(folder, applet));
  return folder;
}

const systemPath = `${quick}${delimiter}${process.env.PATH}`;

const PROMISED: Readonly<Record<string, () => Shell>> = {
  dash: () => ({ name: 'dash', command: ['dash'], path: systemPath }),
  bash: () => ({ name: 'bash --posix', command: ['bash', '--posix'], path: systemPath }),
  busybox: () => ({ name: 'busybox sh', command: ['busybox', 'sh'], path: busyboxPath() }),
};

/** It runs in these too; they are tried where somebody asks for them. ksh93 has a sleep of its own, and takes its time. */
const OTHERS: typeof PROMISED = {
  ksh93: () => ({ name: 'ksh93', command: ['ksh93'], path: systemPath }),
  mksh: () => ({ name: 'mksh', command: ['mksh'], path: systemPath }),
  zsh: () => ({ name: 'zsh as sh', command: ['zsh', '--emulate', 'sh'], path: systemPath }),
};

/** The shells that are on this machine; dash and bash are on every Debian. UPLOAD_SHELLS=all adds the other ones. */
export const SHELLS: readonly Shell[] = Object.entries({
  ...PROMISED,
  ...(process.env.UPLOAD_SHELLS === 'all' && OTHERS),
})
  .filter(([program]) => whereIs(program) !== null)
  .map(([, shell]) => shell());

/** A folder of its own for a test. */
export function testFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'casebell-sh-'));
  mkdirSync(join(folder, 'tmp'));
  return folder;
}
