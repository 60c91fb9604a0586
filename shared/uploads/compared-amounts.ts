import { amountText } from './amount-text.ts';

/** Amounts of bytes as people read them; to the byte where two that differ would read the same. */
export function comparedAmounts<const Amounts extends readonly number[]>(
  ...amounts: Amounts
): { readonly [Index in keyof Amounts]: string } {
  const texts = amounts.map(amountText);
  const readAlike = new Set(texts).size < new Set(amounts).size;
  const shown = readAlike ? amounts.map((bytes) => `${bytes.toLocaleString('en-US')} bytes`) : texts;
  // Proof of the cast: there is one text for each amount.
  return shown as unknown as { readonly [Index in keyof Amounts]: string };
}
