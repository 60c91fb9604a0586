/** A line of input: its text, or why there is none. */
export type Line = { readonly text: string } | { readonly refusal: string };

const NEWLINE = 0x0a;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Splits bytes into lines and gives them on as they come, those of one chunk together. Never holds more than one
 * line of `limit` bytes: of a longer one it keeps nothing but that it was there.
 */
export async function* linesOf(
  chunks: AsyncIterable<Uint8Array>,
  limit: number,
): AsyncGenerator<readonly Line[], void, undefined> {
  let begun: Uint8Array[] = [];
  let length = 0;

  function add(part: Uint8Array): void {
    length += part.length;
    if (length > limit) begun = [];
    // A copy, so that a short beginning does not keep its whole chunk.
    else if (part.length > 0) begun.push(Uint8Array.from(part));
  }

  function end(): Line {
    const line = length > limit ? tooLong(limit) : decoded(begun);
    begun = [];
    length = 0;
    return line;
  }

  for await (const chunk of chunks) {
    const lines: Line[] = [];
    let from = 0;
    for (let to = chunk.indexOf(NEWLINE); to >= 0; to = chunk.indexOf(NEWLINE, from)) {
      add(chunk.subarray(from, to));
      lines.push(end());
      from = to + 1;
    }
    add(chunk.subarray(from));
    yield lines;
  }
  if (length > 0) yield [end()];
}

function tooLong(limit: number): Line {
  return { refusal: `The line is longer than ${limit} bytes.` };
}

function decoded(parts: readonly Uint8Array[]): Line {
  try {
    return { text: utf8.decode(parts.length === 1 ? parts[0] : Buffer.concat(parts)) };
  } catch {
    return { refusal: 'The line is not UTF-8.' };
  }
}
