import { button, element } from './element.ts';

/**
 * A button that gives an upload up, after asking once: hours of sending hang on it. `giveUp` resolves when that is over;
 * where the row is still there then, it was not given up.
 */
export function giveUpButton(name: string, giveUp: () => Promise<void>): HTMLElement {
  const place = element('span', { class: 'give-up' });
  const ask = button('Cancel', name, () => {
    const question = element('span', {}, 'Give this upload up? What has arrived is removed.');
    const yes = button(
      'Give it up',
      name,
      () => {
        place.replaceChildren(element('span', { class: 'soft' }, 'Giving it up …'));
        void giveUp().finally(() => place.replaceChildren(ask));
      },
      'grave',
    );
    const no = button('Keep it', name, () => {
      place.replaceChildren(ask);
      ask.focus();
    });
    place.replaceChildren(question, yes, no);
    // The harmless one: whoever presses twice by mistake gives nothing up.
    no.focus();
  });
  place.append(ask);
  return place;
}
