import type { Language } from '#shared/schema/language.ts';
import type { MailContent } from '#shared/schema/mail.ts';
import { customerDraft } from './customer-draft.ts';
import { wordsFor } from './draft.ts';
import { htmlLayout } from './html-layout.ts';
import { letterOf } from './letter.ts';
import { plainLayout } from './plain-layout.ts';
import { staffDraft } from './staff-draft.ts';

/** Who reads a mail: name, language, and IANA time zone (an unknown zone is read as UTC). */
export type MailReader = { readonly name: string; readonly language: Language; readonly zone: string };

/** Who sends it; without a portal there are no links in the mail, and replying does everything. */
export type MailVendor = { readonly name: string; readonly portalUrl: string | null };

export type RenderedMail = { readonly subject: string; readonly text: string; readonly html: string };

/**
 * Writes one mail in its reader's language and zone: a subject line with the SR number and no line ends, a plain
 * text and an HTML document that say the same. Pure: equal input, equal mail. (Design, section 8.)
 */
export function renderMail(mail: MailContent, to: MailReader, vendor: MailVendor): RenderedMail {
  const words = wordsFor(to.language, to.zone);
  const draft = mail.side === 'customer' ? customerDraft(mail, words) : staffDraft(mail, words);
  const { number, subject, side } = mail;
  const url = vendor.portalUrl === null ? null : `${vendor.portalUrl.replace(/\/+$/, '')}/requests/${number}`;
  const letter = letterOf(draft, { number, subject, side, reader: to.name, vendor: vendor.name, url }, words);
  return {
    subject: `[SR ${number}] ${letter.title}`,
    text: plainLayout(letter, words.catalogue),
    html: htmlLayout(letter, to.language),
  };
}
