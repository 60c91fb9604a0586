import * as z from 'zod/mini';
import { RequestNumber } from './request-number.ts';
import { MAX_TEXT } from './text.ts';

// Lines and texts are looser here than where people write them: they were parsed there, and a mail that is
// refused on its way out would be a broken promise. Rendering makes them safe.

/** A line of a mail that somebody else wrote. */
export const Line = z.string().check(z.maxLength(1_000));

/** A text of a mail that somebody else wrote. */
export const Text = z.string().check(z.maxLength(MAX_TEXT));

/** A label key of the catalogues (shown in the reader's language), or any other text (shown as it is). */
export const Reason = Text;

/** What every mail to the customer's side has. */
export const toCustomer = { side: z.literal('customer'), number: RequestNumber, subject: Line };

/** What every mail to the staff has. */
export const toStaff = { side: z.literal('staff'), number: RequestNumber, subject: Line };
