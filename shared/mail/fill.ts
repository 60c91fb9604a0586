/** A sentence of a catalogue names a value that its mail does not have: a mistake in the catalogue. */
export class UnfilledSentence extends Error {
  override readonly name = 'UnfilledSentence';
  constructor(placeholder: string, sentence: string) {
    super(`There is no value for {${placeholder}} in the sentence "${sentence}".`);
  }
}

/**
 * Puts `values` into the `{names}` of a catalogue's sentence, in one pass: braces in a value stay as they are,
 * so what people write is never read as a sentence. Throws UnfilledSentence.
 */
export function fill(sentence: string, values: Readonly<Record<string, string>>): string {
  return sentence.replace(/\{(\w+)\}/g, (_, placeholder: string) => {
    const value = Object.hasOwn(values, placeholder) ? values[placeholder] : undefined;
    if (value === undefined) throw new UnfilledSentence(placeholder, sentence);
    return value;
  });
}
