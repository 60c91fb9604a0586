/** A fact of a pack by its place: a value, or a text in several languages. */
export interface Leaf {
  readonly path: string;
  readonly kind: 'value' | 'text';
  readonly value: unknown;
}

/** What a pack says about itself rather than about promises. */
const ABOUT_ITSELF = ['pack', 'version', 'title', 'sources', 'notFromGuides', 'countries'];

/** Every fact of a pack, down to single values and single texts. */
export function leavesOf(pack: object): Leaf[] {
  return Object.entries(pack)
    .filter(([key]) => !ABOUT_ITSELF.includes(key))
    .flatMap(([key, value]) => leaves(value, key));
}

function leaves(value: unknown, path: string): Leaf[] {
  if (typeof value !== 'object' || value === null) return [{ path, kind: 'value', value }];
  if (Object.hasOwn(value, 'en')) return [{ path, kind: 'text', value }];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, `${path}.${key}`));
}

/** What stands at a path; undefined where nothing does. */
export function valueAt(document: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    return (value as Readonly<Record<string, unknown>>)[key];
  }, document);
}

/** Whether `path` is `of`, or inside it. */
export function isWithin(path: string, of: string): boolean {
  return path === of || path.startsWith(`${of}.`);
}
