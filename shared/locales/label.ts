import type { Language } from '#shared/schema/language.ts';
import type { LabelKey } from './catalogue.ts';
import { catalogueOf } from './catalogue-of.ts';

/** What a fixed key of the desk (`solved`, `technical`, ...) is called in `language`. */
export function label(language: Language, key: LabelKey): string {
  return catalogueOf(language).labels[key];
}

/** Whether the catalogues have a name for `text`. */
export function isLabelKey(text: string): text is LabelKey {
  return Object.hasOwn(catalogueOf('en').labels, text);
}
