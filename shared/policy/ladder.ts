import * as z from 'zod/mini';
import type { ClockName } from '../schema/event.ts';
import { STAFF_ROLES } from '../schema/person.ts';

/** Who is told at a ladder step: the owner, or everybody of a staff role. */
export const Told = z.enum(['owner', 'escalation-engineer', ...STAFF_ROLES]);
export type Told = z.infer<typeof Told>;

/** A step of a ladder: at a share of the target (`50%`), or when it is missed. */
export const LadderStep = z.strictObject({
  at: z
    .string()
    .check(z.regex(/^([1-9]|[1-9]\d)%$|^missed$/, 'must be a percentage from 1% to 99%, or missed')),
  tell: z.array(Told).check(z.minLength(1)),
});
export type LadderStep = z.infer<typeof LadderStep>;

const Steps = z.array(LadderStep).check(z.minLength(1));

/** Who is told of each clock, and when. A clock that the pack promises needs a ladder, except the mere goal. */
export const Ladder = z.strictObject({
  firstResponse: Steps,
  nextReply: z.optional(Steps),
  answer: z.optional(Steps),
  answerGoal: z.optional(Steps),
  callBack: z.optional(Steps),
  confirmationMail: z.optional(Steps),
  promisedUpdate: z.optional(Steps),
});
export type Ladder = z.infer<typeof Ladder>;

/** The ladder of each clock, by the name packs use. */
export const LADDER_OF = {
  'first-response': 'firstResponse',
  'next-reply': 'nextReply',
  answer: 'answer',
  'answer-goal': 'answerGoal',
  'call-back': 'callBack',
  'confirmation-mail': 'confirmationMail',
  'promised-update': 'promisedUpdate',
} as const satisfies Record<ClockName, keyof Ladder>;
