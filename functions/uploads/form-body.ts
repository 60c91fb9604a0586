/** The fields of a form that are numbers, and those that are true or false; all others are text. */
const NUMBERS = ['size'];
const FLAGS = ['anew'];

/**
 * A form (`curl --data-urlencode`) as the JSON that it stands for, so that one schema parses both. Parts are lines
 * `n=sha256` in the field `parts`. What is no number, or neither true nor false, stays text, for the schema to refuse.
 */
export function readForm(text: string): unknown {
  const fields = [...new URLSearchParams(text)].map(([name, value]): [string, unknown] => {
    if (name === 'parts') return [name, lines(value)];
    if (FLAGS.includes(name)) return [name, flagIn(value)];
    return [name, NUMBERS.includes(name) ? numberIn(value) : value];
  });
  return Object.fromEntries(fields);
}

function lines(value: string): { n: unknown; sha256: string }[] {
  return value
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const [n = '', ...sha256] = line.split('=');
      return { n: numberIn(n), sha256: sha256.join('=') };
    });
}

function flagIn(text: string): boolean | string {
  if (text === 'true') return true;
  return text === 'false' ? false : text;
}

function numberIn(text: string): number | string {
  return /^\d{1,15}$/.test(text) ? Number(text) : text;
}
