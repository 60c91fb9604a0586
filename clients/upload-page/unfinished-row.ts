import type { UploadView } from '#shared/schema/upload.ts';
import { amountText } from '#shared/uploads/amount-text.ts';
import { button, element, write } from './element.ts';
import { giveUpButton } from './give-up-button.ts';
import { type Row, row } from './row.ts';
import { whenText } from './when-text.ts';

/** What can be done about an upload that nobody works on in this page. */
export interface UnfinishedActions {
  /** Goes on with the file that a kept handle leads to; null where there is none. */
  readonly goOn: (() => void) | null;
  /** Has a file chosen, and goes on with it. */
  readonly choose: () => void;
  readonly giveUp: () => Promise<void>;
}

/** An upload that was begun and is not whole; `actions` is null where it is somebody else's. */
export class UnfinishedRow implements Row {
  readonly element: HTMLLIElement;
  readonly heading: HTMLElement;
  readonly #there = element('span', { hidden: true });
  readonly #problem = element('p', { class: 'problem', hidden: true });
  readonly #asNew = element('div', { class: 'buttons', hidden: true });

  constructor(upload: UploadView, actions: UnfinishedActions | null) {
    const { name, size, createdAt, createdBy, expiresAt } = upload;
    const facts = element(
      'p',
      { class: 'facts-line' },
      element('span', { class: 'chip' }, 'unfinished'),
      element('span', {}, amountText(size)),
      this.#there,
      element('span', { class: 'soft' }, `begun ${whenText(createdAt)}${createdBy && ` by ${createdBy}`}`),
    );
    const made = row('unfinished', name, facts);
    this.element = made.element;
    this.heading = made.heading;
    if (actions === null) return;
    const kept = expiresAt === null ? '' : ` until ${whenText(expiresAt)}`;
    const { goOn, choose, giveUp } = actions;
    const buttons = element('div', { class: 'buttons' });
    if (goOn) buttons.append(button('Go on', name, goOn, 'main'));
    buttons.append(
      button(goOn ? 'Choose the file' : 'Choose the file to go on', name, choose, goOn ? 'other' : 'main'),
      giveUpButton(name, giveUp),
    );
    this.element.append(
      element('p', {}, `What has arrived is kept${kept}. To go on, choose or drop the same file again.`),
      this.#problem,
      this.#asNew,
      buttons,
    );
  }

  /** Tells how many parts are there already. */
  showThere(parts: number, of: number): void {
    write(this.#there, `${parts} of ${of} ${of === 1 ? 'part' : 'parts'} stored`);
  }

  /** Says why the upload does not go on with a file; `asNew` uploads that file beside it. */
  refuse(sentence: string, asNew: (() => void) | null): void {
    write(this.#problem, sentence);
    this.#asNew.replaceChildren();
    this.#asNew.hidden = asNew === null;
    if (asNew === null) return;
    const name = this.heading.textContent;
    this.#asNew.append(button('Upload that one as a new file', name, asNew));
  }
}
