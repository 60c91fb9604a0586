import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Writes the package of the command line that customers get into `folder`: bundled, so that it starts at once and needs
 * nothing but Node.js. `npm pack` makes a file of it, which customers install or unpack.
 */
export function buildCustomerPackage(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  buildSync({
    absWorkingDir: ROOT,
    // The thread is a file of its own beside the program, as in the project.
    entryPoints: {
      casebell: 'cli/customer-package/casebell.ts',
      'hash-thread': 'cli/upload/hash-thread.mjs',
    },
    outdir: `${folder}/cli`,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    // Plain enough to be read before it is trusted.
    minifySyntax: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    mainFields: ['module', 'main'],
    charset: 'utf8',
    logLevel: 'warning',
  });
  const { name, version, license, engines } = JSON.parse(
    readFileSync(`${ROOT}/package.json`, 'utf8'),
  ) as Record<string, unknown>;
  const manifest = {
    name,
    version,
    description: 'Sends support bundles to a Casebell desk, resumable and verified',
    license,
    type: 'module',
    engines,
    bin: { casebell: 'cli/casebell.mjs' },
    files: ['cli'],
  };
  writeFileSync(`${folder}/package.json`, `${JSON.stringify(manifest, null, 2)}\n`);
  cpSync(`${ROOT}/cli/customer-package/README.md`, `${folder}/README.md`);
  cpSync(`${ROOT}/LICENSE`, `${folder}/LICENSE`);
}
