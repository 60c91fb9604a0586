import { readFile } from 'node:fs/promises';

/** The version of the package that this file is in: the project's, or that of the package for customers. */
export async function version(): Promise<string> {
  const manifest = await readFile(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}
