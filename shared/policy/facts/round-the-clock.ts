import * as z from 'zod/mini';
import { PackText } from '../../schema/pack-text.ts';
import { FactTexts } from './fact-texts.ts';

/** Where severity 1 is worked on without a break, and until when (OFF-8). */
export const RoundTheClock = z.strictObject({
  /** By the pack's names. */
  offerings: z.array(z.string()).check(z.minLength(1)),
  addOns: z.optional(z.array(z.string())),
  /** What the customer does meanwhile. */
  provided: z.optional(PackText),
  /** Any of these ends it. */
  until: FactTexts,
  /** What happens then, and who agrees to it. */
  afterwards: PackText,
});
