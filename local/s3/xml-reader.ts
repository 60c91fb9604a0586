import { S3Error } from './s3-error.ts';

/** An element of a request's XML: its text, and the elements in it. */
export interface ReadElement {
  readonly name: string;
  readonly text: string;
  readonly children: readonly ReadElement[];
}

const TOKEN =
  /<\?[\s\S]*?\?>|<!--[\s\S]*?-->|<(\/?)([A-Za-z_][\w.:-]*)((?:\s+[\w.:-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|[^<]+/gy;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const DEEPEST = 16;

interface OpenElement {
  readonly name: string;
  text: string;
  readonly children: ReadElement[];
}

/**
 * Reads the XML of a request: elements, text, the five entities and character references. Attributes are skipped,
 * prefixes of names dropped. Anything else (a DOCTYPE, CDATA) is refused as MalformedXML, which S3 does too.
 */
export function readXml(source: string, root: string): ReadElement {
  const document: OpenElement = { name: '', text: '', children: [] };
  const open = [document];
  const tokens = new RegExp(TOKEN);
  const text = source.replace(/^\uFEFF/, '');
  while (tokens.lastIndex < text.length) {
    const token = tokens.exec(text);
    const innermost = open.at(-1);
    if (token === null || innermost === undefined) throw new S3Error('MalformedXML');
    const [whole, closing, qualified, , empty] = token;
    if (qualified === undefined) {
      if (!whole.startsWith('<')) innermost.text += decode(whole);
      continue;
    }
    const name = qualified.slice(qualified.indexOf(':') + 1);
    if (closing === '/') {
      if (innermost.name !== name || open.length === 1) throw new S3Error('MalformedXML');
      open.pop();
      continue;
    }
    const element: OpenElement = { name, text: '', children: [] };
    innermost.children.push(element);
    if (empty !== '/') open.push(element);
    if (open.length > DEEPEST) throw new S3Error('MalformedXML');
  }
  const [element, ...others] = document.children;
  if (open.length !== 1 || element?.name !== root || others.length > 0 || document.text.trim() !== '') {
    throw new S3Error('MalformedXML');
  }
  return element;
}

/** The elements of that name directly in another. */
export function childrenNamed(element: ReadElement, name: string): readonly ReadElement[] {
  return element.children.filter((child) => child.name === name);
}

/** The text of the only element of that name, or undefined; two of them are malformed. */
export function textOf(element: ReadElement, name: string): string | undefined {
  const [found, second] = childrenNamed(element, name);
  if (second !== undefined || (found !== undefined && found.children.length > 0))
    throw new S3Error('MalformedXML');
  return found?.text;
}

function decode(text: string): string {
  return text.replaceAll(/&([^;]*;?)/g, (_, reference: string) => {
    const [, hex, decimal, name] = /^(?:#x([0-9a-fA-F]{1,6})|#(\d{1,7})|([a-z]+));$/.exec(reference) ?? [];
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    if (name === undefined && code <= 0x10ffff) return String.fromCodePoint(code);
    const entity = name === undefined || !Object.hasOwn(ENTITIES, name) ? undefined : ENTITIES[name];
    if (entity === undefined) throw new S3Error('MalformedXML');
    return entity;
  });
}
