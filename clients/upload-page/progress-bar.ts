import type { Progress } from '../upload/progress.ts';
import { element } from './element.ts';
import { percentSent, percentStored } from './job-words.ts';

/** A bar of what the store has, checked; behind it, paler, what is on its way. */
export class ProgressBar {
  readonly #stored = element('span', { class: 'stored' });
  readonly #underWay = element('span', { class: 'under-way' });
  readonly element: HTMLElement;

  constructor(name: string) {
    this.element = element(
      'div',
      {
        class: 'bar',
        role: 'progressbar',
        'aria-label': `Stored of ${name}`,
        'aria-valuemin': '0',
        'aria-valuemax': '100',
      },
      this.#underWay,
      this.#stored,
    );
  }

  /** `isSending` says whether what is on its way may still arrive. */
  show(progress: Progress, isSending: boolean): void {
    const stored = percentStored(progress);
    this.element.setAttribute('aria-valuenow', String(stored));
    this.#stored.style.width = `${stored}%`;
    this.#underWay.style.width = `${isSending ? percentSent(progress) : stored}%`;
  }
}
