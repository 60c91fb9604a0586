import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { casebellApp } from '#infra/casebell-app.ts';

const CONFIG = fileURLToPath(new URL('../../casebell.config.yaml', import.meta.url));

/** The folder of a cloud assembly of the project under another policy pack; the caller removes it. */
export function assemblyUnder(pack: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'casebell-under-pack-'));
  const configFile = path.join(folder, 'config.yaml');
  const config = readFileSync(CONFIG, 'utf8').replace('policies/house.yaml', `policies/${pack}.yaml`);
  writeFileSync(configFile, config);
  const outdir = path.join(folder, 'assembly');
  casebellApp({ outdir, checked: false, configFile }).synth();
  return outdir;
}
