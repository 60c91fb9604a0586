import { describe, expect, it } from 'vitest';
import { synthesise } from './assembly.ts';

/** Every function; a new one is added by hand, so that somebody looks at its size. */
const FUNCTION_IDS = [
  'Api',
  'PublishPolicy',
  'RecordDelivery',
  'Revive',
  'SendMail',
  'Sweep',
  'WakeWorkflow',
  'Workflow',
] as const;

const MAX_BUNDLE_BYTES = 500 * 1024;

describe('the functions', () => {
  const assembly = synthesise();
  const functions = assembly.ofType('AWS::Lambda::Function');

  it('are these', () => {
    expect(Object.keys(functions).sort()).toEqual(FUNCTION_IDS);
  });

  it.each(FUNCTION_IDS)('%s runs on Node.js 24 and arm64', (id) => {
    expect(assembly.properties('AWS::Lambda::Function', id)).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
    });
  });

  it.each(FUNCTION_IDS)('%s knows its table and its name', (id) => {
    expect(assembly.properties('AWS::Lambda::Function', id).Environment).toMatchObject({
      Variables: {
        TABLE_NAME: { Ref: expect.stringMatching(/^Table/) },
        LOG_LEVEL: 'INFO',
        POWERTOOLS_SERVICE_NAME: id,
        POWERTOOLS_METRICS_NAMESPACE: 'Casebell',
      },
    });
  });

  it.each(FUNCTION_IDS)('%s is one file of at most 500 KB', (id) => {
    const files = assembly.filesOf(functions[id]?.Metadata['aws:asset:path']);
    expect(Object.keys(files)).toEqual(['index.mjs']);
    expect(files['index.mjs']).toBeLessThanOrEqual(MAX_BUNDLE_BYTES);
  });

  it('have each a bundle of their own', () => {
    const assets = Object.values(functions).map(({ Metadata }) => Metadata['aws:asset:path']);
    expect(new Set(assets).size).toBe(FUNCTION_IDS.length);
  });

  it('get the settings that their code parses', () => {
    const settings = Object.fromEntries(
      FUNCTION_IDS.map((id) => {
        const { Variables } = assembly.properties('AWS::Lambda::Function', id).Environment as {
          Variables: Record<string, unknown>;
        };
        const own = Object.keys(Variables).filter(
          (name) => !/^(TABLE_NAME|LOG_LEVEL|POWERTOOLS_)/.test(name),
        );
        return [id, own.sort()];
      }),
    );
    expect(settings).toEqual({
      Api: ['POLICY_PACK', 'PORTAL_URL', 'VENDOR_NAME'],
      Workflow: ['PORTAL_URL', 'VENDOR_NAME'],
      WakeWorkflow: ['STATE_MACHINE_ARN'],
      SendMail: ['CONFIGURATION_SET', 'MAIL_FROM', 'REPLY_DOMAIN', 'VENDOR_NAME'],
      RecordDelivery: ['PORTAL_URL', 'VENDOR_NAME'],
      Sweep: [],
      Revive: [],
      PublishPolicy: [],
    });
  });
});
