import type { Catalogue, FactKey, HeadingKey } from '#shared/locales/catalogue.ts';
import { catalogueOf } from '#shared/locales/catalogue-of.ts';
import { isLabelKey } from '#shared/locales/label.ts';
import type { Instant } from '#shared/schema/instant.ts';
import type { Language } from '#shared/schema/language.ts';
import type { MailSeverity } from '#shared/schema/mail.ts';
import { type PackText, textIn } from '#shared/schema/pack-text.ts';
import { fill } from './fill.ts';
import { writtenInstant } from './written-instant.ts';

/** A sentence, and the web address it leads to. */
export type Step = { readonly sentence: string; readonly url: string | null };

/** A mail before its sentences are filled in: which sentences, and what they are filled with. */
export type Draft = {
  readonly subject: string;
  readonly lead: string;
  readonly facts: readonly (readonly [FactKey, string])[];
  readonly quotes: readonly (readonly [HeadingKey, string])[];
  readonly next: readonly Step[];
  readonly values: Readonly<Record<string, string>>;
};

/** One reader's words: the catalogue of their language, and what depends on it or on their zone. */
export type Words = {
  readonly catalogue: Catalogue;
  instant(instant: Instant): string;
  /** A name with the title that the SR's pack gives it. */
  titled(name: string, title: PackText): string;
  /** A severity by its number and the title that the SR's pack gives it. */
  severity(severity: MailSeverity): string;
  /** A label key by its name; any other text as it is. */
  named(text: string): string;
};

/** The words for a reader of `language` in `zone`. */
export function wordsFor(language: Language, zone: string): Words {
  const catalogue = catalogueOf(language);
  const named = (text: string) => (isLabelKey(text) ? catalogue.labels[text] : text);
  const titled = (name: string, title: PackText) =>
    fill(catalogue.severity, { level: name, title: textIn(title, language) });
  return {
    catalogue,
    instant: (instant) => writtenInstant(instant, language, zone),
    titled,
    severity: ({ level, title }) => titled(String(level), title),
    named,
  };
}

/** A sentence that leads nowhere. */
export function plainStep(sentence: string): Step {
  return { sentence, url: null };
}

const SHORT_REASON = 120;

/** A reason: a fact where it is a label or one short line, else a text of its own. */
export function reasonIn(words: Words, fact: FactKey, reason: string): Pick<Draft, 'facts' | 'quotes'> {
  const short = isLabelKey(reason) || (reason.length <= SHORT_REASON && !/[\r\n]/.test(reason.trim()));
  if (short) return { facts: reason.trim() === '' ? [] : [[fact, words.named(reason)]], quotes: [] };
  return { facts: [], quotes: [['reason', reason]] };
}
