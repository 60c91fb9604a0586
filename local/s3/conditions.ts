import { S3Error } from './s3-error.ts';
import type { StoredObject } from './store/stored.ts';

type Headers = ReadonlyMap<string, string>;
type Current = Pick<StoredObject, 'etag' | 'lastModifiedMs'>;

/**
 * Evaluates the conditions of a GET or HEAD as RFC 9110, section 13.2.2, orders them: true when the client's copy is
 * still good (304). A condition that fails throws PreconditionFailed.
 */
export function isNotModified(headers: Headers, object: Current): boolean {
  const [ifMatch, ifNoneMatch] = [headers.get('if-match'), headers.get('if-none-match')];
  const unmodifiedSince = dateOf(headers.get('if-unmodified-since'));
  const modifiedSince = dateOf(headers.get('if-modified-since'));
  if (ifMatch !== undefined) {
    if (!namesEtag(ifMatch, object.etag)) throw failed('If-Match');
  } else if (unmodifiedSince !== undefined && object.lastModifiedMs > unmodifiedSince) {
    throw failed('If-Unmodified-Since');
  }
  if (ifNoneMatch !== undefined) return namesEtag(ifNoneMatch, object.etag);
  return modifiedSince !== undefined && object.lastModifiedMs <= modifiedSince;
}

/**
 * Checks the conditions of a write against what the key holds now. S3 knows `If-None-Match: *` (only if there is
 * nothing) and `If-Match` with an ETag (only if it is still that). See S3 user guide, "Conditional writes".
 */
export function requireWritable(headers: Headers, current: Current | undefined): void {
  const [ifMatch, ifNoneMatch] = [headers.get('if-match'), headers.get('if-none-match')];
  if (ifNoneMatch !== undefined) {
    if (ifNoneMatch !== '*') throw new S3Error('NotImplemented', undefined, { Header: 'If-None-Match' });
    if (current !== undefined) throw failed('If-None-Match');
  }
  if (ifMatch === undefined) return;
  if (current === undefined) throw new S3Error('NoSuchKey');
  if (!namesEtag(ifMatch, current.etag)) throw failed('If-Match');
}

/** Whether a list such as `"a", W/"b"` or `*` names an ETag; S3 takes one without quotes too. */
export function namesEtag(list: string, etag: string): boolean {
  return list
    .split(',')
    .map((item) => item.trim().replace(/^W\//, ''))
    .some((item) => item === '*' || item === etag || item === `"${etag}"`);
}

function dateOf(value: string | undefined): number | undefined {
  const instant = value === undefined ? Number.NaN : Date.parse(value);
  return Number.isNaN(instant) ? undefined : instant;
}

function failed(condition: string): S3Error {
  return new S3Error('PreconditionFailed', undefined, { Condition: condition });
}
