/** What an element holds: text, or further elements. */
export type XmlContent = string | number | boolean | readonly XmlElement[];

/** An element; one whose content is undefined is left out of the document. */
export type XmlElement = readonly [name: string, content: XmlContent | undefined];

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** An XML document of S3: the root carries S3's namespace, as every answer but the errors does. */
export function xmlDocument(root: string, content: readonly XmlElement[]): string {
  return `${DECLARATION}<${root} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${write(content)}</${root}>`;
}

/** The document of an error. */
export function xmlError(content: readonly XmlElement[]): string {
  return `${DECLARATION}<Error>${write(content)}</Error>`;
}

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

function write(content: XmlContent): string {
  if (!Array.isArray(content)) return escapeText(String(content));
  return content
    .map(([name, inner]: XmlElement) => (inner === undefined ? '' : `<${name}>${write(inner)}</${name}>`))
    .join('');
}

/** Control characters, which a key may hold, become references as S3 writes them, though XML 1.0 has none. */
function escapeText(text: string): string {
  let escaped = '';
  for (const character of text) {
    const code = character.charCodeAt(0);
    escaped += ESCAPES[character] ?? (code < 0x20 ? `&#x${code.toString(16)};` : character);
  }
  return escaped;
}
