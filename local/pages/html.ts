/** Text that is safe to stand in a page as it is. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What may stand in a template: everything but `Html` is escaped, null and false leave nothing. */
export type HtmlValue = Html | string | number | null | false;

/** Builds HTML; every value is escaped unless it is HTML already. Attribute values must be quoted. */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  const parts = strings.map(
    (text, index) => text + (index < values.length ? rendered(values[index] ?? null) : ''),
  );
  return new Html(parts.join(''));
}

/** Several pieces one after another. */
export function joined(pieces: readonly Html[]): Html {
  return new Html(pieces.map(({ text }) => text).join(''));
}

function rendered(value: HtmlValue): string {
  if (value instanceof Html) return value.text;
  return value === null || value === false ? '' : escaped(String(value));
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
