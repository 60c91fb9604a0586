import { appendFileSync, closeSync, copyFileSync, openSync, renameSync, writeSync } from 'node:fs';

/** What somebody does to a file that is being uploaded. */
const WAYS = ['append', 'overwrite', 'replace'] as const;

/** Changes a file in one of three ways, chosen by `way` (0 to below 1); it has at least one byte. */
export function changeFile(file: string, size: number, way: number): void {
  const kind = WAYS[Math.floor(way * WAYS.length)];
  if (kind === 'append') appendFileSync(file, 'more was written\n');
  else if (kind === 'overwrite') overwrite(file, Math.floor(((way * 997) % 1) * size));
  else {
    const other = `${file}.new`;
    copyFileSync(file, other);
    overwrite(other, size - 1);
    renameSync(other, file);
  }
}

function overwrite(file: string, at: number): void {
  const fd = openSync(file, 'r+');
  try {
    writeSync(fd, '*', at);
  } finally {
    closeSync(fd);
  }
}
