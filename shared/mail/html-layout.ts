import type { Language } from '#shared/schema/language.ts';
import type { Letter } from './letter.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

// Text and background keep the mail client's own colours, so light, dark and high-contrast modes all read well;
// the one colour of ours, a grey rule beside quoted text, has 4.5:1 on white and on black.
const STYLE = {
  page: 'max-width:38em;margin:0 auto;padding:16px;font:16px/1.5 system-ui,-apple-system,sans-serif;overflow-wrap:anywhere',
  title: 'font-size:20px;line-height:1.3;margin:0 0 16px',
  heading: 'font-size:16px;margin:24px 0 8px',
  label: 'font-weight:bold',
  value: 'margin:0 0 8px',
  quote: 'margin:0;padding:0 0 0 12px;border-left:4px solid #767676;white-space:pre-wrap',
};

function link(url: string): string {
  return `<br><a href="${escapeHtml(url)}">${escapeHtml(url)}</a>`;
}

/**
 * A letter as an HTML document of one column, without tables, scripts, images or anything fetched: headings, a
 * description list and block quotes, so that a screen reader can find its way. The language is also on the inner
 * element, because web mail drops `<html>`; quoted text takes its own direction.
 */
export function htmlLayout(letter: Letter, language: Language): string {
  const facts = letter.facts.map(
    ({ label, value }) =>
      `<dt style="${STYLE.label}">${escapeHtml(label)}</dt>` +
      `<dd dir="auto" style="${STYLE.value}">${escapeHtml(value)}</dd>`,
  );
  // Line breaks are <br> alone: pre-wrap keeps indents where it is known, and Outlook knows only <br>.
  const quotes = letter.quotes.map(
    ({ heading, text }) =>
      `<h2 style="${STYLE.heading}">${escapeHtml(heading)}</h2>\n` +
      `<blockquote dir="auto" style="${STYLE.quote}">${escapeHtml(text).replaceAll('\n', '<br>')}</blockquote>`,
  );
  const next = letter.next.map(
    ({ sentence, url }) => `<p>${escapeHtml(sentence)}${url === null ? '' : link(url)}</p>`,
  );
  return [
    '<!doctype html>',
    `<html lang="${language}">`,
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width">',
    '<meta name="color-scheme" content="light dark">',
    '<meta name="supported-color-schemes" content="light dark">',
    `<title>${escapeHtml(letter.title)}</title>`,
    '<style>:root { color-scheme: light dark; }</style>',
    '</head>',
    '<body>',
    `<div lang="${language}" style="${STYLE.page}">`,
    `<h1 style="${STYLE.title}">${escapeHtml(letter.title)}</h1>`,
    ...letter.opening.map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`),
    '<dl>',
    ...facts,
    '</dl>',
    ...quotes,
    `<h2 style="${STYLE.heading}">${escapeHtml(letter.nextHeading)}</h2>`,
    ...next,
    `<p>${letter.closing.map(escapeHtml).join('<br>')}</p>`,
    '</div>',
    '</body>',
    '</html>',
    '',
  ].join('\n');
}
