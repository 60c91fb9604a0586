import type { OutboxMail } from '#shared/domain/mails.ts';
import type { Policy } from '#shared/policy/policy.ts';
import type { RequestEvent } from '#shared/schema/event.ts';
import type { Instant } from '#shared/schema/instant.ts';
import type { SupportRequest } from '#shared/schema/request.ts';
import type { Part } from './transaction-parts.ts';
import type { WorkflowItem } from './workflow-item.ts';

/** An answer kept for a repeated request with the same Idempotency-Key. */
export interface KeptAnswer {
  readonly who: string;
  readonly key: string;
  readonly fingerprint: string;
  readonly status: number;
  readonly body: string;
}

/** Everything one command changes. `before` and `workflow` are as loaded; both null when the SR is filed. */
export interface Change {
  readonly before: SupportRequest | null;
  readonly after: SupportRequest;
  readonly events: readonly RequestEvent[];
  readonly mails: readonly OutboxMail[];
  readonly workflow: WorkflowItem | null;
  readonly policy: Policy;
  readonly now: Instant;
  /** What must happen only once, however often it is tried. */
  readonly claim?: string;
  /** The execution itself writes: it gets the next plan as its answer and need not be woken. */
  readonly acting?: boolean;
  readonly answer?: KeptAnswer;
  /** The contact with this address is invited to a survey: remembered for the next one (CLO-5). */
  readonly surveyed?: string;
  /** What else changes in the same transaction, or not at all: files, quotas, tickets. */
  readonly besides?: readonly Part[];
}
