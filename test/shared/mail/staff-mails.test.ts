import { describe, expect, test } from 'vitest';
import { renderMail } from '#shared/mail/render-mail.ts';
import type { MailContent } from '#shared/schema/mail.ts';
import { MAIL_SAMPLES } from './mail-samples.ts';

const reader = { name: 'Grace Hopper', language: 'en', zone: 'Europe/Berlin' } as const;
const vendor = { name: 'Northlake', portalUrl: null };

/** Subject line, blank line, text: as a mail client shows it. */
function shown(mail: MailContent): readonly string[] {
  const { subject, text } = renderMail(mail, reader, vendor);
  return [subject, '', ...text.trimEnd().split('\n')];
}

describe('mails to staff, in English', () => {
  test('[WRK-1] an engineer learns of a new assignment and its target', () => {
    expect(shown(MAIL_SAMPLES['assigned-to-you'])).toEqual([
      '[SR 26123456787] Assigned to you: Restore stops at 80%',
      '',
      'Hello Grace Hopper,',
      '',
      'Support request 26123456787 is assigned to you.',
      '',
      'Request number: 26123456787',
      'Subject: Restore stops at 80%',
      'Severity: 1 (Critical)',
      'Product: Vault 9',
      'Filed by: Ada Lovelace',
      'First response by: Monday 2 March 2026, 11:00 (Europe/Berlin, UTC+01:00)',
      '',
      'What happens next',
      '--------------------',
      '',
      'The first response is due by Monday 2 March 2026, 11:00 (Europe/Berlin,',
      'UTC+01:00).',
      '',
      'Please read the request and answer the customer. If you cannot take it,',
      'have it reassigned now.',
      '',
      'Sent by the support desk of Northlake',
    ]);
  });

  test('[OFF-7] where no first response is owed any more, an assignment says nothing of response time', () => {
    const mail = shown({ ...MAIL_SAMPLES['assigned-to-you'], firstResponseDueAt: null });
    expect(mail.slice(6)).toEqual([
      'Request number: 26123456787',
      'Subject: Restore stops at 80%',
      'Severity: 1 (Critical)',
      'Product: Vault 9',
      'Filed by: Ada Lovelace',
      '',
      'What happens next',
      '--------------------',
      '',
      'Please read the request and answer the customer. If you cannot take it,',
      'have it reassigned now.',
      '',
      'Sent by the support desk of Northlake',
    ]);
  });

  test('[OFF-7] nor does a change of severity', () => {
    const mail = shown({ ...MAIL_SAMPLES['severity-changed-staff'], firstResponseDueAt: null });
    expect(mail.slice(mail.indexOf('What happens next') + 3)).toEqual([
      'Please read the reason and go on with the work at the new severity. If',
      'you see it differently, agree on another one with the customer.',
      '',
      'Sent by the support desk of Northlake',
    ]);
  });

  test('[OFF-6] the engineer learns who changed the severity, why, and the new first response time', () => {
    expect(shown(MAIL_SAMPLES['severity-changed-staff'])).toEqual([
      '[SR 26123456787] Severity is now 1 (Critical): Restore stops at 80%',
      '',
      'Hello Grace Hopper,',
      '',
      'Ada Lovelace has changed the severity of support request 26123456787,',
      'which is yours, from 2 (Major) to 1 (Critical).',
      '',
      'Request number: 26123456787',
      'Subject: Restore stops at 80%',
      'Reason: Production is down',
      '',
      'What happens next',
      '--------------------',
      '',
      'The first response is now due by Monday 2 March 2026, 11:00',
      '(Europe/Berlin, UTC+01:00).',
      '',
      'Please read the reason and go on with the work at the new severity. If',
      'you see it differently, agree on another one with the customer.',
      '',
      'Sent by the support desk of Northlake',
    ]);
  });

  test('[CLO-1] [CLO-3] the engineer learns who closed the request, and why', () => {
    expect(shown(MAIL_SAMPLES['request-closed-staff'])).toEqual([
      '[SR 26123456787] Closed: Restore stops at 80%',
      '',
      'Hello Grace Hopper,',
      '',
      'Ada Lovelace has closed support request 26123456787, which was yours.',
      '',
      'Request number: 26123456787',
      'Subject: Restore stops at 80%',
      'Closing reason: Solved',
      '',
      'Closing note',
      '',
      '  The update to 9.1 works.',
      '',
      'What happens next',
      '--------------------',
      '',
      'Nothing is left to do. Should the request be reopened, it is yours',
      'again, and you will get a mail.',
      '',
      'Sent by the support desk of Northlake',
    ]);
  });

  test('[CLO-1] what the workflow closed, the desk closed', () => {
    const unanswered = { by: '', reason: 'no-answer', description: '' };
    const text = shown({ ...MAIL_SAMPLES['request-closed-staff'], ...unanswered });
    expect(text).toContain('Northlake has closed support request 26123456787, which was yours.');
    expect(text).toContain('Closing reason: No answer from the customer');
    expect(text).not.toContain('Closing note');
  });

  test("[CLO-2] a customer's answer reaches the engineer and has stopped the contact attempts", () => {
    expect(shown(MAIL_SAMPLES['customer-replied'])).toEqual([
      '[SR 26123456787] The customer has replied: Restore stops at 80%',
      '',
      'Hello Grace Hopper,',
      '',
      'Ada Lovelace has replied on support request 26123456787. Contact',
      'attempts that were still due are cancelled.',
      '',
      'Request number: 26123456787',
      'Subject: Restore stops at 80%',
      '',
      'Ada Lovelace wrote',
      '',
      '  Version 9.0.',
      '',
      'What happens next',
      '--------------------',
      '',
      'Please read the reply and answer it, or tell the customer when you will.',
      '',
      'Sent by the support desk of Northlake',
    ]);
  });

  test('[CLO-4] a reopened request tells its engineer who reopened it and why', () => {
    expect(shown(MAIL_SAMPLES['request-reopened-staff'])).toEqual([
      '[SR 26123456787] Reopened: Restore stops at 80%',
      '',
      'Hello Grace Hopper,',
      '',
      'Ada Lovelace has reopened support request 26123456787, which is yours',
      'again.',
      '',
      'Request number: 26123456787',
      'Subject: Restore stops at 80%',
      'Reason: It stops again',
      '',
      'What happens next',
      '--------------------',
      '',
      'Please read the reason, take up the work again, and tell the customer',
      'how you will go on.',
      '',
      'Sent by the support desk of Northlake',
    ]);
  });

  test('[OFF-7] a target at risk says how much time is used, whose it is and whom to tell', () => {
    expect(shown(MAIL_SAMPLES['target-warning'])).toEqual([
      '[SR 26123456787] Target at risk, first response: Restore stops at 80%',
      '',
      'Hello Grace Hopper,',
      '',
      '75% of the time for the first response on support request 26123456787',
      'has passed.',
      '',
      'Request number: 26123456787',
      'Subject: Restore stops at 80%',
      'Engineer: Grace Hopper',
      'Target: first response',
      'Due by: Monday 2 March 2026, 11:00 (Europe/Berlin, UTC+01:00)',
      '',
      'What happens next',
      '--------------------',
      '',
      'The customer is to be answered by Monday 2 March 2026, 11:00',
      '(Europe/Berlin, UTC+01:00).',
      '',
      'Whoever cannot make sure of that tells the duty manager now; the duty',
      'manager finds somebody who can.',
      '',
      'Sent by the support desk of Northlake',
    ]);
  });

  test('[ESC-5] a missed target says what was due, whose it is and what is owed now', () => {
    expect(shown(MAIL_SAMPLES['target-missed'])).toEqual([
      '[SR 26123456787] Target missed, promised update: Restore stops at 80%',
      '',
      'Hello Grace Hopper,',
      '',
      'The promised update on support request 26123456787 was due by Monday 2',
      'March 2026, 11:00 (Europe/Berlin, UTC+01:00) and is still outstanding.',
      'The miss is recorded.',
      '',
      'Request number: 26123456787',
      'Subject: Restore stops at 80%',
      'Engineer: Grace Hopper',
      'Target: promised update',
      'Due by: Monday 2 March 2026, 11:00 (Europe/Berlin, UTC+01:00)',
      '',
      'What happens next',
      '--------------------',
      '',
      'The customer is to get the update now, and a new time for the next one.',
      '',
      'Whoever cannot make sure of that tells the duty manager now; the duty',
      'manager finds somebody who can.',
      '',
      'Sent by the support desk of Northlake',
    ]);
  });

  test('[OFF-7] a target of a request that nobody has says so', () => {
    const warned = shown({ ...MAIL_SAMPLES['target-warning'], engineer: null });
    expect(warned).toContain('Engineer: nobody yet');
    const missed = shown({ ...MAIL_SAMPLES['target-missed'], engineer: null, clock: 'first-response' });
    expect(missed).toContain('Engineer: nobody yet');
    expect(missed).toContain('The customer is to be answered now.');
  });

  test('[ESC-3] an escalation brings its four answers to the manager', () => {
    expect(shown(MAIL_SAMPLES['escalation-requested'])).toEqual([
      '[SR 26123456787] Escalation requested: Restore stops at 80%',
      '',
      'Hello Grace Hopper,',
      '',
      'Ada Lovelace has asked to escalate support request 26123456787.',
      '',
      'Request number: 26123456787',
      'Subject: Restore stops at 80%',
      'Requested by: Ada Lovelace',
      'Reason: Dissatisfied with the response or the resolution',
      '',
      'Is the problem statement right?',
      '',
      '  Yes.',
      '',
      'Is the business impact accurate?',
      '',
      '  No: two sites are down, not one.',
      '',
      'Is each workaround infeasible or unfit?',
      '',
      '  The manual restore takes a day.',
      '',
      'Are the key milestone dates recorded?',
      '',
      '  Go-live is on Monday.',
      '',
      'What happens next',
      '--------------------',
      '',
      'Please assess the escalation, provide the resources it needs, and name',
      'an escalation engineer and the time of the next update. The customer is',
      'told as soon as you do.',
      '',
      'Sent by the support desk of Northlake',
    ]);
  });

  test('[ESC-4] the named escalation engineer gets the plan and the promised time', () => {
    expect(shown(MAIL_SAMPLES['escalation-assigned'])).toEqual([
      '[SR 26123456787] You lead this escalation: Restore stops at 80%',
      '',
      'Hello Grace Hopper,',
      '',
      'You are the escalation engineer for support request 26123456787 and the',
      'main contact of the customer from now on.',
      '',
      'Request number: 26123456787',
      'Subject: Restore stops at 80%',
      'Next update by: Monday 2 March 2026, 15:00 (Europe/Berlin, UTC+01:00)',
      '',
      'Action plan',
      '',
      '  1. Collect logs',
      '  2. Call at noon',
      '',
      'What happens next',
      '--------------------',
      '',
      'Please get in touch with the parties and start on the plan. The customer',
      'has been promised an update by Monday 2 March 2026, 15:00',
      '(Europe/Berlin, UTC+01:00); each update names the time of the next one.',
      '',
      'Sent by the support desk of Northlake',
    ]);
  });

  test('[ESC-5] the next update is reminded of', () => {
    expect(shown(MAIL_SAMPLES['update-reminder'])).toEqual([
      '[SR 26123456787] Promised update due soon: Restore stops at 80%',
      '',
      'Hello Grace Hopper,',
      '',
      'The customer has been promised an update on support request 26123456787',
      'by Monday 2 March 2026, 15:00 (Europe/Berlin, UTC+01:00).',
      '',
      'Request number: 26123456787',
      'Subject: Restore stops at 80%',
      'Next update by: Monday 2 March 2026, 15:00 (Europe/Berlin, UTC+01:00)',
      '',
      'What happens next',
      '--------------------',
      '',
      'Please send the update in time, even if there is nothing new to tell,',
      'and name the time of the next one.',
      '',
      'Sent by the support desk of Northlake',
    ]);
  });

  test('[ESC-5] a missed update is told to the manager', () => {
    expect(shown(MAIL_SAMPLES['update-missed'])).toEqual([
      '[SR 26123456787] Promised update missed: Restore stops at 80%',
      '',
      'Hello Grace Hopper,',
      '',
      'The update on support request 26123456787 that Alan Turing promised by',
      'Monday 2 March 2026, 15:00 (Europe/Berlin, UTC+01:00) has not been sent.',
      '',
      'Request number: 26123456787',
      'Subject: Restore stops at 80%',
      'Engineer: Alan Turing',
      'Next update by: Monday 2 March 2026, 15:00 (Europe/Berlin, UTC+01:00)',
      '',
      'What happens next',
      '--------------------',
      '',
      'Please see to it that the customer hears from us now and gets a new time',
      'for the next update.',
      '',
      'Sent by the support desk of Northlake',
    ]);
  });

  test('[CLO-2] a bounced contact mail does not count and asks for another way', () => {
    expect(shown(MAIL_SAMPLES['contact-bounced'])).toEqual([
      '[SR 26123456787] Mail could not be delivered: Restore stops at 80%',
      '',
      'Hello Grace Hopper,',
      '',
      'Our mail to ada@customer.example about support request 26123456787 came',
      'back as undeliverable.',
      '',
      'Request number: 26123456787',
      'Subject: Restore stops at 80%',
      'Recipient: ada@customer.example',
      '',
      'What happens next',
      '--------------------',
      '',
      'It was contact attempt 2, which therefore does not count.',
      '',
      'Please reach the customer in another way, for instance by phone, and',
      'have the address corrected.',
      '',
      'Sent by the support desk of Northlake',
    ]);
  });

  test('[WRK-6] an engineer whose file could not be verified is told why, and whom to ask', () => {
    expect(shown(MAIL_SAMPLES['file-failed-staff'])).toEqual([
      '[SR 26123456787] Your file could not be verified: Restore stops at 80%',
      '',
      'Hello Grace Hopper,',
      '',
      'The file hotfix 9.1.tgz was uploaded to support request 26123456787, but',
      'it could not be verified. Nobody can download it, and what has arrived',
      'is removed.',
      '',
      'Request number: 26123456787',
      'Subject: Restore stops at 80%',
      'File: hotfix 9.1.tgz',
      'Reason: The stored file is not the one that was sent.',
      '',
      'What happens next',
      '--------------------',
      '',
      'Please upload the file again. If that fails too, tell whoever runs the',
      'desk.',
      '',
      'Sent by the support desk of Northlake',
    ]);
  });
});
