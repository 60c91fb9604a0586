import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod/mini';

const UNFINISHED = '.new';

/**
 * A folder with one small JSON file per record. A record is replaced as a whole (a new file, renamed over the old),
 * so a kill at any moment leaves the old or the new one.
 */
export class RecordFolder<S extends z.ZodMiniType> {
  readonly #folder: string;
  readonly #schema: S;

  constructor(folder: string, schema: S) {
    this.#folder = folder;
    this.#schema = schema;
    mkdirSync(folder, { recursive: true });
  }

  /** All records by name. */
  load(): Map<string, z.output<S>> {
    const records = new Map<string, z.output<S>>();
    for (const entry of readdirSync(this.#folder)) {
      if (entry.endsWith('.json')) records.set(entry.slice(0, -'.json'.length), this.#read(entry));
      else rmSync(path.join(this.#folder, entry), { force: true });
    }
    return records;
  }

  save(name: string, record: z.output<S>): void {
    const file = path.join(this.#folder, `${name}.json`);
    writeFileSync(`${file}${UNFINISHED}`, JSON.stringify(record));
    renameSync(`${file}${UNFINISHED}`, file);
  }

  remove(name: string): void {
    rmSync(path.join(this.#folder, `${name}.json`), { force: true });
  }

  #read(entry: string): z.output<S> {
    const file = path.join(this.#folder, entry);
    const parsed = this.#schema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    if (parsed.success) return parsed.data;
    throw new Error(
      `${file} cannot be read; delete the local state folder to begin anew: ${z.prettifyError(parsed.error)}`,
    );
  }
}
