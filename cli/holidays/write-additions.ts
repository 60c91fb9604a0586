import { isMap, isScalar, type Pair, parseDocument, type YAMLMap } from 'yaml';
import type { Difference } from './compare.ts';

/**
 * The text of a country's file with dates added in their places, everything else as it was: comments too.
 * The text must have been read as `CountryHolidays`.
 */
export function writeAdditions(text: string, additions: readonly Difference[]): string {
  const document = parseDocument(text);
  for (const { list, date, name } of additions) {
    if (!isMap(document.get(list))) document.set(list, document.createNode({}));
    const dates = document.get(list) as YAMLMap;
    dates.flow = false;
    const place = dates.items.findIndex((item) => keyOf(item) > date);
    const index = place < 0 ? dates.items.length : place;
    const pair = document.createPair(date, name);
    // An empty line before each year, as the files have it.
    const before = dates.items[index - 1];
    if (before && yearOf(keyOf(before)) !== yearOf(date)) pair.key.spaceBefore = true;
    dates.items.splice(index, 0, pair);
  }
  return document.toString({ lineWidth: 0 });
}

function keyOf(item: Pair): string {
  return String(isScalar(item.key) ? item.key.value : item.key);
}

function yearOf(date: string): string {
  return date.slice(0, 4);
}
