import type { Catalogue } from './catalogue.ts';

/** The sentences of mails in English. */
export const enMails: Catalogue['mails'] = {
  'request-filed': {
    subject: 'We have received your request: {subject}',
    lead: 'Thank you for contacting {vendor} Support. Your support request is filed under number {number}.',
    promise: 'An engineer will read your request and answer it by {due}.',
    callBack: 'We will call you back by {due}.',
    noPromise:
      'An engineer will read your request. No response time is agreed for it; we will answer as soon as we can.',
    next: 'To add information, just reply to this mail. Please have your customer number and the request number ready when you call us.',
  },
  'engineer-assigned': {
    subject: 'An engineer is working on your request: {subject}',
    lead: '{engineer} is now in charge of your support request {number} and stays your contact until you and we agree to close it.',
    next: '{engineer} will study what you have sent and write to you. To add something, just reply to this mail.',
  },
  'request-reassigned': {
    subject: 'A new engineer is working on your request: {subject}',
    lead: '{engineer} has taken over your support request {number}. Everything you have sent so far has been handed over; you need not repeat it.',
    next: '{engineer} will carry on with the work and write to you. If you have questions about the change, just reply to this mail.',
  },
  reply: {
    subject: 'New reply: {subject}',
    lead: '{author} has written to you about support request {number}.',
    next: 'To answer, just reply to this mail. Your answer is added to the request and reaches the engineer at once.',
  },
  question: {
    subject: 'We need your answer: {subject}',
    lead: '{author} needs an answer from you to go on with support request {number}.',
    next: 'Please answer by replying to this mail. We go on with the work as soon as we hear from you.',
  },
  'contact-attempt': {
    subject: 'Reminder {attempt} of {attempts}: {subject}',
    lead: 'We are waiting for your answer on support request {number} and have not heard from you yet. This is reminder {attempt} of {attempts}.',
    lastLead:
      'We are waiting for your answer on support request {number} and have not heard from you yet. This is our last reminder ({attempt} of {attempts}).',
    next: 'Please reply to this mail; a short answer is enough to keep the request open. If we do not hear from you, we will close it on {closes}.',
  },
  'solution-proposed': {
    subject: 'Proposed solution: {subject}',
    lead: '{author} proposes a solution for support request {number}.',
    next: 'Please try it and reply to this mail. If it works, we close the request; if it does not, tell us what you see and we go on. If we do not hear from you, we will close the request on {closes}.',
  },
  'severity-changed': {
    subject: 'Severity is now {to}: {subject}',
    lead: '{by} has changed the severity of support request {number} from {from} to {to}.',
    next: 'We go on with the work at the new severity. If you do not agree, or if the impact on your business changes, just reply to this mail and tell us.',
  },
  'contract-changed': {
    subject: 'Contract or product changed: {subject}',
    lead: '{by} has changed the contract or the product of support request {number}.',
    next: 'We go on with the work under these terms. If you do not agree, just reply to this mail and tell us.',
  },
  'contract-changed-staff': { next: 'Please go on with the work under the targets of the new terms.' },
  'entitlement-ended': {
    subject: 'No longer covered by a contract: {subject}',
    lead: 'The entitlement to support for request {number} has ended; no response times are promised for it any more.',
    next: 'If you have a contract in force, please file a new request under it and mention number {number}. If you think this is a mistake, just reply to this mail.',
  },
  'entitlement-ended-staff': {
    next: 'The target clocks of the request have stopped. Please settle with the customer whether it is to be closed.',
  },
  'request-closed': {
    subject: 'Your request is closed: {subject}',
    lead: 'Support request {number} is closed. Thank you for working with us.',
  },
  'closed-unanswered': {
    subject: 'Closed because we did not hear from you: {subject}',
    lead: 'We have not heard from you (reminders sent: {attempts}) and have therefore closed support request {number}.',
  },
  'request-reopened': {
    subject: 'Your request is open again: {subject}',
    lead: '{by} has reopened support request {number}.',
    next: 'An engineer takes up the work again and will write to you. To tell us what has happened since, just reply to this mail.',
  },
  'survey-invitation': {
    subject: 'How did we do? {subject}',
    lead: 'Support request {number} was closed on {closed}. How satisfied are you with our work? Your opinion helps us to get better.',
    byLink: 'Please answer the survey; it takes a few minutes:',
    byReply: 'Please reply to this mail and tell us what went well and what we should do better.',
    next: 'Taking part is voluntary. Your answers are read by the people who lead our support team.',
  },
  'escalation-received': {
    subject: 'We have received your escalation: {subject}',
    lead: 'Your escalation of support request {number} has reached the regional escalation manager.',
    next: 'The escalation manager assesses the situation and names an escalation engineer, who becomes your main contact. You will then get the action plan and the time of the next update by mail. To add something, just reply to this mail.',
  },
  'escalation-engineer-named': {
    subject: 'Your escalation engineer is {engineer}: {subject}',
    lead: '{engineer} is the escalation engineer for support request {number} and your main contact from now on.',
    next: 'You will hear from {engineer} by {nextUpdate}, even if there is nothing new to tell. If you do not agree with the plan, just reply to this mail.',
  },
  'escalation-update': {
    subject: 'Escalation update: {subject}',
    lead: '{author} has an update for you on the escalation of support request {number}.',
    next: 'You will get the next update by {nextUpdate}. If things move too slowly or something has changed, just reply to this mail.',
  },
  'request-de-escalated': {
    subject: 'The escalation has ended: {subject}',
    lead: 'As agreed with you, the escalation of support request {number} has ended.',
    next: 'The work goes on according to the action plan. If you see this differently or something changes, just reply to this mail.',
  },
  'assigned-to-you': {
    subject: 'Assigned to you: {subject}',
    lead: 'Support request {number} is assigned to you.',
    next: 'Please read the request and answer the customer. If you cannot take it, have it reassigned now.',
  },
  'customer-replied': {
    subject: 'The customer has replied: {subject}',
    lead: '{author} has replied on support request {number}. Contact attempts that were still due are cancelled.',
    next: 'Please read the reply and answer it, or tell the customer when you will.',
  },
  'severity-changed-staff': {
    subject: 'Severity is now {to}: {subject}',
    lead: '{by} has changed the severity of support request {number}, which is yours, from {from} to {to}.',
    next: 'Please read the reason and go on with the work at the new severity. If you see it differently, agree on another one with the customer.',
  },
  'request-closed-staff': {
    subject: 'Closed: {subject}',
    lead: '{by} has closed support request {number}, which was yours.',
    next: 'Nothing is left to do. Should the request be reopened, it is yours again, and you will get a mail.',
  },
  'request-reopened-staff': {
    subject: 'Reopened: {subject}',
    lead: '{by} has reopened support request {number}, which is yours again.',
    next: 'Please read the reason, take up the work again, and tell the customer how you will go on.',
  },
  'target-warning': {
    subject: 'Target at risk, {clock}: {subject}',
    lead: '{percent}% of the time for the {clock} on support request {number} has passed.',
    'first-response': 'The customer is to be answered by {due}.',
    'promised-update': 'The customer is to get the promised update by {due}.',
    answer: 'The customer is to be answered by {due}.',
    'answer-goal': 'An answer by {due} keeps the goal; the promise runs longer.',
    'call-back': 'The customer is to be called back by {due}.',
    'next-reply': "The customer's message is to be answered by {due}.",
    'confirmation-mail': 'The confirmation of the request is to leave by {due}.',
    next: 'Whoever cannot make sure of that tells the duty manager now; the duty manager finds somebody who can.',
  },
  'target-missed': {
    subject: 'Target missed, {clock}: {subject}',
    lead: 'The {clock} on support request {number} was due by {due} and is still outstanding. The miss is recorded.',
    'first-response': 'The customer is to be answered now.',
    'promised-update': 'The customer is to get the update now, and a new time for the next one.',
    answer: 'The customer is to be answered now.',
    'answer-goal': 'Please answer before the promise itself is broken.',
    'call-back': 'The customer is to be called back now.',
    'next-reply': "The customer's message is to be answered now.",
    'confirmation-mail': 'Please see why the mail has not left, and confirm the request in another way.',
    next: 'Whoever cannot make sure of that tells the duty manager now; the duty manager finds somebody who can.',
  },
  'escalation-requested': {
    subject: 'Escalation requested: {subject}',
    lead: '{requestedBy} has asked to escalate support request {number}.',
    next: 'Please assess the escalation, provide the resources it needs, and name an escalation engineer and the time of the next update. The customer is told as soon as you do.',
  },
  'escalation-assigned': {
    subject: 'You lead this escalation: {subject}',
    lead: 'You are the escalation engineer for support request {number} and the main contact of the customer from now on.',
    next: 'Please get in touch with the parties and start on the plan. The customer has been promised an update by {nextUpdate}; each update names the time of the next one.',
  },
  'update-reminder': {
    subject: 'Promised update due soon: {subject}',
    lead: 'The customer has been promised an update on support request {number} by {nextUpdate}.',
    next: 'Please send the update in time, even if there is nothing new to tell, and name the time of the next one.',
  },
  'update-missed': {
    subject: 'Promised update missed: {subject}',
    lead: 'The update on support request {number} that {engineer} promised by {nextUpdate} has not been sent.',
    next: 'Please see to it that the customer hears from us now and gets a new time for the next update.',
  },
  'contact-bounced': {
    subject: 'Mail could not be delivered: {subject}',
    lead: 'Our mail to {recipient} about support request {number} came back as undeliverable.',
    attempt: 'It was contact attempt {attempt}, which therefore does not count.',
    next: 'Please reach the customer in another way, for instance by phone, and have the address corrected.',
  },
  'file-shared': {
    subject: 'New file: {subject}',
    lead: '{author} has added the file {file} to support request {number}.',
    next: 'To download it, open the request. To answer, just reply to this mail.',
  },
  'upload-expiring': {
    subject: 'Your upload is not complete: {subject}',
    lead: 'The upload of {file} to support request {number} was begun and is not complete yet.',
    next: 'To go on with it, upload the same file again: what has arrived is not sent a second time. If it is not complete by {keptUntil}, what has arrived is removed.',
  },
  'file-failed': {
    subject: 'Your file could not be verified: {subject}',
    lead: 'The file {file} was uploaded to support request {number}, but it could not be verified. Nobody can download it, and what has arrived is removed.',
    next: 'Please upload the file again. If that fails too, just reply to this mail, and we will look into it.',
  },
  'file-received': {
    subject: 'The customer has sent a file: {subject}',
    lead: '{author} has uploaded the file {file} to support request {number}. It is complete and verified.',
    leadByTicket:
      'The file {file} was uploaded to support request {number} with an upload ticket, in the name of {author}. It is complete and verified.',
    next: 'Download it from the request and answer the customer, or say when you can.',
  },
  'upload-expiring-staff': {
    next: 'To go on with it, upload the same file again: what has arrived is not sent a second time. If it is not complete by {keptUntil}, what has arrived is removed.',
  },
  'file-failed-staff': {
    next: 'Please upload the file again. If that fails too, tell whoever runs the desk.',
  },
};
