/** The check digit that makes `digits` + it pass the Luhn test (ISO/IEC 7812-1, annex B). */
export function luhnDigit(digits: string): string {
  let sum = 0;
  // The digit next to the check digit is doubled, then every second one to the left.
  for (let place = 0; place < digits.length; place++) {
    const digit = Number(digits[digits.length - 1 - place]);
    const weighted = place % 2 === 0 ? digit * 2 : digit;
    sum += weighted > 9 ? weighted - 9 : weighted;
  }
  return String((10 - (sum % 10)) % 10);
}

/** Whether the last digit is the check digit of those before it. */
export function passesLuhn(number: string): boolean {
  return luhnDigit(number.slice(0, -1)) === number.slice(-1);
}
