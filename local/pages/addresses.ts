import { type Html, html, joined } from './html.ts';

/** Mail addresses in a row; one too long for a line of its own breaks before the at sign, not inside a word. */
export function addresses(list: readonly string[]): Html {
  return joined(list.map((it, index) => html`${index === 0 ? '' : ', '}${address(it)}`));
}

/** The address alone, or with a name before it: `Dana Fox <dana@example.com>`. */
function address(text: string): Html {
  const [, name = '', local = text, domain = ''] = /^(.*\s)?(\S+?)(@\S+)$/.exec(text) ?? [];
  const part = (it: string) => (it === '' ? null : html`<span class="address">${it}</span>`);
  return html`${name}<span class="address">${part(local)}${part(domain)}</span>`;
}
