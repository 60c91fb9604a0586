import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CommandFailure } from '../command-failure.ts';

/** Where a checkout has its packs. */
export const POLICIES = 'policies';

/**
 * The files that were named, and those of the folders that were named which are `wanted`, in order of their names.
 * Throws CommandFailure where one does not exist, or a folder has none.
 */
export function findFiles(
  named: readonly string[],
  wanted: (name: string) => boolean,
  what: string,
): string[] {
  return (named.length > 0 ? named : [POLICIES]).flatMap((path) => {
    const found = statSync(path, { throwIfNoEntry: false });
    if (!found) throw new CommandFailure(`There is no file or folder ${path}.`, 2);
    if (!found.isDirectory()) return [path];
    const files = readdirSync(path).filter(wanted).sort();
    if (files.length === 0) throw new CommandFailure(`${path}: there are no ${what} in this folder.`, 2);
    return files.map((name) => join(path, name));
  });
}
