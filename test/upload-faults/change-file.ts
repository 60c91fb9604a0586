import {
  appendFileSync,
  closeSync,
  copyFileSync,
  openSync,
  readSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs';

/** What somebody does to a file that is being uploaded. */
const WAYS = ['append', 'overwrite', 'replace'] as const;

/** Changes a file in one of three ways, chosen by `way` (0 to below 1); it has at least one byte. */
export function changeFile(file: string, way: number): void {
  const kind = WAYS[Math.floor(way * WAYS.length)];
  if (kind === 'append') appendFileSync(file, 'more was written\n');
  else if (kind === 'overwrite') turnBits(file);
  else {
    const other = `${file}.new`;
    copyFileSync(file, other);
    turnBits(other);
    renameSync(other, file);
  }
}

/** Turns a bit in every MiB, so that a mixture of before and after is neither. */
function turnBits(file: string): void {
  const { size } = statSync(file);
  const byte = Buffer.alloc(1);
  const fd = openSync(file, 'r+');
  try {
    for (let at = 0; at < size; at += 1024 ** 2) {
      readSync(fd, byte, 0, 1, at);
      byte.writeUInt8(byte.readUInt8() ^ 1);
      writeSync(fd, byte, 0, 1, at);
    }
  } finally {
    closeSync(fd);
  }
}
