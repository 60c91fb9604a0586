import type { PutAnswer } from './ports.ts';

/** What an answer of the store means for the part that was sent. */
export type Verdict = 'stored' | 'url-expired' | 'bytes-differ' | 'busy' | 'upload-gone' | 'refused';

/** S3's codes for bytes that are not those of the hash. */
const BYTES_DIFFER = new Set(['BadDigest', 'XAmzContentChecksumMismatch', 'InvalidDigest', 'IncompleteBody']);

/** S3's codes, other than under 403, for a URL that was good once. */
const EXPIRED = new Set(['ExpiredToken', 'RequestTimeTooSkewed']);

/** S3's codes for a connection that took too long. */
const BUSY = new Set(['RequestTimeout', 'SlowDown', 'InternalError', 'ServiceUnavailable']);

/** Judges an answer to PUT. https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
export function judge({ status, code }: PutAnswer): Verdict {
  if (status >= 200 && status < 300) return 'stored';
  if (code !== null && BYTES_DIFFER.has(code)) return 'bytes-differ';
  if (status === 403 || (code !== null && EXPIRED.has(code))) return 'url-expired';
  if (status === 408 || status === 429 || status >= 500 || (code !== null && BUSY.has(code))) return 'busy';
  if (code === 'NoSuchUpload') return 'upload-gone';
  return 'refused';
}
