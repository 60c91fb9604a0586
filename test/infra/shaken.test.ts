import { describe, expect, it } from 'vitest';
import { bundleOf } from '#infra/bundle.ts';
import { shaken } from '#infra/shaken.ts';

const text = (bundle: Uint8Array) => Buffer.from(bundle).toString('utf8');

/** Two schemas as an SDK client has them in a bundle; `used` is the one that something refers to. */
const BUNDLE = `// node_modules/@aws-sdk/client-s3/dist-es/schemas/schemas_0.js
var _h = "httpHeader", _C = "Cold";
var used = [3, "Used", { [_h]: "x-used" }];
var unused = [3, "Unused", { [_h]: "x-unused", [_C]: 1 }];

// functions/uploads/handler.ts
var _key = "computed";
var handler = (_h2) => ({ [_key]: used, [_h2]: 1 });
export {
  handler
};
`;

describe('a bundle that is shaken', () => {
  it('keeps the schemas that are used, as they were, and no other', () => {
    const shook = text(shaken(BUNDLE, { charset: 'utf8', legalComments: 'none', target: 'node24' }));
    expect(shook).toContain('httpHeader:"x-used"');
    expect(shook).not.toMatch(/Unused|x-unused|Cold/);
  });

  it('keeps computed keys elsewhere: what they are is not known before they are computed', async () => {
    const shook = text(shaken(BUNDLE, {}));
    const { handler } = await import(`data:text/javascript,${encodeURIComponent(shook)}`);
    expect(handler('k')).toEqual({ computed: [3, 'Used', { httpHeader: 'x-used' }], k: 1 });
  });

  it('has the operations that its function calls, and none that it does not', () => {
    const verify = text(bundleOf('VerifyUpload'));
    expect(verify).toContain('CompleteMultipartUpload');
    expect(verify).not.toMatch(/AnalyticsConfiguration|InventoryConfiguration|SelectObjectContent/);
  });
});
