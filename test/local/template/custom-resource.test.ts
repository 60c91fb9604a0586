import { describe, expect, it } from 'vitest';
import {
  CustomResourceFailed,
  CustomResourceStates,
  createCustomResources,
} from '#local/cloudformation/custom-resource.ts';
import { openStateFile } from '#local/state-file.ts';
import { loadTemplate } from '#local/template.ts';
import { temporaryFolder, writeAssembly } from './assembly.ts';

const PROVIDER = 'arn:aws:lambda:us-east-1:000000000000:function:Provider';

/** Custom resources whose function is `provider`: what it returns is what it PUTs to the ResponseURL. */
function resources(
  stateDir: string,
  properties: object,
  provider: (event: Record<string, unknown>) => object | undefined,
) {
  const assembly = writeAssembly({
    functions: { Provider: { source: 'export const handler = () => 1;' } },
    resources: {
      Pack: {
        Type: 'Custom::PolicyPack',
        Properties: {
          ServiceToken: { 'Fn::GetAtt': ['Provider', 'Arn'] },
          ServiceTimeout: 120,
          ...properties,
        },
      },
    },
  });
  const template = loadTemplate(assembly, { deskUrl: '' });
  const events: Record<string, unknown>[] = [];
  const subject = createCustomResources({
    template,
    states: openStateFile(stateDir, 'custom-resources', CustomResourceStates, {}),
    endpointUrl: 'http://127.0.0.1:1234',
    async invoke(functionArn, event) {
      expect(functionArn).toBe(PROVIDER);
      const fields = Object.fromEntries(Object.entries(Object(event)));
      events.push(fields);
      const answer = provider(fields);
      const path = new URL(String(fields.ResponseURL)).pathname;
      if (answer !== undefined) expect(subject.answer(path, JSON.stringify(answer))).toBe(true);
    },
  });
  return { subject, template, events };
}

const success = () => ({ Status: 'SUCCESS', PhysicalResourceId: 'house@2', Data: { version: '1' } });

describe('a custom resource', () => {
  it('is created with every property as text, and its answer is what Ref and GetAtt give', async () => {
    const { subject, template, events } = resources(
      temporaryFolder(),
      { pack: '{}', deep: { n: 1, on: true } },
      success,
    );
    await subject.apply();
    expect(events).toEqual([
      {
        RequestType: 'Create',
        ResponseURL: expect.stringMatching(/^http:\/\/127\.0\.0\.1:1234\/custom-resource\/[0-9a-f-]{36}$/),
        StackId: 'arn:aws:cloudformation:us-east-1:000000000000:stack/Test/local',
        RequestId: expect.any(String),
        ResourceType: 'Custom::PolicyPack',
        LogicalResourceId: 'Pack',
        ResourceProperties: { ServiceToken: PROVIDER, pack: '{}', deep: { n: '1', on: 'true' } },
      },
    ]);
    expect(template.resolve([{ Ref: 'Pack' }, { 'Fn::GetAtt': ['Pack', 'version'] }])).toEqual([
      'house@2',
      '1',
    ]);
  });

  it('is updated only when its properties changed since the last start', async () => {
    const stateDir = temporaryFolder();
    await resources(stateDir, { pack: 'a' }, success).subject.apply();
    const same = resources(stateDir, { pack: 'a' }, success);
    await same.subject.apply();
    expect(same.events).toEqual([]);
    expect(same.template.resolve({ Ref: 'Pack' })).toBe('house@2');
    const changed = resources(stateDir, { pack: 'b' }, success);
    await changed.subject.apply();
    expect(changed.events).toMatchObject([
      {
        RequestType: 'Update',
        PhysicalResourceId: 'house@2',
        ResourceProperties: { pack: 'b' },
        OldResourceProperties: { pack: 'a' },
      },
    ]);
  });

  it.each([
    ['says no', () => ({ Status: 'FAILED', Reason: 'no such pack' }), 'no such pack'],
    ['does not answer', () => undefined, 'its function ended without an answer'],
    [
      'fails',
      () => {
        throw new Error('out of order');
      },
      'out of order',
    ],
  ])(
    'stops the start when its function %s, and is tried again at the next',
    async (_name, provider, reason) => {
      const stateDir = temporaryFolder();
      const { subject } = resources(stateDir, {}, provider);
      const failure = await subject.apply().catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(CustomResourceFailed);
      expect(String(failure)).toBe(`CustomResourceFailed: Custom::PolicyPack Pack failed: ${reason}`);
      const next = resources(stateDir, {}, success);
      await next.subject.apply();
      expect(next.events).toMatchObject([{ RequestType: 'Create' }]);
    },
  );

  it('takes no answer that nobody waits for', () => {
    const { subject } = resources(temporaryFolder(), {}, success);
    expect(subject.answer('/custom-resource/other', '{}')).toBe(false);
  });
});
