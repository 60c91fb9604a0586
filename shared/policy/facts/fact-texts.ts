import * as z from 'zod/mini';
import { PackText } from '../../schema/pack-text.ts';

/** The short name of a fact: by it `notFromGuides` points at one. */
export const FactName = z
  .string()
  .check(z.regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be lower-case letters, digits and hyphens'));

/** Sentences, each by its short name, in the order in which they are shown. */
export const FactTexts = z.record(FactName, PackText);
