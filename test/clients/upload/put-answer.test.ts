import { expect, it } from 'vitest';
import { judge } from '#clients/upload/put-answer.ts';

it.each([
  [200, null, 'stored'],
  [403, 'AccessDenied', 'url-expired'],
  [403, 'SignatureDoesNotMatch', 'url-expired'],
  [403, null, 'url-expired'],
  [400, 'ExpiredToken', 'url-expired'],
  [400, 'BadDigest', 'bytes-differ'],
  [400, 'XAmzContentChecksumMismatch', 'bytes-differ'],
  [400, 'IncompleteBody', 'bytes-differ'],
  [400, 'RequestTimeout', 'busy'],
  [408, null, 'busy'],
  [429, null, 'busy'],
  [500, 'InternalError', 'busy'],
  [503, 'SlowDown', 'busy'],
  [404, 'NoSuchUpload', 'upload-gone'],
  [404, 'NoSuchBucket', 'refused'],
  [400, 'EntityTooLarge', 'refused'],
  [301, 'PermanentRedirect', 'refused'],
] as const)('%i %s of the store means %s', (status, code, verdict) => {
  expect(judge({ status, code, message: null })).toBe(verdict);
});
