import { element } from './element.ts';

const NAME = 'casebell-download';

/**
 * Begins downloads in a frame of their own: the page with its uploads stays where it is, whatever the store answers, and
 * the URL, which is a right to the file, gets into no address bar and no attribute.
 */
export class DownloadFrame {
  readonly element = element('iframe', {
    name: NAME,
    class: 'unseen',
    title: 'Downloads',
    tabindex: '-1',
    'aria-hidden': 'true',
  });
  #isAsked = false;

  /** `onRefused` is told where the store answered with something else than the file. */
  constructor(onRefused: () => void) {
    this.element.addEventListener('load', () => {
      // A download loads nothing into its frame; an error document does.
      if (this.#isAsked) onRefused();
      this.#isAsked = false;
    });
  }

  begin(url: string): void {
    this.#isAsked = true;
    const link = element('a', { target: NAME, rel: 'noreferrer' });
    link.href = url;
    link.click();
  }
}
