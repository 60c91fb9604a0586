import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The CDK app did not synthesise; the message ends with what it printed. */
export class SynthFailed extends Error {
  override readonly name = 'SynthFailed';
}

/** What to synthesise. */
export interface SynthOptions {
  /** Root of the project. */
  readonly projectRoot: string;
  /** The Node.js script that is the CDK app, with the arguments before it. */
  readonly app?: readonly string[];
  /** Files and folders under the root that decide what the app makes. */
  readonly inputs?: readonly string[];
  readonly log?: (line: string) => void;
}

const PROJECT_INPUTS: readonly string[] = [
  'casebell.config.yaml',
  'functions',
  'infra',
  'local/cloudformation/synth-app.ts',
  'package-lock.json',
  'policies',
  'shared',
  'statemachines',
];

const PROJECT_APP: readonly string[] = [
  '--import',
  'tsx',
  fileURLToPath(new URL('./cloudformation/synth-app.ts', import.meta.url)),
];

/** So many earlier assemblies are kept, so that going back and forth between branches costs nothing. */
const KEPT_ASSEMBLIES = 5;

/**
 * Synthesises the CDK app and resolves with the folder of its cloud assembly. The folder lies in `.cache/synth` under
 * a hash of the inputs: unchanged inputs are not synthesised again. Rejects with `SynthFailed`.
 */
export async function synthesise(options: SynthOptions): Promise<string> {
  const { projectRoot, app = PROJECT_APP, inputs = PROJECT_INPUTS, log = () => undefined } = options;
  const cache = path.join(projectRoot, '.cache', 'synth');
  const assembly = path.join(cache, hashOf(projectRoot, inputs));
  if (existsSync(assembly)) return assembly;
  log('Synthesising the stack ...');
  mkdirSync(cache, { recursive: true });
  // Under a name of its own until it is complete: another process may synthesise the same inputs.
  const draft = `${assembly}.${process.pid}.draft`;
  rmSync(draft, { recursive: true, force: true });
  await run(projectRoot, app, draft);
  try {
    renameSync(draft, assembly);
  } catch (error) {
    if (!existsSync(assembly)) throw error;
    rmSync(draft, { recursive: true, force: true });
  }
  prune(cache, assembly);
  return assembly;
}

function run(projectRoot: string, app: readonly string[], outdir: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...app], {
      cwd: projectRoot,
      // As the CDK command line tells an app where to put its assembly.
      env: { ...process.env, CDK_OUTDIR: outdir },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const output: string[] = [];
    child.stdout.on('data', (chunk) => output.push(String(chunk)));
    child.stderr.on('data', (chunk) => output.push(String(chunk)));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0 && existsSync(outdir)) resolve();
      else
        reject(
          new SynthFailed(`The CDK app did not synthesise (status ${code}):\n${output.join('').trim()}`),
        );
    });
  });
}

function hashOf(projectRoot: string, inputs: readonly string[]): string {
  const hash = createHash('sha256').update(process.version);
  for (const input of inputs) {
    for (const file of filesOf(path.join(projectRoot, input))) {
      hash.update(path.relative(projectRoot, file)).update('\0').update(readFileSync(file)).update('\0');
    }
  }
  return hash.digest('hex').slice(0, 24);
}

function filesOf(input: string): string[] {
  if (!existsSync(input)) return [];
  if (path.extname(input) !== '') return [input];
  return readdirSync(input, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

function prune(cache: string, current: string): void {
  const others = readdirSync(cache)
    .map((name) => path.join(cache, name))
    .filter((folder) => !folder.endsWith('.draft') && folder !== current)
    .toSorted((left, right) => statSync(right).mtimeMs - statSync(left).mtimeMs);
  for (const old of others.slice(KEPT_ASSEMBLIES - 1)) rmSync(old, { recursive: true, force: true });
}
