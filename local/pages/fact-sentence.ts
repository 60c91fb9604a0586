import type { Fact } from '#shared/schema/event.ts';
import { amountText } from '#shared/uploads/amount-text.ts';
import { instantText } from './when.ts';

/** A fact in one sentence, and what was said, if anything was. */
export interface FactSentence {
  readonly sentence: string;
  readonly said: string | null;
}

/** Tells what happened, for people who watch a demo; the product's own texts are in its catalogues. */
export function factSentence(fact: Fact): FactSentence {
  const plain = (sentence: string): FactSentence => ({ sentence, said: null });
  const withText = (sentence: string, said: string): FactSentence => ({ sentence, said });
  switch (fact.type) {
    case 'RequestFiled':
      return withText(`Filed with severity ${fact.severity} for ${fact.product}`, fact.description);
    case 'EngineerAssigned':
      return plain(`Assigned to ${fact.engineer.name}`);
    case 'EngineerReassigned':
      return withText(`Handed from ${fact.from.name} to ${fact.engineer.name}`, fact.reason);
    case 'PublicReplySent':
      return withText('Replied to the customer', fact.text);
    case 'InternalNoteAdded':
      return withText('Wrote an internal note', fact.text);
    case 'CustomerReplied':
      return withText('The customer replied', fact.text);
    case 'FirstResponseGiven':
      return plain(`First response given (${fact.channel})`);
    case 'CustomerAwaited':
      return withText('Asked the customer and waits for the answer', fact.text);
    case 'PhoneContactLogged':
      return withText(
        `Phone call, ${fact.direction}, ${fact.reached ? 'reached' : 'not reached'}`,
        fact.note,
      );
    case 'SeverityChanged':
      return withText(`Severity changed from ${fact.from} to ${fact.to}`, fact.reason);
    case 'ContractChanged':
      return withText(
        `Moved from contract ${fact.from.contractId} (${fact.from.offering}) to ${fact.to.contractId} (${fact.to.offering})`,
        fact.reason,
      );
    case 'EntitlementEnded':
      return withText('Entitlement ended: no target runs any more', fact.reason);
    case 'ConfirmationSent':
      return plain('Confirmation mail sent');
    case 'SolutionProposed':
      return withText('Proposed a solution', fact.text);
    case 'RequestClosed':
      return withText(`Closed: ${fact.reason}`, fact.description);
    case 'RequestReopened':
      return withText('Reopened', fact.reason);
    case 'ReopenedAgain':
      return plain(`Reopened ${fact.times} times; told ${people(fact.told)}`);
    case 'EscalationRequested':
      return plain(`Escalation requested: ${fact.reason}`);
    case 'EscalationRouted':
      return plain(
        fact.rem === null ? 'Escalation routed to the managers' : `Escalation routed to ${fact.rem.name}`,
      );
    case 'EscalationEngineerNamed':
      return withText(
        `${fact.engineer.name} leads the escalation; next update ${instantText(fact.nextUpdateAt)}`,
        fact.plan,
      );
    case 'EscalationUpdateGiven':
      return withText(`Escalation update; the next one ${instantText(fact.nextUpdateAt)}`, fact.text);
    case 'RequestDeescalated':
      return withText('De-escalated', fact.customerAgreement);
    case 'TargetWarned':
      return plain(
        `Warned at ${fact.threshold} of the ${fact.clock} target, due ${instantText(fact.dueAt)}; told ${people(fact.told)}`,
      );
    case 'TargetMissed':
      return plain(
        `Missed the ${fact.clock} target of ${instantText(fact.dueAt)}; told ${people(fact.told)}`,
      );
    case 'UpdateReminded':
      return plain(
        `Reminded of the update promised for ${instantText(fact.dueAt)}; told ${people(fact.told)}`,
      );
    case 'CustomerContacted':
      return plain(`Contact attempt ${fact.attempt}`);
    case 'MailBounced':
      return plain(
        `Mail to ${fact.recipient} bounced${fact.attempt === null ? '' : ` (contact attempt ${fact.attempt})`}`,
      );
    case 'SurveyInvited':
      return plain('Invited to the survey');
    case 'SurveySkipped':
      return plain(`Survey skipped: invited already ${instantText(fact.lastInvitedAt)}`);
    case 'FileUploadStarted':
      return plain(`Began to upload ${fact.name} (${amountText(fact.size)})${withTicket(fact)}`);
    case 'FileUploaded':
      return plain(
        `Uploaded ${fact.name} (${amountText(fact.size)})${withTicket(fact)}, digest ${fact.digest}`,
      );
    case 'FileUploadFailed':
      return withText(`The upload of ${fact.name} failed`, fact.reason);
    case 'FileUploadAborted':
      return plain(`The upload of ${fact.name} was aborted`);
    case 'FileDownloaded':
      return plain(`Downloaded ${fact.name}`);
    case 'FileDeleted':
      return plain(`Deleted ${fact.name}`);
    case 'UploadTicketIssued':
      return plain(`Issued an upload ticket, good until ${instantText(fact.expiresAt)}`);
    case 'UploadTicketRevoked':
      return plain('Revoked an upload ticket');
  }
}

function withTicket({ ticketId }: { readonly ticketId?: string | undefined }): string {
  return ticketId === undefined ? '' : ' with an upload ticket';
}

function people(told: readonly string[]): string {
  return told.length === 0 ? 'nobody' : told.join(', ');
}
