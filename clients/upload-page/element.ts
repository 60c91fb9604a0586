type Attributes = Readonly<Record<string, string | boolean>>;

/** Makes an element; an attribute that is true has no value, one that is false is left out. Texts are only texts. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes))
    if (value !== false) made.setAttribute(name, value === true ? '' : value);
  made.append(...children);
  return made;
}

/** A button that does something here; `about` says of what, for those who hear it out of its row. */
export function button(label: string, about: string, act: () => void, kind = 'other'): HTMLButtonElement {
  const made = element('button', { type: 'button', class: kind }, label);
  if (about !== '') made.setAttribute('aria-label', `${label}: ${about}`);
  made.addEventListener('click', act);
  return made;
}

/** Puts a text where another one is; the same text leaves everything as it is, so that nothing is read out twice. */
export function write(place: HTMLElement, text: string): void {
  if (place.textContent !== text) place.textContent = text;
  place.hidden = text === '';
}
