import { element } from './element.ts';
import type { Row } from './row.ts';

/**
 * Rows by key, in the order they are given; what stays is not touched. The focus stays in the list: where its row is
 * gone it moves to the one that is there now, and where there is none, to the heading of the list.
 */
export class FileList {
  readonly element = element('ul', { class: 'files' });
  readonly #heading: HTMLElement;
  readonly #rows = new Map<string, Row>();

  constructor(heading: HTMLElement) {
    this.#heading = heading;
  }

  /** Shows exactly these rows; those that are new are made. */
  show(wanted: readonly { readonly key: string; readonly make: () => Row }[]): void {
    const focused = document.activeElement;
    const before = [...this.element.children].findIndex((row) => row.contains(focused));
    const keys = new Set(wanted.map(({ key }) => key));
    let isFocusLost = false;
    for (const [key, row] of this.#rows)
      if (!keys.has(key)) {
        isFocusLost ||= row.element.contains(focused);
        row.element.remove();
        this.#rows.delete(key);
      }
    const rows = wanted.map(({ key, make }) => {
      const row = this.#rows.get(key) ?? make();
      this.#rows.set(key, row);
      return row;
    });
    rows.forEach((row, at) => {
      if (this.element.children[at] !== row.element)
        this.element.insertBefore(row.element, this.element.children[at] ?? null);
    });
    if (isFocusLost) (rows[Math.min(before, rows.length - 1)]?.heading ?? this.#heading).focus();
  }

  get(key: string): Row | undefined {
    return this.#rows.get(key);
  }
}
