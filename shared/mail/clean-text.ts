const LINE_ENDS = /\r\n?|[\u0085\u2028\u2029]/g;
// Characters that would turn the rest of our own sentence around (Unicode bidirectional embeddings and isolates).
const DIRECTION_CONTROLS = /[\u202a-\u202e\u2066-\u2069]/g;
// C0 and C1 controls but tab and line feed: invisible at best, and XML-minded mail clients refuse the message.
const CONTROLS = /[^\P{Cc}\t\n]/gu;
const LONE_SURROGATES = /\p{Surrogate}/gu;

/** What a person wrote, with `\n` line ends and without control characters or broken code units. */
export function cleanText(text: string): string {
  return text.replace(LINE_ENDS, '\n').replace(CONTROLS, '').replace(LONE_SURROGATES, '\ufffd').trimEnd();
}

/** The same as one line that cannot end a mail header or reverse the sentence it stands in. */
export function cleanLine(text: string): string {
  return cleanText(text).replace(DIRECTION_CONTROLS, '').replace(/\s+/g, ' ').trim();
}

/** At most `length` characters of a line, the last one an ellipsis where something was cut. */
export function shorten(line: string, length: number): string {
  const characters = [...line];
  if (characters.length <= length) return line;
  return `${characters
    .slice(0, length - 1)
    .join('')
    .trimEnd()}…`;
}
