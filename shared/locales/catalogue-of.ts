import type { Language } from '#shared/schema/language.ts';
import type { Catalogue } from './catalogue.ts';
import { en } from './en.ts';
import { ja } from './ja.ts';
import { zhHans } from './zh-hans.ts';
import { zhHant } from './zh-hant.ts';

/** Everything the desk says in `language`. */
export function catalogueOf(language: Language): Catalogue {
  switch (language) {
    case 'en':
      return en;
    case 'zh-Hans':
      return zhHans;
    case 'zh-Hant':
      return zhHant;
    case 'ja':
      return ja;
  }
}
