import type { Catalogue } from '#shared/locales/catalogue.ts';
import { fill } from './fill.ts';
import type { Letter } from './letter.ts';
import { wrapText } from './wrap-text.ts';

// RFC 3676, section 4.2: lines of at most 78 characters; 72 leaves room for a reply's quote marks.
const WIDTH = 72;

/**
 * A letter as plain text. Our own sentences are wrapped; what people wrote is set in by two spaces and keeps
 * its lines, because a log line or a command that is broken in two is no longer right.
 */
export function plainLayout(letter: Letter, catalogue: Catalogue): string {
  const wrap = (paragraph: string) => wrapText(paragraph, WIDTH);
  const blocks = [
    ...letter.opening.map(wrap),
    letter.facts.map((fact) => fill(catalogue.fact, fact)).join('\n'),
    ...letter.quotes.flatMap(({ heading, text }) => [wrap(heading), text.replace(/^(?=.)/gm, '  ')]),
    `${letter.nextHeading}\n${'-'.repeat(20)}`,
    ...letter.next.map(({ sentence, url }) => (url === null ? wrap(sentence) : `${wrap(sentence)}\n${url}`)),
    letter.closing.map(wrap).join('\n'),
  ];
  return `${blocks.join('\n\n')}\n`;
}
