import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { CustomerNumber, makeCustomerNumber } from '#shared/schema/customer-number.ts';
import { luhnDigit, passesLuhn } from '#shared/schema/luhn.ts';
import { makeRequestNumber, RequestNumber } from '#shared/schema/request-number.ts';

/** The sample of ISO/IEC 7812-1, and numbers worked out by hand. */
test.each([
  ['7992739871', '3'],
  ['0', '0'],
  ['1', '8'],
  ['2600000000', '5'],
  ['100000042', '0'],
])('the check digit of %s is %s', (digits, check) => {
  expect(luhnDigit(digits)).toBe(check);
  expect(passesLuhn(digits + check)).toBe(true);
});

const requestNumbers = fc
  .tuple(fc.integer({ min: 2020, max: 2099 }), fc.nat(99_999_999))
  .map(([year, random]) => makeRequestNumber(`${year}-06-01T00:00:00.000Z`, random));
const customerNumbers = fc.nat(999_999_999).map(makeCustomerNumber);

describe.each([
  ['[FIL-5] an SR number', RequestNumber, requestNumbers, 11],
  ['[ACC-2] a customer number', CustomerNumber, customerNumbers, 10],
] as const)('%s', (_, schema, numbers, length) => {
  const accepts = (number: string) => schema.safeParse(number).success;

  it('as it is made is accepted, and has its length', () => {
    fc.assert(
      fc.property(numbers, (number) => {
        expect(number).toMatch(new RegExp(`^\\d{${length}}$`));
        expect(accepts(number)).toBe(true);
      }),
    );
  });

  it('with one digit mistyped is refused', () => {
    fc.assert(
      fc.property(numbers, fc.nat(length - 1), fc.integer({ min: 1, max: 9 }), (number, place, shift) => {
        const wrong = (Number(number[place]) + shift) % 10;
        expect(accepts(number.slice(0, place) + wrong + number.slice(place + 1))).toBe(false);
      }),
    );
  });

  it('with two neighbours exchanged is refused, but for 0 and 9, which Luhn cannot tell', () => {
    fc.assert(
      fc.property(numbers, fc.nat(length - 2), (number, place) => {
        const [first = '', second = ''] = number.slice(place, place + 2);
        const same = first === second || [first, second].sort().join('') === '09';
        expect(accepts(number.slice(0, place) + second + first + number.slice(place + 2))).toBe(same);
      }),
    );
  });

  it('of another length, or with anything but digits, is refused', () => {
    for (const wrong of [
      '',
      '1',
      '0'.repeat(length - 1),
      '0'.repeat(length + 1),
      `${'0'.repeat(length - 1)}x`,
      '٠'.repeat(length),
    ])
      expect(accepts(wrong)).toBe(false);
  });
});

test('[FIL-5] an SR number begins with the year of filing', () => {
  expect(makeRequestNumber('2026-03-02T09:00:00.000Z', 12_345_678)).toBe('26123456787');
  expect(makeRequestNumber('2031-12-31T23:59:59.999Z', 7)).toBe('31000000070');
});

test('a mistyped number is told as such', () => {
  const message = (number: string) => RequestNumber.safeParse(number).error?.issues[0]?.message;
  expect(message('26123456788')).toBe('the check digit of this SR number does not fit: a digit is mistyped');
  expect(message('2612345678')).toBe('an SR number has 11 digits');
});
