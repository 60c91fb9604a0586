import { readdirSync, readFileSync } from 'node:fs';

/** A process under a script, as /proc shows it. */
export interface ProcessSeen {
  readonly pid: number;
  /** Its arguments, with spaces in between. */
  readonly command: string;
}

/** The process and all that descend from it. */
export function processTree(root: number): ProcessSeen[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = read(`/proc/${name}/stat`);
    // The name of a program, in brackets, may have spaces.
    parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
  }
  const tree = new Set([root]);
  for (let grown = true; grown; ) {
    grown = false;
    for (const [pid, parent] of parents) {
      if (!tree.has(parent) || tree.has(pid)) continue;
      tree.add(pid);
      grown = true;
    }
  }
  return [...tree].map((pid) => ({
    pid,
    command: read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim(),
  }));
}

/** Every process whose arguments name `text`, whoever its parent is. */
export function processesNaming(text: string): ProcessSeen[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({ pid: Number(name), command: read(`/proc/${name}/cmdline`).replaceAll('\0', ' ') }))
    .filter(({ command }) => command.includes(text));
}

/** The environment a process was started with. */
export function environmentOf(pid: number): string {
  return read(`/proc/${pid}/environ`);
}

/**
 * Memory that a process tree has of its own (bytes); what several share after a fork is shared out among them. Pages of
 * programs and libraries do not count: the system has them once, and drops them when it needs room.
 */
export function memoryOf(root: number): number {
  return processTree(root).reduce((sum, { pid }) => {
    const [, kib = '0'] = /^Pss_Anon:\s+(\d+) kB/m.exec(read(`/proc/${pid}/smaps_rollup`)) ?? [];
    return sum + Number(kib) * 1024;
  }, 0);
}

/** Nothing, where the process is gone meanwhile. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
