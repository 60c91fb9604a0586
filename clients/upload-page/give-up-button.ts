import { button, element } from './element.ts';

/** A button that gives an upload up, after asking once: hours of sending hang on it. */
export function giveUpButton(name: string, giveUp: () => void): HTMLElement {
  const place = element('span', { class: 'give-up' });
  const ask = button('Cancel', name, () => {
    const question = element('span', {}, 'Give this upload up? What has arrived is removed. ');
    const no = button('Keep it', name, () => {
      place.replaceChildren(ask);
      ask.focus();
    });
    place.replaceChildren(question, button('Give it up', name, giveUp, 'grave'), no);
    // The harmless one: whoever presses twice by mistake gives nothing up.
    no.focus();
  });
  place.append(ask);
  return place;
}
