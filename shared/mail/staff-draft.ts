import type { MailContent } from '#shared/schema/mail.ts';
import { contractChange } from './contract-change.ts';
import { type Draft, plainStep, reasonIn, type Words } from './draft.ts';
import { failedFile } from './failed-file.ts';
import { keptUntil } from './kept-until.ts';
import { owed } from './owed.ts';

type StaffMail = Extract<MailContent, { side: 'staff' }>;

/** What a mail to the desk's own people says, in the words of its reader. */
export function staffDraft(mail: StaffMail, words: Words): Draft {
  const { mails, clocks } = words.catalogue;
  const usual = (say: { subject: string; lead: string; next: string }) => ({
    subject: say.subject,
    lead: say.lead,
    facts: [],
    quotes: [],
    next: [plainStep(say.next)],
    values: {},
  });
  switch (mail.kind) {
    case 'assigned-to-you': {
      const say = mails[mail.kind];
      const { clock, due, dueFacts, steps } = owed(mail, words);
      return {
        ...usual(say),
        facts: [
          ['severity', words.severity(mail.severity)],
          ['product', mail.product],
          ['filedBy', mail.filedBy],
          ...dueFacts,
        ],
        next: [...steps('due'), plainStep(say.next)],
        values: { clock, due },
      };
    }
    case 'customer-replied':
      return {
        ...usual(mails[mail.kind]),
        quotes: [['wrote', mail.text]],
        values: { author: mail.author },
      };
    case 'severity-changed-staff': {
      const say = mails[mail.kind];
      const { clock, due, steps } = owed(mail, words);
      return {
        ...usual(say),
        ...reasonIn(words, 'reason', mail.reason),
        next: [...steps('now'), plainStep(say.next)],
        values: { from: words.severity(mail.from), to: words.severity(mail.to), by: mail.by, clock, due },
      };
    }
    case 'contract-changed-staff': {
      const { next } = mails[mail.kind];
      return { ...usual({ ...mails['contract-changed'], next }), ...contractChange(mail, next, words) };
    }
    case 'entitlement-ended-staff': {
      const say = { ...mails['entitlement-ended'], ...mails[mail.kind] };
      return { ...usual(say), ...reasonIn(words, 'reason', mail.reason) };
    }
    case 'request-closed-staff': {
      const reason = reasonIn(words, 'closingReason', mail.reason);
      return {
        ...usual(mails[mail.kind]),
        facts: reason.facts,
        quotes: [...reason.quotes, ['closingNote', mail.description]],
        values: { by: mail.by },
      };
    }
    case 'request-reopened-staff':
      return {
        ...usual(mails[mail.kind]),
        ...reasonIn(words, 'reason', mail.reason),
        values: { by: mail.by },
      };
    case 'target-warning':
    case 'target-missed': {
      const say = mails[mail.kind];
      const clock = clocks[mail.clock];
      const due = words.instant(mail.dueAt);
      // Rounded down: a target that is not missed yet must not read as 100%.
      const percent = mail.kind === 'target-warning' ? String(Math.floor(mail.percent)) : '';
      return {
        ...usual(say),
        facts: [
          ['engineer', mail.engineer ?? words.catalogue.unassigned],
          ['target', clock],
          ['due', due],
        ],
        // Read by the owner, the managers and the REM alike: it says what is owed, and whose part is what.
        next: [plainStep(say[mail.clock]), plainStep(say.next)],
        values: { clock, due, percent },
      };
    }
    case 'escalation-requested': {
      const reason = reasonIn(words, 'reason', mail.reason);
      const { answers } = mail;
      return {
        ...usual(mails[mail.kind]),
        facts: [['requestedBy', mail.requestedBy], ...reason.facts],
        quotes: [
          ...reason.quotes,
          ['problemStatementRight', answers.problemStatementRight],
          ['businessImpactAccurate', answers.businessImpactAccurate],
          ['workaroundsUnfit', answers.workaroundsUnfit],
          ['milestonesRecorded', answers.milestonesRecorded],
        ],
        values: { requestedBy: mail.requestedBy },
      };
    }
    case 'escalation-assigned': {
      const nextUpdate = words.instant(mail.nextUpdateAt);
      return {
        ...usual(mails[mail.kind]),
        facts: [['nextUpdate', nextUpdate]],
        quotes: [['plan', mail.plan]],
        values: { nextUpdate },
      };
    }
    case 'update-reminder': {
      const nextUpdate = words.instant(mail.nextUpdateAt);
      return { ...usual(mails[mail.kind]), facts: [['nextUpdate', nextUpdate]], values: { nextUpdate } };
    }
    case 'update-missed': {
      const nextUpdate = words.instant(mail.nextUpdateAt);
      return {
        ...usual(mails[mail.kind]),
        facts: [
          ['engineer', mail.engineer],
          ['nextUpdate', nextUpdate],
        ],
        values: { engineer: mail.engineer, nextUpdate },
      };
    }
    case 'contact-bounced': {
      const say = mails[mail.kind];
      return {
        ...usual(say),
        facts: [['recipient', mail.recipient]],
        next: [...(mail.attempt === null ? [] : [plainStep(say.attempt)]), plainStep(say.next)],
        values: { recipient: mail.recipient, attempt: mail.attempt === null ? '' : String(mail.attempt) },
      };
    }
    case 'file-received': {
      const say = mails[mail.kind];
      return {
        ...usual({ ...say, lead: mail.byTicket ? say.leadByTicket : say.lead }),
        facts: [['file', mail.file]],
        values: { author: mail.author, file: mail.file },
      };
    }
    case 'upload-expiring-staff':
      return { ...usual({ ...mails['upload-expiring'], ...mails[mail.kind] }), ...keptUntil(mail, words) };
    case 'file-failed-staff':
      return { ...usual({ ...mails['file-failed'], ...mails[mail.kind] }), ...failedFile(mail, words) };
  }
}
