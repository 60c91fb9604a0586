import { keyBytes, keyOfBytes, type SortedKeys } from './store/sorted-keys.ts';

/** What a listing asks for. */
export interface ListingRequest {
  readonly prefix: string;
  /** Empty: no grouping. */
  readonly delimiter: string;
  /** The key or common prefix after which the page begins; empty: from the start. */
  readonly after: string;
  readonly most: number;
}

/** A page of a listing; a common prefix stands for all keys below it and counts as one. */
export interface ListingPage {
  readonly keys: readonly string[];
  readonly commonPrefixes: readonly string[];
  /** The last key or common prefix of a page that others follow. */
  readonly next: string | undefined;
}

/** Lists keys page by page; what lies below a common prefix is skipped in one step, however many keys it is. */
export function listKeys(sorted: SortedKeys, request: ListingRequest): ListingPage {
  const [prefix, delimiter, after] = [request.prefix, request.delimiter, request.after].map(keyBytes) as [
    string,
    string,
    string,
  ];
  const keys: string[] = [];
  const commonPrefixes: string[] = [];
  let last: string | undefined;
  let position = sorted.position(after < prefix ? prefix : after);
  for (;;) {
    const key = sorted.at(position);
    if (key === undefined || !key.startsWith(prefix)) return page(keys, commonPrefixes, undefined);
    const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    const item = end === -1 ? key : key.slice(0, end + delimiter.length);
    const next = end === -1 ? position + 1 : sorted.position(pastAll(item));
    if (item !== after && !(end === -1 && key <= after)) {
      if (keys.length + commonPrefixes.length >= request.most) return page(keys, commonPrefixes, last);
      (end === -1 ? keys : commonPrefixes).push(item);
      last = item;
    }
    position = next;
  }
}

/** The first text of bytes that sorts behind everything that starts with another. */
function pastAll(bytes: string): string {
  return `${bytes}\u0100`;
}

function page(keys: string[], commonPrefixes: string[], last: string | undefined): ListingPage {
  return {
    keys: keys.map(keyOfBytes),
    commonPrefixes: commonPrefixes.map(keyOfBytes),
    next: last === undefined ? undefined : keyOfBytes(last),
  };
}
