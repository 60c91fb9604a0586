import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { FUNCTION_ENTRIES, type FunctionId } from './function-entries.ts';
import { PROJECT_ROOT } from './project-root.ts';

let bundles: string | undefined;

/**
 * The folder with one function's bundle, `index.mjs`; it lasts as long as the process.
 *
 * The first call bundles every function at once, so that esbuild starts once and reads the AWS SDK once:
 * 0.8 s for all of them, where NodejsFunction takes a second for each.
 */
export function bundleFolder(id: FunctionId): string {
  bundles ??= bundleAll();
  return join(bundles, id);
}

function bundleAll(): string {
  const folder = mkdtempSync(join(tmpdir(), 'casebell-bundles-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

  buildSync({
    absWorkingDir: PROJECT_ROOT,
    entryPoints: Object.entries(FUNCTION_ENTRIES).map(([id, entry]) => ({ in: entry, out: `${id}/index` })),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    // ES modules are tree-shaken, and a bundle of them needs no `require`.
    mainFields: ['module', 'main'],
    conditions: ['module'],
    legalComments: 'none',
    logLevel: 'warning',
  });
  return folder;
}
