import { LOCAL_ACCOUNT } from '#local/cloudformation/local-account.ts';
import { type S3Answer, xmlAnswer } from '../answer.ts';
import type { S3Call } from '../call.ts';
import { numberParameter, parameter } from '../s3-request.ts';
import { keyBytes } from '../store/sorted-keys.ts';
import type { StoredUpload } from '../store/stored.ts';
import type { XmlElement } from '../xml.ts';
import { encodedAs } from './key-encoding.ts';

const PAGE_UPLOADS = 1000;

/** An upload, or the common prefix that stands for several. */
type Item = { readonly upload: StoredUpload } | { readonly commonPrefix: string };

/** `ListMultipartUploads`, by key and then by the time they began. */
export function listUploads(call: S3Call): S3Answer {
  const { request, bucket } = call;
  const read = (name: string) => parameter(request, name) ?? '';
  const [prefix, delimiter, keyMarker] = [read('prefix'), read('delimiter'), read('key-marker')];
  const most = numberParameter(request, 'max-uploads', { usual: PAGE_UPLOADS, most: PAGE_UPLOADS });
  const encoded = encodedAs(parameter(request, 'encoding-type'));
  // A marker for uploads means something only together with the key it belongs to.
  const uploadIdMarker = keyMarker === '' ? '' : read('upload-id-marker');

  const items = itemsOf(bucket.store.uploads(), prefix, delimiter);
  const start = items.findIndex((item) => isPast(item, keyMarker, uploadIdMarker, items));
  const following = start === -1 ? [] : items.slice(start);
  const page = following.slice(0, most);
  const truncated = page.length < following.length && most > 0;
  const last = page.at(-1);
  return xmlAnswer('ListMultipartUploadsResult', [
    ['Bucket', bucket.definition.name],
    ['KeyMarker', encoded(keyMarker)],
    ['UploadIdMarker', uploadIdMarker],
    ['NextKeyMarker', truncated && last !== undefined ? encoded(nameOf(last)) : ''],
    ['NextUploadIdMarker', truncated && last !== undefined && 'upload' in last ? last.upload.uploadId : ''],
    ['Prefix', prefix === '' ? undefined : encoded(prefix)],
    ['Delimiter', delimiter === '' ? undefined : encoded(delimiter)],
    ['EncodingType', parameter(request, 'encoding-type')],
    ['MaxUploads', most],
    ['IsTruncated', truncated],
    ...page.map(
      (item): XmlElement =>
        'upload' in item
          ? ['Upload', uploadElements(item.upload, encoded)]
          : ['CommonPrefixes', [['Prefix', encoded(item.commonPrefix)]]],
    ),
  ]);
}

function itemsOf(
  uploads: Iterable<{ readonly stored: StoredUpload }>,
  prefix: string,
  delimiter: string,
): Item[] {
  const sorted = [...uploads]
    .map(({ stored }) => ({ stored, order: keyBytes(stored.key) }))
    .filter(({ stored }) => stored.key.startsWith(prefix))
    .sort((a, b) => compare(a.order, b.order) || a.stored.initiatedMs - b.stored.initiatedMs)
    .map(({ stored }) => stored);
  const seen = new Set<string>();
  return sorted.flatMap((upload): Item[] => {
    const end = delimiter === '' ? -1 : upload.key.indexOf(delimiter, prefix.length);
    if (end === -1) return [{ upload }];
    const commonPrefix = upload.key.slice(0, end + delimiter.length);
    if (seen.has(commonPrefix)) return [];
    seen.add(commonPrefix);
    return [{ commonPrefix }];
  });
}

/** Whether an item comes after the markers: a later key, or a later upload of the same key. */
function isPast(item: Item, keyMarker: string, uploadIdMarker: string, items: readonly Item[]): boolean {
  const order = compare(keyBytes(nameOf(item)), keyBytes(keyMarker));
  if (order !== 0 || keyMarker === '') return order > 0 || keyMarker === '';
  if (uploadIdMarker === '' || !('upload' in item)) return false;
  const marked = items.findIndex((it) => 'upload' in it && it.upload.uploadId === uploadIdMarker);
  return marked !== -1 && items.indexOf(item) > marked;
}

function nameOf(item: Item): string {
  return 'upload' in item ? item.upload.key : item.commonPrefix;
}

function uploadElements(upload: StoredUpload, encoded: (key: string) => string): XmlElement[] {
  return [
    ['Key', encoded(upload.key)],
    ['UploadId', upload.uploadId],
    [
      'Initiator',
      [
        ['ID', upload.initiator],
        ['DisplayName', upload.initiator],
      ],
    ],
    [
      'Owner',
      [
        ['ID', LOCAL_ACCOUNT],
        ['DisplayName', LOCAL_ACCOUNT],
      ],
    ],
    ['StorageClass', upload.attributes.storageClass],
    ['Initiated', new Date(upload.initiatedMs).toISOString()],
    ['ChecksumAlgorithm', upload.checksum?.algorithm],
    ['ChecksumType', upload.checksum?.type],
  ];
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
