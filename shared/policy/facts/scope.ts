import * as z from 'zod/mini';
import { PackText } from '../../schema/pack-text.ts';
import { line } from '../../schema/text.ts';

/** What support does not do, and where to go instead (FIL-10, FIL-13). */
export const OutOfScope = z.strictObject({ what: PackText, instead: PackText });

/** What may be sent in, though nothing is promised about it, and what becomes of it (FIL-9, OFF-4). */
export const WithoutPromise = z.strictObject({ what: PackText, becomes: PackText });

/** A maker of hardware that supports the licences it sold, and under which agreement (FIL-13). */
export const OemVendor = z.strictObject({ vendor: line(80), covers: PackText });
