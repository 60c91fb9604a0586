import type { Writable } from 'node:stream';
import { answer } from './answer.ts';
import { type Line, linesOf } from './lines.ts';
import { Refusal } from './refusal.ts';

// More than a calendar of all the years of the zone data with a window a day, and no burden on the memory.
const LONGEST_LINE = 1_048_576;
const SAID = 300;

/** How many lines were answered, and how many of them with an error. */
export interface Tally {
  readonly lines: number;
  readonly refused: number;
}

/**
 * Answers JSON lines with JSON lines, in order, as they come; blank lines are skipped. A bad line gets
 * `{"error": "..."}`. Ends early, and well, when nobody reads the answers any more.
 */
export async function answerLines(input: AsyncIterable<Uint8Array>, output: Writable): Promise<Tally> {
  const tally = { lines: 0, refused: 0 };
  // Each write learns of a failure by itself; without a listener the stream would end the process.
  output.on('error', () => {});
  for await (const lines of linesOf(input, LONGEST_LINE)) {
    const answers: string[] = [];
    for (const line of lines) {
      if ('text' in line && line.text.trim() === '') continue;
      const result = answerLine(line);
      tally.lines += 1;
      if ('error' in result) tally.refused += 1;
      answers.push(`${JSON.stringify(result)}\n`);
    }
    if (answers.length > 0 && !(await written(output, answers.join('')))) break;
  }
  return tally;
}

function answerLine(line: Line): object {
  if ('refusal' in line) return { error: line.refusal };
  try {
    return answer(JSON.parse(line.text));
  } catch (error) {
    return { error: told(error) };
  }
}

function told(error: unknown): string {
  if (error instanceof SyntaxError) return `The line is not JSON: ${shortened(error.message)}`;
  const message = shortened(error instanceof Error ? error.message : String(error));
  // Anything else is a defect of ours, and still no reason to leave the lines after it without an answer.
  return error instanceof Refusal || error instanceof RangeError
    ? message
    : `Could not be answered: ${message}`;
}

function shortened(message: string): string {
  return message.length > SAID ? `${message.slice(0, SAID)}...` : message;
}

/** Resolves when it is on its way, so that answers never heap up; false when nobody reads any more. */
function written(output: Writable, text: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    output.write(text, (error) => {
      if (!error) resolve(true);
      else if ('code' in error && error.code === 'EPIPE') resolve(false);
      else reject(error);
    });
  });
}
