import { describe, expect, it, test } from 'vitest';
import { Instant, WrittenInstant } from '#shared/schema/instant.ts';
import { Email, line, Prose } from '#shared/schema/text.ts';

const accepts = (schema: { safeParse(value: unknown): { success: boolean } }, value: unknown) =>
  schema.safeParse(value).success;

describe('prose', () => {
  it('is trimmed, and keeps its lines and tabs', () => {
    expect(Prose.parse('  one\n\ttwo\r\n ')).toBe('one\n\ttwo');
    expect(Prose.parse('問題が再現しました 🛠️')).toBe('問題が再現しました 🛠️');
  });

  test.each([
    ['nothing', ''],
    ['blanks', ' \n\t '],
    ['a bell', 'x\u0007'],
    ['an escape', '\u001b[31mred'],
    ['a NUL', 'a\u0000b'],
    ['half of a surrogate pair', 'a\ud83d'],
    ['the other half', '\udee0b'],
    ['20,001 characters', 'x'.repeat(20_001)],
    ['a number', 7],
  ])('%s is none', (_, value) => {
    expect(accepts(Prose, value)).toBe(false);
  });

  it('may have 20,000 characters', () => {
    expect(accepts(Prose, 'x'.repeat(20_000))).toBe(true);
  });
});

describe('a line', () => {
  it('is trimmed and of one line, so that it may end in a mail header', () => {
    expect(line(10).parse(' Vault 9 ')).toBe('Vault 9');
    for (const wrong of ['a\nb', 'a\r\nBcc: x', 'a\tb', '', '  ', 'x'.repeat(11), 'a\u007f', 'a\udfff'])
      expect([wrong, accepts(line(10), wrong)]).toEqual([wrong, false]);
  });
});

describe('an e-mail address', () => {
  it('[ACC-1] is lower case', () => {
    expect(Email.parse('Ada.Lovelace@Customer.Example')).toBe('ada.lovelace@customer.example');
  });

  test.each([
    '',
    'ada',
    'ada@',
    '@customer.example',
    'ada@customer',
    'a da@customer.example',
    'ada@customer.example\nx',
    `${'x'.repeat(250)}@a.example`,
  ])('%j is none', (written) => {
    expect(accepts(Email, written)).toBe(false);
  });
});

describe('an instant', () => {
  it('has one written form, in UTC with milliseconds', () => {
    expect(accepts(Instant, '2026-03-02T09:00:00.000Z')).toBe(true);
    for (const other of [
      '2026-03-02T09:00:00Z',
      '2026-03-02T09:00:00.000+00:00',
      '2026-03-02',
      '2026-02-30T09:00:00.000Z',
    ])
      expect([other, accepts(Instant, other)]).toEqual([other, false]);
  });

  it('may be written by people in any zone and precision, and is put into that form', () => {
    expect(WrittenInstant.parse('2026-03-02T10:00:00+01:00')).toBe('2026-03-02T09:00:00.000Z');
    expect(WrittenInstant.parse('2026-03-02T09:00:00Z')).toBe('2026-03-02T09:00:00.000Z');
    expect(WrittenInstant.parse('2026-03-02T09:00:00.123456Z')).toBe('2026-03-02T09:00:00.123Z');
    for (const other of ['2026-03-02T09:00:00', '2026-03-02T09:00Z', 'tomorrow', '', '2026-03-02T25:00:00Z'])
      expect([other, accepts(WrittenInstant, other)]).toEqual([other, false]);
  });
});
