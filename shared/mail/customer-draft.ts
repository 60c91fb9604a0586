import type { Instant } from '#shared/schema/instant.ts';
import type { MailContent } from '#shared/schema/mail.ts';
import { contractChange } from './contract-change.ts';
import { type Draft, plainStep, reasonIn, type Step, type Words } from './draft.ts';
import { failedFile } from './failed-file.ts';
import { keptUntil } from './kept-until.ts';
import { owed } from './owed.ts';

type CustomerMail = Extract<MailContent, { side: 'customer' }>;

function reopening(
  until: Instant | null,
  words: Words,
): { next: readonly Step[]; values: { until: string } } {
  const { until: sentence, never } = words.catalogue.reopening;
  return {
    next: [plainStep(until === null ? never : sentence)],
    values: { until: until === null ? '' : words.instant(until) },
  };
}

/** What a mail to a customer says, in the words of its reader. */
export function customerDraft(mail: CustomerMail, words: Words): Draft {
  const { mails } = words.catalogue;
  const usual = (say: { subject: string; lead: string; next: string }) => ({
    subject: say.subject,
    lead: say.lead,
    facts: [],
    quotes: [],
    next: [plainStep(say.next)],
    values: {},
  });
  switch (mail.kind) {
    case 'request-filed': {
      const say = mails[mail.kind];
      const { dueFacts, due } = owed(mail, words);
      const promise = mail.responseClock === 'call-back' ? say.callBack : say.promise;
      return {
        ...usual(say),
        facts: [
          ['requestType', words.named(mail.requestType)],
          ['severity', words.severity(mail.severity)],
          ['product', mail.product],
          ['customerNumber', mail.customerNumber],
          ...dueFacts,
        ],
        next: [plainStep(due === '' ? say.noPromise : promise), plainStep(say.next)],
        values: { due },
      };
    }
    case 'engineer-assigned':
      return {
        ...usual(mails[mail.kind]),
        facts: [['engineer', mail.engineer]],
        values: { engineer: mail.engineer },
      };
    case 'request-reassigned': {
      const reason = reasonIn(words, 'reason', mail.reason);
      return {
        ...usual(mails[mail.kind]),
        facts: [['engineer', mail.engineer], ...reason.facts],
        quotes: reason.quotes,
        values: { engineer: mail.engineer },
      };
    }
    case 'reply':
    case 'question':
      return {
        ...usual(mails[mail.kind]),
        quotes: [['wrote', mail.text]],
        values: { author: mail.author },
      };
    case 'contact-attempt': {
      const say = mails[mail.kind];
      const closes = words.instant(mail.closesAt);
      return {
        ...usual(say),
        lead: mail.attempt < mail.attempts ? say.lead : say.lastLead,
        facts: [['closes', closes]],
        quotes: [['ourMessage', mail.text]],
        values: { attempt: String(mail.attempt), attempts: String(mail.attempts), closes },
      };
    }
    case 'solution-proposed': {
      const closes = words.instant(mail.closesAt);
      return {
        ...usual(mails[mail.kind]),
        quotes: [['wrote', mail.text]],
        values: { author: mail.author, closes },
      };
    }
    case 'severity-changed': {
      const say = mails[mail.kind];
      const { clock, due, steps } = owed(mail, words);
      return {
        ...usual(say),
        ...reasonIn(words, 'reason', mail.reason),
        next: [...steps('now'), plainStep(say.next)],
        values: { from: words.severity(mail.from), to: words.severity(mail.to), by: mail.by, clock, due },
      };
    }
    case 'contract-changed': {
      const say = mails[mail.kind];
      return { ...usual(say), ...contractChange(mail, say.next, words) };
    }
    case 'entitlement-ended':
      return { ...usual(mails[mail.kind]), ...reasonIn(words, 'reason', mail.reason) };
    case 'request-closed': {
      const { subject, lead } = mails[mail.kind];
      const reason = reasonIn(words, 'closingReason', mail.reason);
      return {
        subject,
        lead,
        facts: [...reason.facts, ['customerNumber', mail.customerNumber]],
        quotes: [...reason.quotes, ['closingNote', mail.description]],
        ...reopening(mail.reopenUntil, words),
      };
    }
    case 'closed-unanswered': {
      const { subject, lead } = mails[mail.kind];
      const { next, values } = reopening(mail.reopenUntil, words);
      return {
        subject,
        lead,
        facts: [['customerNumber', mail.customerNumber]],
        quotes: [],
        next,
        values: { ...values, attempts: String(mail.attempts) },
      };
    }
    case 'request-reopened':
      return {
        ...usual(mails[mail.kind]),
        ...reasonIn(words, 'reason', mail.reason),
        values: { by: mail.by },
      };
    case 'survey-invitation': {
      const say = mails[mail.kind];
      const step =
        mail.surveyUrl === null ? plainStep(say.byReply) : { sentence: say.byLink, url: mail.surveyUrl };
      return {
        ...usual(say),
        next: [step, plainStep(say.next)],
        values: { closed: words.instant(mail.closedAt) },
      };
    }
    case 'escalation-received':
      return { ...usual(mails[mail.kind]), ...reasonIn(words, 'reason', mail.reason) };
    case 'escalation-engineer-named': {
      const nextUpdate = words.instant(mail.nextUpdateAt);
      return {
        ...usual(mails[mail.kind]),
        facts: [
          ['engineer', mail.engineer],
          ['nextUpdate', nextUpdate],
        ],
        quotes: [['plan', mail.plan]],
        values: { engineer: mail.engineer, nextUpdate },
      };
    }
    case 'escalation-update': {
      const nextUpdate = words.instant(mail.nextUpdateAt);
      return {
        ...usual(mails[mail.kind]),
        facts: [['nextUpdate', nextUpdate]],
        quotes: [['wrote', mail.text]],
        values: { author: mail.author, nextUpdate },
      };
    }
    case 'request-de-escalated':
      return {
        ...usual(mails[mail.kind]),
        quotes: [
          ['acceptedPlan', mail.actionPlan],
          ['analysis', mail.analysis],
        ],
      };
    case 'file-shared':
      return {
        ...usual(mails[mail.kind]),
        facts: [['file', mail.file]],
        values: { author: mail.author, file: mail.file },
      };
    case 'upload-expiring':
      return { ...usual(mails[mail.kind]), ...keptUntil(mail, words) };
    case 'file-failed':
      return { ...usual(mails[mail.kind]), ...failedFile(mail, words) };
  }
}
