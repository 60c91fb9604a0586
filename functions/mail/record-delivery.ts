import * as z from 'zod/mini';
import type { Instant } from '#shared/schema/instant.ts';
import { findMail, type MailState, markMail } from '../io/outbox.ts';
import { EventTime } from '../scheduled-event.ts';
import { taskHandler } from '../task.ts';
import { liveDeps, type WorkflowDeps } from '../workflow/deps.ts';
import { noteUndelivered } from './undelivered.ts';

/**
 * An SES event by way of EventBridge; the message tags say which mail it is about.
 * https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html
 */
const DeliveryEvent = z.object({
  time: EventTime,
  detail: z.object({
    eventType: z.enum(['Delivery', 'Bounce', 'Complaint', 'Reject']),
    mail: z.object({
      messageId: z.string(),
      tags: z.object({ request: z.optional(z.array(z.string())), mail: z.optional(z.array(z.string())) }),
    }),
  }),
});
export type DeliveryEvent = z.infer<typeof DeliveryEvent>;

const STATE: Record<DeliveryEvent['detail']['eventType'], Exclude<MailState, 'queued' | 'sent'>> = {
  Delivery: 'delivered',
  Bounce: 'bounced',
  Complaint: 'complained',
  Reject: 'failed',
};

/** Records what became of a mail. One that did not arrive is noted on its SR; repeated reports change nothing. */
export async function recordDelivery(
  event: DeliveryEvent,
  deps: WorkflowDeps,
): Promise<'recorded' | 'known' | 'not ours'> {
  const { eventType, mail: report } = event.detail;
  const number = report.tags.request?.[0];
  const id = report.tags.mail?.[0];
  if (!number || !id) return 'not ours';
  const mail = await findMail(deps.table, number, id);
  if (!mail) return 'not ours';

  const state = STATE[eventType];
  const undelivered = state === 'bounced' || state === 'failed';
  if (undelivered && mail.content.side === 'customer') {
    const now: Instant = event.time;
    await noteUndelivered(number, id, mail.to.email, now, deps);
  }
  const changed = await markMail(deps.table, number, id, state, { messageId: report.messageId });
  return changed ? 'recorded' : 'known';
}

export const handler = taskHandler(DeliveryEvent, async (event, logger) => {
  const outcome = await recordDelivery(event, liveDeps());
  logger.info('delivery', { type: event.detail.eventType, outcome });
  return { outcome };
});
