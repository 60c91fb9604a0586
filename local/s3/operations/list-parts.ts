import { LOCAL_ACCOUNT } from '#local/cloudformation/local-account.ts';
import { type S3Answer, xmlAnswer } from '../answer.ts';
import type { S3Call } from '../call.ts';
import { checksumElement } from '../checksum/algorithm.ts';
import { abortDate, abortHeaders } from '../lifecycle.ts';
import { numberParameter } from '../s3-request.ts';
import type { StoredPart, StoredUpload } from '../store/stored.ts';
import type { XmlElement } from '../xml.ts';
import { openUpload } from './upload-part.ts';

/** One page holds at most this many parts, and so many unless fewer are asked for. */
export const PAGE_PARTS = 1000;

/** `ListParts`, in the order of their numbers. */
export function listParts(call: S3Call): S3Answer {
  const { request, bucket } = call;
  const { stored, parts } = openUpload(call);
  const marker = numberParameter(request, 'part-number-marker', { usual: 0, most: 10_000 });
  const most = numberParameter(request, 'max-parts', { usual: PAGE_PARTS, most: PAGE_PARTS });
  const following = [...parts.values()]
    .filter(({ number }) => number > marker)
    .sort((a, b) => a.number - b.number);
  const page = following.slice(0, most);
  const last = page.at(-1)?.number ?? 0;
  const owner: XmlElement[] = [
    ['ID', LOCAL_ACCOUNT],
    ['DisplayName', LOCAL_ACCOUNT],
  ];
  return xmlAnswer(
    'ListPartsResult',
    [
      ['Bucket', bucket.definition.name],
      ['Key', request.key],
      ['UploadId', stored.uploadId],
      [
        'Initiator',
        [
          ['ID', stored.initiator],
          ['DisplayName', stored.initiator],
        ],
      ],
      ['Owner', owner],
      ['StorageClass', stored.attributes.storageClass],
      ['PartNumberMarker', marker],
      ['NextPartNumberMarker', last],
      ['MaxParts', most],
      ['IsTruncated', page.length < following.length],
      ['ChecksumAlgorithm', stored.checksum?.algorithm],
      ['ChecksumType', stored.checksum?.type],
      ...page.map((part): XmlElement => ['Part', partElements(part, stored.checksum)]),
    ],
    abortHeaders(abortDate(bucket.definition.lifecycle ?? [], stored)),
  );
}

function partElements(part: StoredPart, checksum: StoredUpload['checksum']): XmlElement[] {
  const elements: XmlElement[] = [
    ['PartNumber', part.number],
    ['LastModified', new Date(part.lastModifiedMs).toISOString()],
    ['ETag', `"${part.etag}"`],
    ['Size', part.size],
  ];
  if (checksum !== undefined) elements.push([checksumElement(checksum.algorithm), part.checksum]);
  return elements;
}
