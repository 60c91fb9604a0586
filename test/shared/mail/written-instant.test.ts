import { describe, expect, test } from 'vitest';
import { writtenInstant } from '#shared/mail/written-instant.ts';

describe("[ACC-1] an instant in the reader's zone and language", () => {
  test.each([
    [
      'before spring forward',
      '2026-03-29T00:59:59.999Z',
      'Sunday 29 March 2026, 01:59 (Europe/Berlin, UTC+01:00)',
    ],
    [
      'after spring forward',
      '2026-03-29T01:00:00.000Z',
      'Sunday 29 March 2026, 03:00 (Europe/Berlin, UTC+02:00)',
    ],
    [
      'first pass of the doubled hour',
      '2026-10-25T00:30:00.000Z',
      'Sunday 25 October 2026, 02:30 (Europe/Berlin, UTC+02:00)',
    ],
    [
      'second pass of the doubled hour',
      '2026-10-25T01:30:00.000Z',
      'Sunday 25 October 2026, 02:30 (Europe/Berlin, UTC+01:00)',
    ],
  ])('%s', (_, instant, written) => {
    expect(writtenInstant(instant, 'en', 'Europe/Berlin')).toBe(written);
  });

  test.each([
    ['en', 'America/New_York', 'Saturday 28 February 2026, 23:30 (America/New_York, UTC-05:00)'],
    ['zh-Hans', 'Asia/Shanghai', '2026年3月1日星期日 12:30（Asia/Shanghai，UTC+08:00）'],
    ['zh-Hant', 'Asia/Taipei', '2026年3月1日星期日 12:30（Asia/Taipei，UTC+08:00）'],
    ['ja', 'Asia/Tokyo', '2026年3月1日（日）13:30（Asia/Tokyo、UTC+09:00）'],
    ['en', 'Asia/Kathmandu', 'Sunday 1 March 2026, 10:15 (Asia/Kathmandu, UTC+05:45)'],
    ['en', 'UTC', 'Sunday 1 March 2026, 04:30 (UTC)'],
  ] as const)('%s in %s', (language, zone, written) => {
    expect(writtenInstant('2026-03-01T04:30:00.000Z', language, zone)).toBe(written);
  });

  test('an unknown zone, or a year beyond the pinned zone table, is written in UTC and says so', () => {
    expect(writtenInstant('2026-03-01T04:30:00.000Z', 'en', 'Mars/Base')).toBe(
      'Sunday 1 March 2026, 04:30 (UTC)',
    );
    expect(writtenInstant('2050-03-01T04:30:00.000Z', 'en', 'Europe/Berlin')).toBe(
      'Tuesday 1 March 2050, 04:30 (UTC)',
    );
  });
});
