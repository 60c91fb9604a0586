import { describe, expect, it } from 'vitest';
import { firstEnd, laterEnd } from '#shared/domain/upload-end.ts';
import type { FileIn } from '#shared/schema/stored-file.ts';

const file = (createdAt: string, abortAt: string): FileIn<'uploading'> => ({
  state: 'uploading',
  id: '01ARYZ6S410000000000000000',
  number: '26123456787',
  accountId: 'acme',
  name: 'bundle.tgz',
  size: 7,
  mtime: createdAt,
  fingerprint: 'f',
  key: 'sr/26123456787/01ARYZ6S410000000000000000',
  s3UploadId: 'u',
  partSize: 16_777_216,
  parts: 1,
  by: { kind: 'customer', email: 'ada@customer.example', name: 'Ada Lovelace' },
  ticketId: null,
  createdAt,
  abortAt,
});

describe('the end of an upload', () => {
  it('[WRK-6] is seven days after its begin', () => {
    expect(firstEnd('2026-03-01T10:00:00.000Z')).toBe('2026-03-08T10:00:00.000Z');
  });

  it.each([
    ['at once', '2026-03-01T10:00:00.000Z', null],
    ['a moment less than a day later', '2026-03-02T09:59:59.999Z', null],
    ['a day later', '2026-03-02T10:00:00.000Z', '2026-03-09T10:00:00.000Z'],
    ['six days later', '2026-03-07T10:00:00.000Z', '2026-03-14T10:00:00.000Z'],
    ['although it was over', '2026-03-08T12:00:00.000Z', '2026-03-15T12:00:00.000Z'],
  ])('[WRK-6] is put off by who goes on with it %s', (_, now, end) => {
    expect(laterEnd(file('2026-03-01T10:00:00.000Z', '2026-03-08T10:00:00.000Z'), now)).toBe(end);
  });

  it.each([
    ['as far as it goes', '2026-03-27T10:00:00.000Z', '2026-03-23T10:00:00.000Z', '2026-03-29T10:00:00.000Z'],
    [
      'by the last hour too',
      '2026-03-22T11:00:00.000Z',
      '2026-03-29T09:00:00.000Z',
      '2026-03-29T10:00:00.000Z',
    ],
    ['no more once it is the last one', '2026-03-28T10:00:00.000Z', '2026-03-29T10:00:00.000Z', null],
    ['not after it', '2026-04-02T10:00:00.000Z', '2026-03-29T10:00:00.000Z', null],
  ])('[WRK-6] is never later than 28 days after the begin: put off %s', (_, now, abortAt, end) => {
    expect(laterEnd(file('2026-03-01T10:00:00.000Z', abortAt), now)).toBe(end);
  });
});
