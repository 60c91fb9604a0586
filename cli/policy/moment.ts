import type { OutboxMail } from '#shared/domain/mails.ts';
import type { RequestEvent } from '#shared/schema/event.ts';
import type { SupportRequest } from '#shared/schema/request.ts';

/** What happened at one instant (epoch ms), the request after it, and the mails it caused. */
export interface Moment {
  readonly at: number;
  readonly request: SupportRequest;
  readonly events: readonly RequestEvent[];
  readonly mails: readonly OutboxMail[];
}
