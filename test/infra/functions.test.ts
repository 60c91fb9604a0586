import { describe, expect, it, vi } from 'vitest';
import * as z from 'zod/mini';
import { readConfig } from '#functions/config.ts';
import { synthesise } from './assembly.ts';

/** Every function; a new one is added by hand, so that somebody looks at its size. */
const FUNCTION_IDS = [
  'Api',
  'PublishPolicy',
  'RecordDelivery',
  'Revive',
  'SendMail',
  'Sweep',
  'SweepUploads',
  'UploadScript',
  'Uploads',
  'VerifyUpload',
  'WakeWorkflow',
  'Workflow',
] as const;

const MAX_BUNDLE_BYTES = 500_000;

const Environment = z.object({ Variables: z.record(z.string(), z.unknown()) });

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

  it.each([
    ['Api', 'api', ['POLICY_PACK']],
    ['Workflow', 'table', []],
    ['WakeWorkflow', 'stream', ['STATE_MACHINE_ARN', 'VERIFY_FUNCTION']],
    [
      'SendMail',
      'mail',
      ['CONFIGURATION_SET', 'LANGUAGES', 'MAIL_FROM', 'REPLY_DOMAIN', 'REPLY_TO', 'VENDOR_NAME'],
    ],
    ['RecordDelivery', 'table', []],
    ['Sweep', 'table', []],
    ['Revive', 'table', []],
    ['PublishPolicy', 'table', []],
    [
      'Uploads',
      'uploads',
      ['API_URL', 'BUCKET_NAME', 'MAX_FILE_GIB', 'PER_ACCOUNT_GIB', 'PER_REQUEST_FILES', 'PER_REQUEST_GIB'],
    ],
    ['UploadScript', 'script', ['API_URL']],
    ['VerifyUpload', 'bucket', ['BUCKET_NAME']],
    ['SweepUploads', 'sweepUploads', ['BUCKET_NAME', 'KEEP_DAYS']],
  ] as const)('%s gets the settings that its code parses', (id, kind, own) => {
    const { Variables } = Environment.parse(assembly.properties('AWS::Lambda::Function', id).Environment);
    const names = Object.keys(Variables).filter((name) => !/^(TABLE_NAME|LOG_LEVEL|POWERTOOLS_)/.test(name));
    expect(names.sort()).toEqual(own);

    for (const [name, value] of Object.entries(Variables)) {
      vi.stubEnv(name, typeof value === 'string' ? value : 'known at deploy time');
    }
    expect(readConfig(kind)).toMatchObject({});
    vi.unstubAllEnvs();
  });
});
