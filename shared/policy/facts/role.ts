import * as z from 'zod/mini';
import { PackText } from '../../schema/pack-text.ts';
import { FactTexts } from './fact-texts.ts';

/** What somebody on the customer's side does under a contract (ACC-3, ACC-5, ACC-8, ACC-9). */
export const Role = z.strictObject({
  title: PackText,
  /** How many a contract has; `by-offering` where the offering's `administrators` says it. */
  perContract: z.optional(z.union([z.int().check(z.positive()), z.enum(['unlimited', 'by-offering'])])),
  duties: FactTexts,
});
