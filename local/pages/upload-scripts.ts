import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CLIENT = 'clients/upload-page';

/** What the page of uploads loads, by its name under `/__local/uploads/`. */
const TYPES = {
  'page.js': 'text/javascript; charset=utf-8',
  'hash-worker.js': 'text/javascript; charset=utf-8',
  'page.css': 'text/css; charset=utf-8',
} as const;

/** A file that the page of uploads loads. */
export interface UploadScript {
  readonly type: string;
  readonly body: Buffer;
}

/** Whether the page of uploads loads a file of this name. */
export function isUploadScript(name: string): name is keyof typeof TYPES {
  return Object.hasOwn(TYPES, name);
}

/** Bundles them for browsers when the first of them is asked for, and keeps them. */
export function createUploadScripts(): (name: keyof typeof TYPES) => Promise<UploadScript> {
  let bundles: Promise<ReadonlyMap<string, Buffer>> | undefined;
  return async (name) => {
    bundles ??= bundle().catch((error: unknown) => {
      bundles = undefined;
      throw error;
    });
    const body = (await bundles).get(name);
    if (body === undefined) throw new Error(`esbuild gave no ${name}`);
    return { type: TYPES[name], body };
  };
}

async function bundle(): Promise<ReadonlyMap<string, Buffer>> {
  // A desk whose uploads nobody looks at does not need it.
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    absWorkingDir: ROOT,
    entryPoints: [
      { in: `${CLIENT}/local-desk-page.ts`, out: 'page' },
      { in: `${CLIENT}/hash-worker.ts`, out: 'hash-worker' },
      { in: `${CLIENT}/upload-page.css`, out: 'page' },
    ],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    // Nothing is written; esbuild wants to know where it would.
    outdir: 'dist',
    write: false,
    logLevel: 'silent',
  });
  return new Map(outputFiles.map(({ path, contents }) => [basename(path), Buffer.from(contents)]));
}
