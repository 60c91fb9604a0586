import * as z from 'zod/mini';
import { PackText } from '../../schema/pack-text.ts';
import type { EscalationAnswers } from '../../schema/request.ts';
import { FactTexts } from './fact-texts.ts';

/** How an escalation goes, as the guides tell it to customers (ESC-1 to ESC-9). */
export const EscalationFacts = z.strictObject({
  /** Whom to ask for it. */
  through: z.optional(z.array(z.enum(['csr', 'tse', 'manager', 'rem'])).check(z.minLength(1))),
  /** The channel by which it reaches the right people soonest. */
  recommended: z.optional(z.literal('phone')),
  /** The four questions that come first, as the guides put them (ESC-3). */
  questions: z.optional(
    z.strictObject({
      problemStatementRight: PackText,
      businessImpactAccurate: PackText,
      workaroundsUnfit: PackText,
      milestonesRecorded: PackText,
    } satisfies Record<keyof EscalationAnswers, unknown>),
  ),
  /** What happens once it is asked for, in order (ESC-4). */
  steps: z.optional(FactTexts),
  /** By what means updates come, and what else is agreed about them (ESC-5). */
  communication: z.optional(
    z.strictObject({
      channels: z.array(z.enum(['mail', 'phone', 'conference'])).check(z.minLength(1)),
      agreed: FactTexts,
    }),
  ),
  /** How those who answer for it are kept informed (ESC-6). */
  overview: z.optional(PackText),
  /** When it goes too slowly, or things changed (ESC-7). */
  secondLevel: z.optional(FactTexts),
  /** What is recorded before it ends (ESC-8). */
  deEscalation: z.optional(FactTexts),
  /** How other vendors are brought in (ESC-9). */
  otherVendors: z.optional(PackText),
});
