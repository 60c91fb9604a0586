const WIDE =
  '[\\u1100-\\u115f\\u2e80-\\ua4cf\\uac00-\\ud7a3\\uf900-\\ufaff\\ufe30-\\ufe6f\\uff01-\\uff60\\uffe0-\\uffe6\\u{1f300}-\\u{1faff}\\u{20000}-\\u{3fffd}]';
// The main rules of Japanese line breaking (JIS X 4051): what may not start a line, what may not end one.
const NO_START = '[、。，．：；？！）」』】〕〉》’”…ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ,.:;?!)\\]%]';
const NO_END = '[（「『【〔〈《‘“(\\[]';

// What is never broken: a run of narrow characters, or one wide character with the marks that stay with it.
const UNIT = new RegExp(`\\s+|${NO_END}*(?:${WIDE}|(?:(?!${WIDE})\\S)+)${NO_START}*|\\S`, 'gu');
const WIDE_CHARACTERS = new RegExp(WIDE, 'gu');

/** Columns that `text` takes in a fixed-width font, where Chinese and Japanese characters take two. */
export function columns(text: string): number {
  return [...text].length + (text.match(WIDE_CHARACTERS)?.length ?? 0);
}

/**
 * Breaks one paragraph into lines of at most `width` columns: at spaces, and between Chinese or Japanese
 * characters. A longer unit, such as an address, stays whole on a line of its own.
 */
export function wrapText(paragraph: string, width: number): string {
  const lines: string[] = [];
  let line = '';
  for (const unit of paragraph.match(UNIT) ?? []) {
    if (line.trimEnd() !== '' && columns((line + unit).trimEnd()) > width) {
      lines.push(line.trimEnd());
      line = unit.trimStart();
    } else {
      line += unit;
    }
  }
  return [...lines, line.trimEnd()].join('\n');
}
