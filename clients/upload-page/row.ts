import { element } from './element.ts';

/** A line of the list of files. */
export interface Row {
  readonly element: HTMLLIElement;
  /** Where the focus goes when what had it is gone. */
  readonly heading: HTMLElement;
}

/** The frame of a row: the file's name as a heading, and what stands under it. */
export function row(kind: string, name: string, ...children: readonly (Node | string)[]): Row {
  const heading = element('h3', { tabindex: '-1' }, name);
  return { heading, element: element('li', { class: `file ${kind}` }, heading, ...children) };
}

/** Shows one of several groups of buttons; the focus does not get lost when the others go. */
export function showOnly(
  shown: HTMLElement | null,
  groups: readonly HTMLElement[],
  heading: HTMLElement,
): void {
  for (const group of groups) {
    if (group === shown || group.hidden) continue;
    const hadFocus = group.contains(document.activeElement);
    group.hidden = true;
    if (hadFocus) heading.focus();
  }
  if (shown) shown.hidden = false;
}
