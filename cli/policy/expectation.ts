import * as z from 'zod/mini';
import { ClockName } from '#shared/schema/event.ts';
import { MailContent, type MailKind } from '#shared/schema/mail.ts';
import { ClosingReason, REQUEST_STATUSES } from '#shared/schema/request.ts';
import { Amount, orWord, type Words } from './words.ts';

/** A kind of mail, by the name the outbox has for it. */
export const MailKindWord = z.enum(
  MailContent.def.options.map(({ shape }) => shape.kind.def.values[0]) as [MailKind, ...MailKind[]],
);

const CLOCK_STATES = ['running', 'paused', 'met', 'missed', 'ended', 'untargeted', 'absent'] as const;

/** The kinds of expectations; each is known by the key of its own name. */
const EXPECTATIONS = [
  'clock',
  'warned',
  'missed',
  'reminded',
  'mails',
  'contacts',
  'closed',
  'status',
  'owed',
] as const;

/** What a test may expect, one schema for each kind. */
export function expectationOf({ instant, instants, person }: Words) {
  const told = z.optional(z.array(person));
  const at = z.optional(instant);
  const kind = <Name extends (typeof EXPECTATIONS)[number], Shape extends z.core.$ZodLooseShape>(
    name: Name,
    shape: Shape,
  ) => z.strictObject({ is: z.literal(name), ...shape });
  const kinds = [
    kind('clock', {
      clock: ClockName,
      at,
      due: z.optional(orWord(instant, 'none')),
      state: z.optional(z.enum(CLOCK_STATES)),
      remaining: z.optional(orWord(Amount, 'none')),
      provisional: z.optional(z.boolean()),
    }).check(
      z.refine(
        ({ due, state, remaining, provisional }) =>
          [due, state, remaining, provisional].some((part) => part !== undefined),
        'says nothing of the clock: give due, state, remaining or provisional',
      ),
    ),
    kind('warned', {
      warned: ClockName,
      threshold: z.optional(z.string().check(z.regex(/^[1-9]\d?%$/, 'must be a percentage such as 50%'))),
      at: instants,
      told,
    }),
    kind('missed', { missed: ClockName, at: instants, told }),
    kind('reminded', { reminded: instants, told }),
    kind('mails', {
      mails: z.array(z.strictObject({ kind: MailKindWord, to: person, at: z.optional(instants) })),
      only: z.optional(z.union([z.literal(true), person], 'must be true, or whose mails these are')),
    }),
    kind('contacts', { contacts: instants }),
    kind('closed', { closed: instants, reason: z.optional(ClosingReason) }),
    kind('status', { status: z.enum(REQUEST_STATUSES), at }),
    kind('owed', { owed: orWord(instant, 'nothing'), at }),
  ] as const;
  return z.discriminatedUnion('is', kinds, {
    error: ({ code }) =>
      code === 'invalid_union' ? `must have one of the keys ${EXPECTATIONS.join(', ')}` : undefined,
  });
}
export type Expectation = z.infer<ReturnType<typeof expectationOf>>;

/** An expectation as it is written, with the kind that its keys tell. */
export function withKind(written: unknown): unknown {
  if (typeof written !== 'object' || written === null) return written;
  return { ...written, is: EXPECTATIONS.find((kind) => Object.hasOwn(written, kind)) };
}
