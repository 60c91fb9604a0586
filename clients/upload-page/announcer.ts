import { element } from './element.ts';

/** How long what was said stays to be read out (ms). */
const STAYS_MS = 15_000;

/** Reads out what happens, for those who do not see it; one after the other, and never the progress. */
export class Announcer {
  readonly element = element('div', { class: 'unseen', role: 'status', 'aria-live': 'polite' });

  say(text: string): void {
    const said = element('p', {}, text);
    this.element.append(said);
    setTimeout(() => said.remove(), STAYS_MS);
  }
}
