import { type Html, html, joined } from './html.ts';

/** Mail addresses in a row; where one does not fit into its line it breaks before the at sign, not inside a word. */
export function addresses(list: readonly string[]): Html {
  return joined(
    list.map((address, index) => {
      const at = address.lastIndexOf('@');
      const comma = index === 0 ? '' : ', ';
      return at < 0
        ? html`${comma}${address}`
        : html`${comma}${address.slice(0, at)}<wbr>${address.slice(at)}`;
    }),
  );
}
