import { describe, expect, test } from 'vitest';
import { renderMail } from '#shared/mail/render-mail.ts';
import type { MailContent } from '#shared/schema/mail.ts';
import { MAIL_SAMPLES } from './mail-samples.ts';

const reader = { name: 'Ada Lovelace', language: 'en', zone: 'Europe/Berlin' } as const;
const vendor = { name: 'Northlake', portalUrl: null };

/** Subject line, blank line, text: as a mail client shows it. */
function shown(mail: MailContent): readonly string[] {
  const { subject, text } = renderMail(mail, reader, vendor);
  return [subject, '', ...text.trimEnd().split('\n')];
}

describe('mails to customers, in English', () => {
  test('[FIL-5] [ACC-2] a filed request is confirmed with its number, the customer number and the first response time', () => {
    expect(shown(MAIL_SAMPLES['request-filed'])).toEqual([
      '[SR 26123456787] We have received your request: Restore stops at 80%',
      '',
      'Hello Ada Lovelace,',
      '',
      'Thank you for contacting Northlake Support. Your support request is',
      'filed under number 26123456787.',
      '',
      'Request number: 26123456787',
      'Subject: Restore stops at 80%',
      'Request type: Technical support',
      'Severity: 1 (Critical)',
      'Product: Vault 9',
      'Your customer number: 1000000420',
      'First response by: Monday 2 March 2026, 11:00 (Europe/Berlin, UTC+01:00)',
      '',
      'What happens next',
      '--------------------',
      '',
      'An engineer will read your request and answer it by Monday 2 March 2026,',
      '11:00 (Europe/Berlin, UTC+01:00).',
      '',
      'To add information, just reply to this mail. Please have your customer',
      'number and the request number ready when you call us.',
      '',
      'Kind regards',
      'Northlake Support',
    ]);
  });

  test('[WRK-1] the customer learns who owns the request', () => {
    expect(shown(MAIL_SAMPLES['engineer-assigned'])).toEqual([
      '[SR 26123456787] An engineer is working on your request: Restore stops at 80%',
      '',
      'Hello Ada Lovelace,',
      '',
      'Grace Hopper is now in charge of your support request 26123456787 and',
      'stays your contact until you and we agree to close it.',
      '',
      'Request number: 26123456787',
      'Subject: Restore stops at 80%',
      'Engineer: Grace Hopper',
      '',
      'What happens next',
      '--------------------',
      '',
      'Grace Hopper will study what you have sent and write to you. To add',
      'something, just reply to this mail.',
      '',
      'Kind regards',
      'Northlake Support',
    ]);
  });

  test('[WRK-2] a reassignment tells the customer the new engineer and the reason', () => {
    expect(shown(MAIL_SAMPLES['request-reassigned'])).toEqual([
      '[SR 26123456787] A new engineer is working on your request: Restore stops at 80%',
      '',
      'Hello Ada Lovelace,',
      '',
      'Alan Turing has taken over your support request 26123456787. Everything',
      'you have sent so far has been handed over; you need not repeat it.',
      '',
      'Request number: 26123456787',
      'Subject: Restore stops at 80%',
      'Engineer: Alan Turing',
      'Reason: Handed to the team in your time zone',
      '',
      'What happens next',
      '--------------------',
      '',
      'Alan Turing will carry on with the work and write to you. If you have',
      'questions about the change, just reply to this mail.',
      '',
      'Kind regards',
      'Northlake Support',
    ]);
  });

  test('[WRK-3] a reply reaches the customer line by line', () => {
    expect(shown(MAIL_SAMPLES.reply)).toEqual([
      '[SR 26123456787] New reply: Restore stops at 80%',
      '',
      'Hello Ada Lovelace,',
      '',
      'Grace Hopper has written to you about support request 26123456787.',
      '',
      'Request number: 26123456787',
      'Subject: Restore stops at 80%',
      '',
      'Grace Hopper wrote',
      '',
      '  Please run:',
      '',
      '    vault check --all',
      '',
      'What happens next',
      '--------------------',
      '',
      'To answer, just reply to this mail. Your answer is added to the request',
      'and reaches the engineer at once.',
      '',
      'Kind regards',
      'Northlake Support',
    ]);
  });

  test('[WRK-4] a question tells the customer that the work waits for the answer', () => {
    expect(shown(MAIL_SAMPLES.question)).toEqual([
      '[SR 26123456787] We need your answer: Restore stops at 80%',
      '',
      'Hello Ada Lovelace,',
      '',
      'Grace Hopper needs an answer from you to go on with support request',
      '26123456787.',
      '',
      'Request number: 26123456787',
      'Subject: Restore stops at 80%',
      '',
      'Grace Hopper wrote',
      '',
      '  Which version do you run?',
      '',
      'What happens next',
      '--------------------',
      '',
      'Please answer by replying to this mail. We go on with the work as soon',
      'as we hear from you.',
      '',
      'Kind regards',
      'Northlake Support',
    ]);
  });

  test('[CLO-1] a contact attempt says which one it is and when the request closes', () => {
    expect(shown(MAIL_SAMPLES['contact-attempt'])).toEqual([
      '[SR 26123456787] Reminder 2 of 3: Restore stops at 80%',
      '',
      'Hello Ada Lovelace,',
      '',
      'We are waiting for your answer on support request 26123456787 and have',
      'not heard from you yet. This is reminder 2 of 3.',
      '',
      'Request number: 26123456787',
      'Subject: Restore stops at 80%',
      'Closes on: Thursday 12 March 2026, 09:00 (Europe/Berlin, UTC+01:00)',
      '',
      'Our message',
      '',
      '  Which version do you run?',
      '',
      'What happens next',
      '--------------------',
      '',
      'Please reply to this mail; a short answer is enough to keep the request',
      'open. If we do not hear from you, we will close it on Thursday 12 March',
      '2026, 09:00 (Europe/Berlin, UTC+01:00).',
      '',
      'Kind regards',
      'Northlake Support',
    ]);
  });

  test('[CLO-1] a proposed solution asks the customer to confirm it', () => {
    expect(shown(MAIL_SAMPLES['solution-proposed'])).toEqual([
      '[SR 26123456787] Proposed solution: Restore stops at 80%',
      '',
      'Hello Ada Lovelace,',
      '',
      'Grace Hopper proposes a solution for support request 26123456787.',
      '',
      'Request number: 26123456787',
      'Subject: Restore stops at 80%',
      '',
      'Grace Hopper wrote',
      '',
      '  Update to 9.1.',
      '',
      'What happens next',
      '--------------------',
      '',
      'Please try it and reply to this mail. If it works, we close the request;',
      'if it does not, tell us what you see and we go on. If we do not hear',
      'from you, we will close the request on Thursday 12 March 2026, 09:00',
      '(Europe/Berlin, UTC+01:00).',
      '',
      'Kind regards',
      'Northlake Support',
    ]);
  });

  test('[OFF-6] a changed severity gives the reason and the new first response time', () => {
    expect(shown(MAIL_SAMPLES['severity-changed'])).toEqual([
      '[SR 26123456787] Severity is now 1 (Critical): Restore stops at 80%',
      '',
      'Hello Ada Lovelace,',
      '',
      'Grace Hopper has changed the severity of support request 26123456787',
      'from 2 (Major) to 1 (Critical).',
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
      'We go on with the work at the new severity. If you do not agree, or if',
      'the impact on your business changes, just reply to this mail and tell',
      'us.',
      '',
      'Kind regards',
      'Northlake Support',
    ]);
  });

  test('[CLO-3] [ACC-2] a closed request gives reason, closing note, customer number and how to reopen it', () => {
    expect(shown(MAIL_SAMPLES['request-closed'])).toEqual([
      '[SR 26123456787] Your request is closed: Restore stops at 80%',
      '',
      'Hello Ada Lovelace,',
      '',
      'Support request 26123456787 is closed. Thank you for working with us.',
      '',
      'Request number: 26123456787',
      'Subject: Restore stops at 80%',
      'Closing reason: Solved',
      'Your customer number: 1000000420',
      '',
      'Closing note',
      '',
      '  Fixed by the update to 9.1.',
      '',
      'What happens next',
      '--------------------',
      '',
      'If the problem is not solved or the request was closed by mistake, reply',
      'to this mail by Thursday 26 March 2026, 09:00 (Europe/Berlin, UTC+01:00)',
      'and ask us to reopen it. After that, please file a new request and',
      'mention number 26123456787, so that we can link the two.',
      '',
      'Kind regards',
      'Northlake Support',
    ]);
  });

  test('[CLO-1] [CLO-4] [ACC-2] a request closed for want of an answer says how to reopen it', () => {
    expect(shown(MAIL_SAMPLES['closed-unanswered'])).toEqual([
      '[SR 26123456787] Closed because we did not hear from you: Restore stops at 80%',
      '',
      'Hello Ada Lovelace,',
      '',
      'We have not heard from you (reminders sent: 3) and have therefore closed',
      'support request 26123456787.',
      '',
      'Request number: 26123456787',
      'Subject: Restore stops at 80%',
      'Your customer number: 1000000420',
      '',
      'What happens next',
      '--------------------',
      '',
      'If the problem is not solved or the request was closed by mistake, reply',
      'to this mail by Thursday 26 March 2026, 09:00 (Europe/Berlin, UTC+01:00)',
      'and ask us to reopen it. After that, please file a new request and',
      'mention number 26123456787, so that we can link the two.',
      '',
      'Kind regards',
      'Northlake Support',
    ]);
  });

  test('[CLO-4] a reopened request says who asked and why', () => {
    expect(shown(MAIL_SAMPLES['request-reopened'])).toEqual([
      '[SR 26123456787] Your request is open again: Restore stops at 80%',
      '',
      'Hello Ada Lovelace,',
      '',
      'Ada Lovelace has reopened support request 26123456787.',
      '',
      'Request number: 26123456787',
      'Subject: Restore stops at 80%',
      'Reason: It stops again',
      '',
      'What happens next',
      '--------------------',
      '',
      'An engineer takes up the work again and will write to you. To tell us',
      'what has happened since, just reply to this mail.',
      '',
      'Kind regards',
      'Northlake Support',
    ]);
  });

  test('[CLO-5] a survey invitation leads to the survey', () => {
    expect(shown(MAIL_SAMPLES['survey-invitation'])).toEqual([
      '[SR 26123456787] How did we do? Restore stops at 80%',
      '',
      'Hello Ada Lovelace,',
      '',
      'Support request 26123456787 was closed on Thursday 12 March 2026, 09:00',
      '(Europe/Berlin, UTC+01:00). How satisfied are you with our work? Your',
      'opinion helps us to get better.',
      '',
      'Request number: 26123456787',
      'Subject: Restore stops at 80%',
      '',
      'What happens next',
      '--------------------',
      '',
      'Please answer the survey; it takes a few minutes:',
      'https://desk.example.com/surveys/abc?x=1&y=2',
      '',
      'Taking part is voluntary. Your answers are read by the people who lead',
      'our support team.',
      '',
      'Kind regards',
      'Northlake Support',
    ]);
  });

  test('[ESC-2] a received escalation names its reason and what the manager does', () => {
    expect(shown(MAIL_SAMPLES['escalation-received'])).toEqual([
      '[SR 26123456787] We have received your escalation: Restore stops at 80%',
      '',
      'Hello Ada Lovelace,',
      '',
      'Your escalation of support request 26123456787 has reached the regional',
      'escalation manager.',
      '',
      'Request number: 26123456787',
      'Subject: Restore stops at 80%',
      'Reason: Production is down during an upgrade or another implementation',
      '',
      'What happens next',
      '--------------------',
      '',
      'The escalation manager assesses the situation and names an escalation',
      'engineer, who becomes your main contact. You will then get the action',
      'plan and the time of the next update by mail. To add something, just',
      'reply to this mail.',
      '',
      'Kind regards',
      'Northlake Support',
    ]);
  });

  test('[ESC-4] [ESC-5] the escalation engineer is named with the plan and the next update', () => {
    expect(shown(MAIL_SAMPLES['escalation-engineer-named'])).toEqual([
      '[SR 26123456787] Your escalation engineer is Alan Turing: Restore stops at 80%',
      '',
      'Hello Ada Lovelace,',
      '',
      'Alan Turing is the escalation engineer for support request 26123456787',
      'and your main contact from now on.',
      '',
      'Request number: 26123456787',
      'Subject: Restore stops at 80%',
      'Engineer: Alan Turing',
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
      'You will hear from Alan Turing by Monday 2 March 2026, 15:00',
      '(Europe/Berlin, UTC+01:00), even if there is nothing new to tell. If you',
      'do not agree with the plan, just reply to this mail.',
      '',
      'Kind regards',
      'Northlake Support',
    ]);
  });

  test('[ESC-5] [ESC-7] an escalation update says when the next one comes and what to do if it is too slow', () => {
    expect(shown(MAIL_SAMPLES['escalation-update'])).toEqual([
      '[SR 26123456787] Escalation update: Restore stops at 80%',
      '',
      'Hello Ada Lovelace,',
      '',
      'Alan Turing has an update for you on the escalation of support request',
      '26123456787.',
      '',
      'Request number: 26123456787',
      'Subject: Restore stops at 80%',
      'Next update by: Monday 2 March 2026, 19:00 (Europe/Berlin, UTC+01:00)',
      '',
      'Alan Turing wrote',
      '',
      '  The cause is found.',
      '',
      'What happens next',
      '--------------------',
      '',
      'You will get the next update by Monday 2 March 2026, 19:00',
      '(Europe/Berlin, UTC+01:00). If things move too slowly or something has',
      'changed, just reply to this mail.',
      '',
      'Kind regards',
      'Northlake Support',
    ]);
  });

  test('[ESC-8] the end of an escalation repeats the plan and the analysis that were agreed', () => {
    expect(shown(MAIL_SAMPLES['request-de-escalated'])).toEqual([
      '[SR 26123456787] The escalation has ended: Restore stops at 80%',
      '',
      'Hello Ada Lovelace,',
      '',
      'As agreed with you, the escalation of support request 26123456787 has',
      'ended.',
      '',
      'Request number: 26123456787',
      'Subject: Restore stops at 80%',
      '',
      'Accepted action plan',
      '',
      '  Update on Sunday.',
      '',
      'Confirmed analysis',
      '',
      '  A full index.',
      '',
      'What happens next',
      '--------------------',
      '',
      'The work goes on according to the action plan. If you see this',
      'differently or something changes, just reply to this mail.',
      '',
      'Kind regards',
      'Northlake Support',
    ]);
  });

  test('[WRK-6] an uploader is told why a file could not be verified, and to send it again', () => {
    expect(shown(MAIL_SAMPLES['file-failed'])).toEqual([
      '[SR 26123456787] Your file could not be verified: Restore stops at 80%',
      '',
      'Hello Ada Lovelace,',
      '',
      'The file bundle.tgz was uploaded to support request 26123456787, but it',
      'could not be verified. Nobody can download it, and what has arrived is',
      'removed.',
      '',
      'Request number: 26123456787',
      'Subject: Restore stops at 80%',
      'File: bundle.tgz',
      'Reason: Parts of the file were replaced after it was completed.',
      '',
      'What happens next',
      '--------------------',
      '',
      'Please upload the file again. If that fails too, just reply to this',
      'mail, and we will look into it.',
      '',
      'Kind regards',
      'Northlake Support',
    ]);
  });
});
