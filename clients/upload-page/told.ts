import { element, write } from './element.ts';

/** How long what was said stays to be read out (ms). */
const STAYS_MS = 15_000;

/**
 * What the page says to whoever sits there: some of it in a line of its own, all of it to screen readers, one after the
 * other, and never the progress.
 */
export class Told {
  readonly line = element('p', { hidden: true });
  readonly heard = element('div', { class: 'unseen', role: 'status', 'aria-live': 'polite' });

  /** Shows and says what went wrong and what to do, or with `kind` something good to know; '' takes it back. */
  tell(sentence: string, kind: 'problem' | 'note' = 'problem'): void {
    this.line.className = kind;
    write(this.line, sentence);
    if (sentence !== '') this.say(sentence);
  }

  /** Says it to those who do not see the page. */
  say(text: string): void {
    const said = element('p', {}, text);
    this.heard.append(said);
    setTimeout(() => said.remove(), STAYS_MS);
  }
}
