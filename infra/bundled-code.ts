import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stage } from 'aws-cdk-lib';
import { type AssetCode, Code } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { bundleOf } from './bundle.ts';
import type { FunctionId } from './function-entries.ts';

/** A function's bundle as a Lambda asset: the file `index.mjs` alone, under the hash of its content. */
export function bundledCode(scope: Construct, id: FunctionId): AssetCode {
  const stage = Stage.of(scope);
  if (stage === undefined) throw new Error('A function needs an app around it.');

  const folder = join(stage.outdir, 'bundles', id);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'index.mjs'), bundleOf(id));
  return Code.fromAsset(folder);
}
