import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod/mini';

/** A value that outlives the process. */
export interface StateFile<T> {
  readonly value: T;
  /** Replaces the value; when this returns, a killed process starts again with it. */
  save(value: T): void;
}

/**
 * Opens a small JSON file of the state folder, or keeps the value in memory when no folder is given.
 * It is replaced as a whole, so a kill leaves the old or the new value, never half of one.
 */
export function openStateFile<S extends z.ZodMiniType>(
  folder: string | undefined,
  name: string,
  schema: S,
  initial: z.output<S>,
): StateFile<z.output<S>> {
  const file = folder === undefined ? undefined : path.join(folder, `${name}.json`);
  let value = (file === undefined ? undefined : read(file, schema)) ?? initial;
  if (folder !== undefined) mkdirSync(folder, { recursive: true });
  return {
    get value() {
      return value;
    },
    save(next) {
      value = next;
      if (file === undefined) return;
      writeFileSync(`${file}.new`, JSON.stringify(next));
      renameSync(`${file}.new`, file);
    },
  };
}

function read<S extends z.ZodMiniType>(file: string, schema: S): z.output<S> | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  const parsed = schema.safeParse(JSON.parse(text));
  if (parsed.success) return parsed.data;
  throw new Error(
    `${file} cannot be read; delete the local state folder to begin anew: ${z.prettifyError(parsed.error)}`,
  );
}
