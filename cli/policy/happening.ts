import * as z from 'zod/mini';
import { REFUSALS, type RefusalCode } from '#shared/domain/refusals.ts';
import { ClosingReason, EscalationReason, Severity } from '#shared/schema/request.ts';
import { line, Prose } from '#shared/schema/text.ts';
import { MailKindWord } from './expectation.ts';
import type { Words } from './words.ts';

/** A rule that refuses, by its code. */
export const Refusal = z.enum(
  Object.keys(REFUSALS) as [RefusalCode, ...RefusalCode[]],
  'must be the code of a refusal, such as ReopenWindowOver; a test that is refused unexpectedly prints it',
);

/** What may happen to a request, one schema for each word of `do`. */
export function happeningOf({ instant, person }: Words) {
  const word = <Name extends string, Shape extends z.core.$ZodLooseShape>(name: Name, shape: Shape) =>
    z.strictObject({ at: instant, do: z.literal(name), ...shape });
  // Who acts, what they write, and whether it is refused: of whatever a person does.
  const deed = <Name extends string, Shape extends z.core.$ZodLooseShape>(name: Name, shape: Shape) =>
    word(name, {
      by: z.optional(person),
      text: z.optional(Prose),
      refused: z.optional(Refusal),
      ...shape,
    });
  const words = [
    deed('assign', { to: z.optional(person) }),
    deed('reassign', { to: person }),
    deed('reply', {}),
    deed('note', {}),
    deed('ask-customer', {}),
    deed('propose-solution', {}),
    deed('call', {
      direction: z._default(z.enum(['inbound', 'outbound']), 'outbound'),
      reached: z._default(z.boolean(), true),
    }),
    deed('change-severity', { to: Severity, reachableContact: z._default(z.boolean(), true) }),
    deed('change-contract', { offering: line(60), addOns: z._default(z.array(line(60)), []) }),
    deed('end-entitlement', {}),
    deed('customer-replies', {}),
    deed('customer-confirms', {}),
    deed('close', { reason: z._default(ClosingReason, 'solved') }),
    deed('reopen', {}),
    deed('escalate', { reason: z._default(EscalationReason, 'production-down') }),
    deed('name-escalation-engineer', { engineer: z.optional(person), nextUpdate: instant }),
    deed('give-update', { nextUpdate: instant }),
    deed('de-escalate', {}),
    word('mail-bounces', { kind: z.optional(MailKindWord) }),
    word('confirmation-sent', {}),
  ] as const;
  const names = words.map(({ def }) => def.shape.do.def.values[0]);
  return z.discriminatedUnion('do', words, {
    error: ({ code }) => (code === 'invalid_union' ? `must be one of ${names.join(', ')}` : undefined),
  });
}
export type Happening = z.infer<ReturnType<typeof happeningOf>>;
/** What a person does; the rest happens to a mail. */
export type Deed = Exclude<Happening, { do: 'mail-bounces' | 'confirmation-sent' }>;
