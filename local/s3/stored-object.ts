import { encryptionHeaders } from './attributes.ts';
import { noSuchKey, type S3Call } from './call.ts';
import { checksumElement, checksumHeader } from './checksum/algorithm.ts';
import { S3Error } from './s3-error.ts';
import { parameter } from './s3-request.ts';
import type { StoredObject } from './store/stored.ts';
import type { XmlElement } from './xml.ts';

/** The object a request is about; the only version of it is the one called `null`. */
export function storedObject(call: S3Call): StoredObject {
  const version = parameter(call.request, 'versionId');
  if (version !== undefined && version !== 'null') {
    throw new S3Error('InvalidArgument', 'Invalid version id specified', {
      ArgumentName: 'versionId',
      ArgumentValue: version,
    });
  }
  const object = call.bucket.store.objects.get(call.request.key);
  if (object === undefined) throw noSuchKey(call);
  return object;
}

/** The headers with which GET and HEAD describe an object. */
export function objectHeaders(object: StoredObject): Record<string, string> {
  const { headers, metadata, storageClass, encryption, tags } = object.attributes;
  return {
    ...headers,
    ...Object.fromEntries(Object.entries(metadata).map(([name, value]) => [`x-amz-meta-${name}`, value])),
    ...encryptionHeaders(encryption),
    ...(storageClass === 'STANDARD' ? {} : { 'x-amz-storage-class': storageClass }),
    ...(tags.length === 0 ? {} : { 'x-amz-tagging-count': String(tags.length) }),
    ...validatorHeaders(object),
    'accept-ranges': 'bytes',
  };
}

/** What a 304 still tells. */
export function validatorHeaders({ etag, lastModifiedMs }: StoredObject): Record<string, string> {
  return { etag: `"${etag}"`, 'last-modified': new Date(lastModifiedMs).toUTCString() };
}

/** The checksum of an object as headers. */
export function checksumHeaders(checksum: StoredObject['checksum']): Record<string, string> {
  if (checksum === undefined) return {};
  return { [checksumHeader(checksum.algorithm)]: checksum.value, 'x-amz-checksum-type': checksum.type };
}

/** The checksum of an object as elements. */
export function checksumElements(checksum: StoredObject['checksum']): XmlElement[] {
  if (checksum === undefined) return [];
  return [
    [checksumElement(checksum.algorithm), checksum.value],
    ['ChecksumType', checksum.type],
  ];
}
