import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import { casebellApp } from '#infra/casebell-app.ts';
import { CasebellStack } from '#infra/casebell-stack.ts';
import { readConfig } from '#infra/config.ts';
import { ACKNOWLEDGEMENTS } from '#infra/nag-acknowledgements.ts';
import { loadPack } from '#shared/policy/load-pack.ts';

describe('the checks of the app', () => {
  it('find nothing: neither the AwsSolutions rules nor the resource schemas of AWS', () => {
    const outdir = mkdtempSync(join(tmpdir(), 'casebell-checked-'));
    casebellApp({ outdir }).synth();

    expect(JSON.parse(readFileSync(join(outdir, 'validation-report.json'), 'utf8')).pluginReports).toEqual(
      [],
    );
  });

  it('would find what is acknowledged, so every acknowledgement is needed', () => {
    const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'casebell-unacknowledged-')) });
    new CasebellStack(app, 'Casebell', {
      config: readConfig('casebell.config.yaml'),
      pack: loadPack(readFileSync('policies/house.yaml', 'utf8')),
    });
    const found = new AwsSolutionsChecks(app).validateScope(app).violations.map(({ ruleName }) => ruleName);

    expect(found.sort()).toEqual(ACKNOWLEDGEMENTS.map(({ id }) => id).sort());
  });

  it('are explained wherever they are not followed', () => {
    for (const { reason } of ACKNOWLEDGEMENTS) expect(reason).toMatch(/^[A-Z].{40,}\.$/);
  });
});
