import { Readable } from 'node:stream';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ChunkedBody } from '#local/s3/body/chunked-body.ts';
import { type RunningS3, refusalOf, runS3 } from './running-s3.ts';
import { chunkedBody, signHeaders } from './signer.ts';

const SIGNED = 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD';
const TRAILER = 'STREAMING-UNSIGNED-PAYLOAD-TRAILER';
const SIGNED_TRAILER = 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER';
const PIECES = [Buffer.alloc(10_000, 'a'), Buffer.alloc(8192, 'b'), Buffer.from('the end')];
const DATA = Buffer.concat(PIECES).toString();
/** Of DATA. */
const CRC32 = 'epWcDw==';

let s3: RunningS3;
beforeAll(async () => {
  s3 = await runS3();
});
afterAll(() => s3.stop());

async function send(
  form: string,
  change: (body: Buffer) => Buffer = (body) => body,
  options: { pieces?: Buffer[]; trailer?: [string, string]; headers?: Record<string, string> } = {},
) {
  const { pieces = PIECES, trailer = ['x-amz-checksum-crc32', CRC32] } = options;
  const hasTrailer = form.endsWith('TRAILER');
  const url = `${s3.url}/files/chunked`;
  const size = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const headers = {
    'content-encoding': 'aws-chunked',
    'x-amz-decoded-content-length': String(size),
    ...(hasTrailer ? { 'x-amz-trailer': 'x-amz-checksum-crc32' } : {}),
    ...options.headers,
  };
  const signed = signHeaders({ method: 'PUT', url, headers }, form, { now: s3.clock.now() });
  const body = chunkedBody(
    pieces,
    form.includes('AWS4') ? signed : undefined,
    hasTrailer ? trailer : undefined,
  );
  return refusalOf(await fetch(url, { method: 'PUT', headers: signed.headers, body: change(body) }));
}

async function stored(): Promise<[string | undefined, string | undefined]> {
  const got = await s3.client.send(new GetObjectCommand({ Bucket: 'files', Key: 'chunked' }));
  return [await got.Body?.transformToString(), got.ContentEncoding];
}

describe.each([SIGNED, TRAILER, SIGNED_TRAILER])('%s', (form) => {
  it('carries the data, and is no encoding of the object', async () => {
    expect(await send(form)).toMatchObject({ status: 200 });
    expect(await stored()).toEqual([DATA, undefined]);
  });

  it('is refused when it ends early, or holds more or less than declared', async () => {
    const length = (size: string) => ({ headers: { 'x-amz-decoded-content-length': size } });
    const cut = await send(form, (body) => body.subarray(0, -2));
    expect(cut).toMatchObject({ status: 400, code: 'IncompleteBody' });
    expect(await send(form, undefined, length('18198'))).toMatchObject({ code: 'IncompleteBody' });
    expect(await send(form, undefined, length('18200'))).toMatchObject({ code: 'IncompleteBody' });
    expect(await send(form, undefined, length('many'))).toMatchObject({
      status: 411,
      code: 'MissingContentLength',
    });
  });

  it('is refused with a small piece in the middle', async () => {
    const pieces = [Buffer.from('small'), Buffer.from('last')];
    expect(await send(form, undefined, { pieces })).toMatchObject({
      status: 403,
      code: 'InvalidChunkSizeError',
    });
  });
});

describe.each([SIGNED, SIGNED_TRAILER])('%s', (form) => {
  it('is refused when a piece is not the one that was signed', async () => {
    const damaged = await send(form, (body) => {
      body[body.length - 200] = 0x58;
      body[300] = 0x58;
      return body;
    });
    expect(damaged).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' });
    const unsigned = await send(form, (body) =>
      Buffer.from(body.toString('latin1').replaceAll(/;chunk-signature=[0-9a-f]{64}/g, ''), 'latin1'),
    );
    expect(unsigned).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' });
  });
});

describe('a trailer', () => {
  it.each([TRAILER, SIGNED_TRAILER])('of another checksum is refused (%s)', async (form) => {
    const trailer: [string, string] = ['x-amz-checksum-crc32', 'AAAAAA=='];
    expect(await send(form, undefined, { trailer })).toMatchObject({ status: 400, code: 'BadDigest' });
  });

  it('that nobody announced, or that does not come, is refused', async () => {
    const trailer: [string, string] = ['x-amz-checksum-sha1', 'AAAA'];
    expect(await send(TRAILER, undefined, { trailer })).toMatchObject({ code: 'MalformedTrailerError' });
    const none = await send(TRAILER, (body) => {
      const text = body.toString('latin1');
      return Buffer.from(text.slice(0, text.indexOf('x-amz-checksum')).concat('\r\n'), 'latin1');
    });
    expect(none).toMatchObject({ code: 'MalformedTrailerError' });
    const extra = await send(SIGNED, (body) =>
      Buffer.concat([body.subarray(0, -2), Buffer.from('x-amz-checksum-crc32:AAAAAA==\r\n\r\n')]),
    );
    expect(extra).toMatchObject({ code: 'MalformedTrailerError' });
  });

  it('whose signature is not its own is refused', async () => {
    const swapped = await send(SIGNED_TRAILER, (body) =>
      Buffer.from(body.toString('latin1').replace(/trailer-signature:./, 'trailer-signature:_'), 'latin1'),
    );
    expect(swapped).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' });
  });

  it('is what the unmodified SDK sends for a stream', async () => {
    const Body = Readable.from(PIECES);
    await s3.client.send(
      new PutObjectCommand({ Bucket: 'files', Key: 'chunked', Body, ContentLength: DATA.length }),
    );
    expect(await stored()).toEqual([DATA, undefined]);
  });
});

describe('the decoder', () => {
  it('gives the same data however the body is cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 8192, max: 9000 }), { maxLength: 3 }),
        fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 20 }),
        (sizes, cuts) => {
          const pieces = sizes.map((size, position) => Buffer.alloc(size, position + 65));
          const encoded = chunkedBody(pieces, undefined, ['x-a', 'b']);
          const decoder = new ChunkedBody({ signatures: undefined, trailers: ['x-a'] });
          const data: Buffer[] = [];
          let position = 0;
          for (let turn = 0; position < encoded.length; turn += 1) {
            const size = cuts[turn % cuts.length] ?? 1;
            data.push(...decoder.decode(encoded.subarray(position, position + size)));
            position += size;
          }
          decoder.end();
          expect(Buffer.concat(data).equals(Buffer.concat(pieces))).toBe(true);
          expect([...decoder.trailers]).toEqual([['x-a', 'b']]);
        },
      ),
    );
  });
});
