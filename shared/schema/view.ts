import * as z from 'zod/mini';
import { ACTION_NAMES } from './action.ts';
import { Derivation } from './derivation.ts';
import { ClockName, Visibility } from './event.ts';
import { Instant } from './instant.ts';
import { CONTRACT_ROLES, Contract, STAFF_ROLES, Staff } from './person.ts';
import { ClosingReason, EscalationReason, REQUEST_STATUSES, RequestType, Severity } from './request.ts';
import { RequestNumber } from './request-number.ts';
import { ShownFact, ShownPerson } from './shown-fact.ts';

/** An SR as lists show it; stored beside the head, so that a list is one index page. */
export const RequestSummary = z.object({
  number: RequestNumber,
  subject: z.string(),
  status: z.enum(REQUEST_STATUSES),
  type: RequestType,
  severity: Severity,
  product: z.string(),
  accountId: z.string(),
  contractId: z.string(),
  contactName: z.string(),
  contactEmail: z.string(),
  owner: z.nullable(ShownPerson),
  escalated: z.boolean(),
  filedAt: Instant,
  lastChangedAt: Instant,
  nextDueAt: z.nullable(Instant),
});
export type RequestSummary = z.infer<typeof RequestSummary>;

/** A promise running on an SR, as everybody sees it who sees the SR: nothing in it is the staff's own. */
export const ClockView = z.object({
  clock: ClockName,
  state: z.enum(['running', 'missed', 'met', 'ended', 'untargeted', 'paused']),
  startedAt: Instant,
  dueAt: z.nullable(Instant),
  /** Open time left; null once nothing is owed under it any more. */
  remainingSeconds: z.nullable(z.number().check(z.gte(0))),
  /** Holidays are not announced yet as far ahead as the due lies: it may still move. */
  provisional: z.boolean(),
  derivation: Derivation,
});
export type ClockView = z.infer<typeof ClockView>;

/** An SR as one caller sees it; `allowedActions` are those this caller may take on it now. */
export const RequestView = z.object({
  number: RequestNumber,
  version: z.int(),
  status: z.enum(REQUEST_STATUSES),
  type: RequestType,
  severity: Severity,
  severityTitle: z.string(),
  subject: z.string(),
  product: z.string(),
  offering: z.string(),
  accountId: z.string(),
  contractId: z.string(),
  contact: z.object({ name: z.string(), email: z.string(), customerNumber: z.string() }),
  reachableContact: z.nullable(z.string()),
  owner: z.nullable(ShownPerson),
  filedAt: Instant,
  lastChangedAt: Instant,
  clocks: z.array(ClockView),
  silence: z.nullable(z.object({ since: Instant, attempts: z.int(), closesAt: Instant })),
  escalation: z.nullable(
    z.object({
      stage: z.enum(['requested', 'routed', 'led']),
      reason: EscalationReason,
      requestedAt: Instant,
      rem: z.nullable(ShownPerson),
      engineer: z.nullable(ShownPerson),
      nextUpdateAt: z.nullable(Instant),
    }),
  ),
  closing: z.nullable(
    z.object({
      at: Instant,
      reason: ClosingReason,
      description: z.string(),
      reopenUntil: z.nullable(Instant),
    }),
  ),
  allowedActions: z.array(z.enum(ACTION_NAMES)),
});
export type RequestView = z.infer<typeof RequestView>;

export const TimelineEntry = z.object({
  seq: z.int(),
  at: Instant,
  by: z.object({ kind: z.enum(['customer', 'staff', 'workflow']), name: z.string() }),
  visibility: Visibility,
  fact: ShownFact,
});
export type TimelineEntry = z.infer<typeof TimelineEntry>;

const page = <Item extends z.core.$ZodType>(item: Item) =>
  z.object({ items: z.array(item), cursor: z.nullable(z.string()) });

export const RequestPage = page(RequestSummary);
export const TimelinePage = page(TimelineEntry);
export const ContractPage = page(
  z.object({
    ...z.pick(Contract, {
      contractId: true,
      accountId: true,
      accountName: true,
      offering: true,
      addOns: true,
      startsOn: true,
      endsOn: true,
      products: true,
    }).shape,
    roles: z.array(z.enum(CONTRACT_ROLES)),
  }),
);
export const StaffPage = page(
  z.object({
    ...z.pick(Staff, { roles: true, region: true, away: true, capacity: true }).shape,
    email: z.string(),
    name: z.string(),
  }),
);

/** Who the caller is to the desk: a contact, a member of staff, or both. */
export const Me = z.object({
  email: z.string(),
  name: z.string(),
  staffRoles: z.array(z.enum(STAFF_ROLES)),
  contact: z.nullable(
    z.object({
      customerNumber: z.string(),
      accountId: z.string(),
      language: z.string(),
      zone: z.string(),
      country: z.nullable(z.string()),
    }),
  ),
});

/** An error as RFC 9457 has it, with a stable `code`, what to do (`fix`) and the rule's row where one refused. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.string(),
  fix: z.string(),
  requirement: z.optional(z.string()),
  /** Of an upload: the first thousand parts that did not arrive, and of those that are not what was announced. */
  missing: z.optional(z.array(z.int())),
  mismatched: z.optional(z.array(z.int())),
  requestId: z.string(),
});
export type Problem = z.infer<typeof Problem>;
