import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** DynamoDB Local needs at least this Java. */
const NEEDED_JAVA = 17;

/** The Java that is fetched where none is found: a long-term release. */
const FETCHED_JAVA = 21;

/** Where to look for Java. */
export interface JavaSearch {
  /** The process environment: `JAVA_HOME` is looked at first, then `PATH`. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Folder in which a fetched Java is kept. */
  readonly cacheDirectory: string;
  readonly log: (line: string) => void;
  /** Downloads a Java runtime of that version into `<folder>/jre`; by default the package `njre`. */
  readonly install?: (version: number, folder: string) => Promise<void>;
}

/**
 * The path of a Java 17 or newer: from JAVA_HOME, from PATH, from the cache, else downloaded into the cache.
 * Rejects with one sentence that says what to install.
 */
export async function findJava(search: JavaSearch): Promise<string> {
  const name = process.platform === 'win32' ? 'java.exe' : 'java';
  const home = search.environment.JAVA_HOME;
  const candidates = [...(home === undefined ? [] : [path.join(home, 'bin', name)]), name];
  for (const java of candidates) {
    if ((await javaVersion(java, search.environment)) >= NEEDED_JAVA) return java;
  }
  const cached = await fetchedJava(search, name);
  if (cached !== undefined) return cached;
  search.log(
    `Java ${NEEDED_JAVA} or newer was not found; fetching Java ${FETCHED_JAVA} (about 50 MB) once ...`,
  );
  const problem = await (search.install ?? installWithNjre)(FETCHED_JAVA, search.cacheDirectory).then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  const fetched = await fetchedJava(search, name);
  if (fetched !== undefined) return fetched;
  throw new Error(
    `The local stack needs Java ${NEEDED_JAVA} or newer: install it (e.g. from https://adoptium.net) or set JAVA_HOME.` +
      (problem === undefined ? '' : ` Fetching it failed: ${problem}`),
  );
}

async function installWithNjre(version: number, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const { install } = await import('njre');
  // The package unpacks beside the given file.
  await install(version, { installPath: path.join(folder, 'java') });
}

async function fetchedJava(search: JavaSearch, name: string): Promise<string | undefined> {
  const root = path.join(search.cacheDirectory, 'jre');
  for (const release of foldersIn(root)) {
    for (const home of [path.join(root, release), path.join(root, release, 'Contents', 'Home')]) {
      const java = path.join(home, 'bin', name);
      if ((await javaVersion(java, search.environment)) >= NEEDED_JAVA) return java;
    }
  }
  return undefined;
}

function foldersIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

/** The major version a Java says it has, or 0 when it cannot be run. */
function javaVersion(java: string, environment: JavaSearch['environment']): Promise<number> {
  return new Promise((resolve) => {
    execFile(java, ['-version'], { env: { ...environment } }, (_error, _stdout, stderr) => {
      const [, major = '0', minor = '0'] = /version "(\d+)(?:\.(\d+))?/.exec(stderr) ?? [];
      resolve(major === '1' ? Number(minor) : Number(major));
    });
  });
}
