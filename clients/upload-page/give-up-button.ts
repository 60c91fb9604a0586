import { button, element } from './element.ts';

/**
 * A button that gives an upload up, after asking once: hours of sending hang on it. `giveUp` resolves when that is over;
 * where the row is still there then, it was not given up. The focus stays here as long as the row does.
 */
export function giveUpButton(name: string, giveUp: () => Promise<void>): HTMLElement {
  const place = element('span', { class: 'give-up' });
  const ask = button('Cancel', name, () => {
    const question = element('span', {}, 'Give this upload up? What has arrived is removed.');
    const yes = button(
      'Give it up',
      name,
      () => {
        const goesOn = element('span', { class: 'soft', tabindex: '-1' }, 'Giving it up …');
        place.replaceChildren(goesOn);
        goesOn.focus();
        void giveUp().finally(() => {
          const hadFocus = place.contains(document.activeElement);
          place.replaceChildren(ask);
          if (hadFocus) ask.focus();
        });
      },
      'grave',
    );
    const keep = () => {
      place.replaceChildren(ask);
      ask.focus();
    };
    const no = button('Keep it', name, keep);
    for (const answer of [yes, no])
      answer.addEventListener('keydown', ({ key }) => {
        if (key === 'Escape') keep();
      });
    place.replaceChildren(question, yes, no);
    // The harmless one: whoever presses twice by mistake gives nothing up.
    no.focus();
  });
  place.append(ask);
  return place;
}
