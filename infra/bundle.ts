import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type BuildOptions, buildSync } from 'esbuild';
import { FUNCTION_ENTRIES, type FunctionId } from './function-entries.ts';
import { PROJECT_ROOT } from './project-root.ts';
import { shaken } from './shaken.ts';

let bundles: ReadonlyMap<string, Uint8Array> | undefined;

/**
 * One function's bundle, an ES module that exports its `handler`.
 *
 * The first call bundles every function at once, so that esbuild starts once and reads the AWS SDK once:
 * 2 s for all of them, where NodejsFunction takes a second for each.
 */
export function bundleOf(id: FunctionId): Uint8Array {
  bundles ??= bundleAll();
  const bundle = bundles.get(id);
  if (bundle === undefined) throw new Error(`esbuild gave no bundle of ${id}`);
  return bundle;
}

function bundleAll(): ReadonlyMap<string, Uint8Array> {
  const { outputFiles } = buildSync({
    ...BUNDLE_OPTIONS,
    // Minified when what is not used is out of it.
    minify: false,
    minifySyntax: true,
    entryPoints: Object.entries(FUNCTION_ENTRIES).map(([id, entry]) => ({ in: entry, out: id })),
    // Nothing is written; esbuild wants to know where it would.
    outdir: 'cdk.out',
    write: false,
  });
  return new Map(outputFiles.map(({ path, text }) => [basename(path, '.js'), shaken(text, BUNDLE_OPTIONS)]));
}

/** How every function is bundled. */
export const BUNDLE_OPTIONS = {
  absWorkingDir: PROJECT_ROOT,
  bundle: true,
  minify: true,
  platform: 'node',
  format: 'esm',
  target: 'node24',
  // ES modules are tree-shaken, and a bundle of them needs no `require`.
  mainFields: ['module', 'main'],
  conditions: ['module'],
  // functions/uploads/upload-script.ts reads the file where there is one beside it.
  define: {
    BUNDLED_UPLOAD_SCRIPT: JSON.stringify(
      readFileSync(join(PROJECT_ROOT, 'functions/uploads/upload.sh'), 'utf8'),
    ),
  },
  alias: {
    '@aws-sdk/credential-provider-node': join(PROJECT_ROOT, 'infra/lambda-credentials.ts'),
    '@aws-sdk/endpoint-cache': join(PROJECT_ROOT, 'infra/never-reached/endpoint-cache.ts'),
    '@smithy/core/event-streams': join(PROJECT_ROOT, 'infra/never-reached/event-streams.ts'),
  },
  // A character of Chinese or Japanese is three bytes, escaped it would be six.
  charset: 'utf8',
  legalComments: 'none',
  logLevel: 'warning',
} satisfies BuildOptions;
