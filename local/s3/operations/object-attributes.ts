import { type S3Answer, xmlAnswer } from '../answer.ts';
import type { S3Call } from '../call.ts';
import { checksumElement } from '../checksum/algorithm.ts';
import { isNotModified } from '../conditions.ts';
import { S3Error } from '../s3-error.ts';
import type { StoredObject } from '../store/stored.ts';
import { checksumElements, storedObject, validatorHeaders } from '../stored-object.ts';
import type { XmlElement } from '../xml.ts';
import { PAGE_PARTS } from './list-parts.ts';

const NAMES = ['ETag', 'Checksum', 'ObjectParts', 'StorageClass', 'ObjectSize'];

/** `GetObjectAttributes`: those asked for, with the parts of an object that was uploaded in parts. */
export function getObjectAttributes(call: S3Call): S3Answer {
  call.may('s3:GetObject');
  const { headers } = call.request;
  const wanted = (headers.get('x-amz-object-attributes') ?? '').split(',').map((name) => name.trim());
  if (wanted.some((name) => !NAMES.includes(name))) {
    throw new S3Error('InvalidArgument', 'Invalid attribute name specified.', {
      ArgumentName: 'x-amz-object-attributes',
    });
  }
  const object = storedObject(call);
  if (isNotModified(headers, object)) return { status: 304, headers: validatorHeaders(object), body: '' };
  const asked = (name: string) => wanted.includes(name);
  const checksum = checksumElements(object.checksum).map(withoutPartCount);
  return xmlAnswer(
    'GetObjectAttributesResponse',
    [
      ['ETag', asked('ETag') ? object.etag : undefined],
      ['Checksum', asked('Checksum') && checksum.length > 0 ? checksum : undefined],
      ['ObjectParts', asked('ObjectParts') ? objectParts(object, headers) : undefined],
      ['StorageClass', asked('StorageClass') ? object.attributes.storageClass : undefined],
      ['ObjectSize', asked('ObjectSize') ? object.size : undefined],
    ],
    { 'last-modified': new Date(object.lastModifiedMs).toUTCString() },
  );
}

/** Here S3 tells a composite checksum without the `-N` that it has elsewhere. */
function withoutPartCount([name, content]: XmlElement): XmlElement {
  return [name, typeof content === 'string' ? content.replace(/-\d+$/, '') : content];
}

/** The single parts are told only of an object whose parts have checksums. */
function objectParts(object: StoredObject, headers: ReadonlyMap<string, string>): XmlElement[] | undefined {
  if (object.uploadId === undefined) return undefined;
  const count: XmlElement = ['PartsCount', object.parts.length];
  const { checksum } = object;
  if (checksum === undefined) return [count];
  const marker = readCount(headers, 'x-amz-part-number-marker', 0);
  const most = Math.min(readCount(headers, 'x-amz-max-parts', PAGE_PARTS), PAGE_PARTS);
  const following = object.parts.filter(({ number }) => number > marker);
  const page = following.slice(0, most);
  return [
    count,
    ['PartNumberMarker', marker],
    ['NextPartNumberMarker', page.at(-1)?.number ?? 0],
    ['MaxParts', most],
    ['IsTruncated', page.length < following.length],
    ...page.map(
      (part): XmlElement => [
        'Part',
        [
          ['PartNumber', part.number],
          ['Size', part.size],
          [checksumElement(checksum.algorithm), part.checksum],
        ],
      ],
    ),
  ];
}

function readCount(headers: ReadonlyMap<string, string>, name: string, usual: number): number {
  const text = headers.get(name);
  if (text === undefined) return usual;
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new S3Error('InvalidArgument', `Provided ${name} not an integer or within integer range`, {
    ArgumentName: name,
    ArgumentValue: text,
  });
}
