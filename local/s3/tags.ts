import { S3Error } from './s3-error.ts';
import { uriDecode } from './signature/uri-encode.ts';
import type { Tags } from './store/stored.ts';
import { childrenNamed, readXml, textOf } from './xml-reader.ts';

const MOST_TAGS = 10;

/** Reads the `x-amz-tagging` header, `key1=value1&key2=value2` percent-encoded. */
export function readTaggingHeader(value: string | undefined): Tags {
  if (value === undefined || value === '') return [];
  const tags = value.split('&').map((pair): [string, string] => {
    const [key = '', ...rest] = pair.replaceAll('+', ' ').split('=');
    return [uriDecode(key), uriDecode(rest.join('='))];
  });
  return checked(tags);
}

/** Reads the body of PutObjectTagging. */
export function readTagging(xml: string): Tags {
  const [set, second] = childrenNamed(readXml(xml, 'Tagging'), 'TagSet');
  if (set === undefined || second !== undefined) throw new S3Error('MalformedXML');
  const tags = childrenNamed(set, 'Tag').map((tag): [string, string] => {
    const [key, value] = [textOf(tag, 'Key'), textOf(tag, 'Value')];
    if (key === undefined || value === undefined) throw new S3Error('MalformedXML');
    return [key, value];
  });
  return checked(tags);
}

/** Tags within S3's limits (S3 user guide, "Categorizing your storage using tags"). */
function checked(tags: [string, string][]): Tags {
  if (tags.length > MOST_TAGS) throw new S3Error('BadRequest', 'Object tags cannot be greater than 10');
  if (new Set(tags.map(([key]) => key)).size < tags.length) {
    throw new S3Error('InvalidTag', 'Cannot provide multiple Tags with the same key');
  }
  for (const [key, value] of tags) {
    if (key === '' || key.length > 128)
      throw new S3Error('InvalidTag', 'The TagKey you have provided is invalid');
    if (value.length > 256) throw new S3Error('InvalidTag', 'The TagValue you have provided is invalid');
  }
  return tags;
}
