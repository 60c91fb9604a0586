import { LOCAL_ACCOUNT } from '#local/cloudformation/local-account.ts';
import { type S3Answer, xmlAnswer } from '../answer.ts';
import type { S3Call } from '../call.ts';
import { type ListingPage, listKeys } from '../listing.ts';
import { S3Error } from '../s3-error.ts';
import { numberParameter, parameter } from '../s3-request.ts';
import type { XmlElement } from '../xml.ts';
import { encodedAs } from './key-encoding.ts';

const PAGE_KEYS = 1000;

/** `ListObjects`, the first version: pages begin after a key. */
export function listObjects(call: S3Call): S3Answer {
  const marker = parameter(call.request, 'marker') ?? '';
  const listing = list(call, marker);
  const { encoded, page } = listing;
  // S3 tells the next marker only of grouped listings; otherwise it is the last key.
  const tellsNext = page.next !== undefined && listing.delimiter !== '';
  return xmlAnswer('ListBucketResult', [
    ...listing.head,
    ['Marker', encoded(marker)],
    ['NextMarker', tellsNext ? encoded(page.next ?? '') : undefined],
    ...contents(call, listing, true),
  ]);
}

/** `ListObjectsV2`: pages are continued by a token. */
export function listObjectsV2(call: S3Call): S3Answer {
  const { request } = call;
  const token = parameter(request, 'continuation-token');
  const startAfter = parameter(request, 'start-after') ?? '';
  const listing = list(call, token === undefined ? startAfter : readToken(token));
  const { encoded, page } = listing;
  return xmlAnswer('ListBucketResult', [
    ...listing.head,
    ['KeyCount', page.keys.length + page.commonPrefixes.length],
    ['ContinuationToken', token],
    ['NextContinuationToken', page.next === undefined ? undefined : writeToken(page.next)],
    ['StartAfter', startAfter === '' ? undefined : encoded(startAfter)],
    ...contents(call, listing, parameter(request, 'fetch-owner') === 'true'),
  ]);
}

interface Listing {
  readonly encoded: (key: string) => string;
  readonly delimiter: string;
  readonly page: ListingPage;
  readonly head: readonly XmlElement[];
}

function list({ request, bucket }: S3Call, after: string): Listing {
  const encodingType = parameter(request, 'encoding-type');
  const encoded = encodedAs(encodingType);
  const [prefix, delimiter] = [parameter(request, 'prefix') ?? '', parameter(request, 'delimiter') ?? ''];
  const most = numberParameter(request, 'max-keys', { usual: PAGE_KEYS, most: PAGE_KEYS });
  const page = listKeys(bucket.store.objects.keys, { prefix, delimiter, after, most });
  return {
    encoded,
    delimiter,
    page,
    head: [
      ['Name', bucket.definition.name],
      ['Prefix', encoded(prefix)],
      ['Delimiter', delimiter === '' ? undefined : encoded(delimiter)],
      ['MaxKeys', most],
      ['EncodingType', encodingType],
      ['IsTruncated', page.next !== undefined],
    ],
  };
}

function contents({ bucket }: S3Call, { encoded, page }: Listing, withOwner: boolean): XmlElement[] {
  const objects = page.keys.flatMap((key): XmlElement[] => {
    const object = bucket.store.objects.get(key);
    if (object === undefined) return [];
    return [
      [
        'Contents',
        [
          ['Key', encoded(key)],
          ['LastModified', new Date(object.lastModifiedMs).toISOString()],
          ['ETag', `"${object.etag}"`],
          ['ChecksumAlgorithm', object.checksum?.algorithm],
          ['ChecksumType', object.checksum?.type],
          ['Size', object.size],
          ['Owner', withOwner ? [['ID', LOCAL_ACCOUNT]] : undefined],
          ['StorageClass', object.attributes.storageClass],
        ],
      ],
    ];
  });
  const prefixes = page.commonPrefixes.map(
    (prefix): XmlElement => ['CommonPrefixes', [['Prefix', encoded(prefix)]]],
  );
  return [...objects, ...prefixes];
}

/** A token is the last item of its page; clients are to take it for opaque. */
function writeToken(last: string): string {
  return Buffer.from(`1${last}`).toString('base64url');
}

function readToken(token: string): string {
  const text = Buffer.from(token, 'base64url').toString('utf8');
  if (text.startsWith('1') && writeToken(text.slice(1)) === token) return text.slice(1);
  throw new S3Error('InvalidArgument', 'The continuation token provided is incorrect', {
    ArgumentName: 'continuation-token',
  });
}
