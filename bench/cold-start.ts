import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';
import { BUNDLE_OPTIONS, bundleOf } from '#infra/bundle.ts';
import { PROJECT_ROOT } from '#infra/project-root.ts';

/**
 * How long `functions/api` takes to load in a fresh process, against a handler that does nothing but make a DynamoDB
 * client, bundled the same way. Runs are interleaved and the first of each is not counted; only the ratio carries
 * over to other machines.
 */
const RUNS = 31;

const EMPTY = `
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
const client = new DynamoDBClient({});
export const handler = async () => ({ region: await client.config.region() });
`;

const TIMER = `
const startedAt = process.hrtime.bigint();
await import(process.argv[1]);
process.stdout.write(String(Number(process.hrtime.bigint() - startedAt) / 1e6));
`;

function bundleEmpty(): Uint8Array {
  const { outputFiles } = buildSync({
    ...BUNDLE_OPTIONS,
    stdin: { contents: EMPTY, resolveDir: PROJECT_ROOT, loader: 'ts' },
    write: false,
  });
  const [bundle] = outputFiles;
  if (!bundle) throw new Error('esbuild gave no bundle');
  return bundle.contents;
}

function loadMs(file: string): number {
  const printed = execFileSync(
    process.execPath,
    ['--input-type=module', '-e', TIMER, pathToFileURL(file).href],
    {
      env: { AWS_REGION: 'us-east-1', AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
      encoding: 'utf8',
    },
  );
  return Number(printed);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

const folder = mkdtempSync(path.join(tmpdir(), 'casebell-bench-'));
try {
  const bundles = { api: bundleOf('Api'), empty: bundleEmpty() };
  const times: Record<keyof typeof bundles, number[]> = { api: [], empty: [] };
  for (const [name, contents] of Object.entries(bundles))
    writeFileSync(path.join(folder, `${name}.mjs`), contents);
  for (let run = 0; run <= RUNS; run++) {
    for (const name of ['api', 'empty'] as const) {
      const ms = loadMs(path.join(folder, `${name}.mjs`));
      if (run > 0) times[name].push(ms);
    }
  }
  const api = median(times.api);
  const empty = median(times.empty);
  process.stdout.write(
    `functions/api   ${api.toFixed(1)} ms, ${bundles.api.byteLength} bytes\n` +
      `DynamoDB only   ${empty.toFixed(1)} ms, ${bundles.empty.byteLength} bytes\n` +
      `ratio           ${(api / empty).toFixed(2)} (median of ${RUNS} interleaved runs, Node ${process.version})\n`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
