import { emptyAnswer, type S3Answer } from '../answer.ts';
import { headerText, refuseNotOffered } from '../attributes.ts';
import type { S3Call } from '../call.ts';
import { checksumHeader } from '../checksum/algorithm.ts';
import { isNotModified, namesEtag } from '../conditions.ts';
import { type ByteRange, readRange } from '../range.ts';
import { S3Error } from '../s3-error.ts';
import { parameter, type S3Request } from '../s3-request.ts';
import type { StoredObject } from '../store/stored.ts';
import { checksumHeaders, objectHeaders, storedObject, validatorHeaders } from '../stored-object.ts';

/** Query parameters that replace a header of the answer; every query is signed here, so the signer chose them. */
const OVERRIDES = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
];

/** What of an object is to be sent, and the headers that go with it. */
interface Selection {
  readonly status: number;
  readonly range: ByteRange;
  readonly headers: Readonly<Record<string, string>>;
}

/** `GetObject`: the object, a range or a part of it, streamed from the disk. */
export function getObject(call: S3Call): S3Answer {
  const object = storedObject(call);
  if (isNotModified(call.request.headers, object)) return emptyAnswer(304, validatorHeaders(object));
  const { status, range, headers } = select(call.request, object);
  const reading = call.bucket.store.data.read(object.parts);
  return {
    status,
    headers: { ...describe(call.request, object), ...headers },
    body: { bytes: reading.bytes(range.first, range.last), release: () => reading.release() },
  };
}

/** `HeadObject`: what GetObject would answer, without the bytes. */
export function headObject(call: S3Call): S3Answer {
  const object = storedObject(call);
  if (isNotModified(call.request.headers, object)) return emptyAnswer(304, validatorHeaders(object));
  const { status, headers } = select(call.request, object);
  return { status, headers: { ...describe(call.request, object), ...headers } };
}

function describe(request: S3Request, object: StoredObject): Record<string, string> {
  refuseNotOffered(request.headers);
  const overrides = OVERRIDES.flatMap((name): [string, string][] => {
    const value = parameter(request, `response-${name}`);
    return value === undefined ? [] : [[name, headerText(`response-${name}`, value)]];
  });
  return { ...objectHeaders(object), ...Object.fromEntries(overrides) };
}

function select(request: S3Request, object: StoredObject): Selection {
  const { size, checksum } = object;
  const wantsChecksum = request.headers.get('x-amz-checksum-mode')?.toUpperCase() === 'ENABLED';
  const partNumber = parameter(request, 'partNumber');
  const rangeHeader = ifRangeHolds(request, object) ? request.headers.get('range') : undefined;
  if (partNumber !== undefined) {
    if (rangeHeader !== undefined) {
      throw new S3Error('InvalidRequest', 'Cannot specify both Range header and partNumber query parameter');
    }
    return selectPart(object, partNumber, wantsChecksum);
  }
  const range = readRange(rangeHeader, size);
  if (range !== undefined) return { status: 206, range, headers: rangeHeaders(range, size) };
  return {
    status: 200,
    range: { first: 0, last: size - 1 },
    headers: { 'content-length': String(size), ...(wantsChecksum ? checksumHeaders(checksum) : {}) },
  };
}

function selectPart(object: StoredObject, text: string, wantsChecksum: boolean): Selection {
  const number = Number(text);
  if (!/^\d{1,5}$/.test(text) || number < 1 || number > 10_000) {
    throw new S3Error('InvalidArgument', 'Part number must be an integer between 1 and 10000, inclusive', {
      ArgumentName: 'partNumber',
      ArgumentValue: text,
    });
  }
  const position = object.parts.findIndex((part) => part.number === number);
  const part = object.parts[position];
  if (part === undefined) {
    throw new S3Error('InvalidPartNumber', undefined, {
      ActualPartCount: String(object.parts.length),
      PartNumberRequested: text,
    });
  }
  const first = object.parts.slice(0, position).reduce((sum, { size }) => sum + size, 0);
  const range = { first, last: first + part.size - 1 };
  const headers: Record<string, string> =
    part.size === 0 ? { 'content-length': '0' } : rangeHeaders(range, object.size);
  if (object.uploadId !== undefined) headers['x-amz-mp-parts-count'] = String(object.parts.length);
  if (wantsChecksum && object.checksum !== undefined && part.checksum !== undefined) {
    headers[checksumHeader(object.checksum.algorithm)] = part.checksum;
    headers['x-amz-checksum-type'] = object.checksum.type;
  }
  return { status: 206, range, headers };
}

function rangeHeaders({ first, last }: ByteRange, size: number): Record<string, string> {
  return {
    'content-length': String(last - first + 1),
    'content-range': `bytes ${first}-${last}/${size}`,
  };
}

/** A range that depends on a validator is sent only while that is the object's (RFC 9110, section 13.1.5). */
function ifRangeHolds(request: S3Request, object: StoredObject): boolean {
  const value = request.headers.get('if-range');
  if (value === undefined) return true;
  return value.startsWith('"') ? namesEtag(value, object.etag) : Date.parse(value) === object.lastModifiedMs;
}
