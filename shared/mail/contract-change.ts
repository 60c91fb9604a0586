import type { MailContent } from '#shared/schema/mail.ts';
import { type Draft, plainStep, reasonIn, type Words } from './draft.ts';
import { owed } from './owed.ts';

type ContractMail = Extract<MailContent, { kind: 'contract-changed' | 'contract-changed-staff' }>;

/** What both sides read of another contract or product; `next` is what the reader does then. */
export function contractChange(
  mail: ContractMail,
  next: string,
  words: Words,
): Pick<Draft, 'facts' | 'quotes' | 'next' | 'values'> {
  const { clock, due, steps } = owed(mail, words);
  const reason = reasonIn(words, 'reason', mail.reason);
  return {
    facts: [
      ['contract', words.titled(mail.contract, mail.offering)],
      ['product', mail.product],
      ...reason.facts,
    ],
    quotes: reason.quotes,
    next: [...steps('now'), plainStep(next)],
    values: { by: mail.by, clock, due },
  };
}
