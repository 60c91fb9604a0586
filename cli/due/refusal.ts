/** What is wrong with one line, in plain words; the lines after it are answered all the same. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}

/** What zod says of a value that is no such thing. */
export const unless = (what: string) => (issue: { readonly input?: unknown }) =>
  issue.input === undefined ? 'is missing' : what;
