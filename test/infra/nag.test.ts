import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import { casebellApp } from '#infra/casebell-app.ts';
import { CasebellStack } from '#infra/casebell-stack.ts';
import { readConfig } from '#infra/config.ts';
import { ACKNOWLEDGEMENTS } from '#infra/nag-acknowledgements.ts';
import { loadPack } from '#shared/policy/load-pack.ts';
import { withTemporaryFolder } from './temporary-folder.ts';

describe('the checks of the app', () => {
  it('find nothing: neither the AwsSolutions rules nor the resource schemas of AWS', () => {
    const report = withTemporaryFolder((outdir) => {
      casebellApp({ outdir }).synth();
      return JSON.parse(readFileSync(join(outdir, 'validation-report.json'), 'utf8'));
    });
    expect(report).toMatchObject({ title: 'Validation Report', pluginReports: [] });
  });

  it('would find what is acknowledged, so every acknowledgement is needed', () => {
    const violations = withTemporaryFolder((outdir) => {
      const app = new App({ outdir });
      const config = readConfig('casebell.config.yaml');
      const pack = loadPack(readFileSync(config.policyPack, 'utf8'));
      new CasebellStack(app, 'Casebell', { config, pack });
      return new AwsSolutionsChecks(app).validateScope(app).violations;
    });
    const found = violations.flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(() => ruleName),
    );
    expect(found.sort()).toEqual(ACKNOWLEDGEMENTS.map(({ id }) => id).sort());
  });

  it('are explained wherever they are not followed', () => {
    for (const { reason } of ACKNOWLEDGEMENTS) expect(reason).toMatch(/^[A-Z].{40,}\.$/);
  });
});
