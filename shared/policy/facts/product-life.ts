import * as z from 'zod/mini';
import { PackText } from '../../schema/pack-text.ts';
import { Severity } from '../../schema/request.ts';

/** Until when releases of open-source projects are supported, and what is left afterwards (OFF-13). */
export const OpenSource = z.strictObject({
  /** Supported are the current release and so many stable ones before it. */
  stableReleasesBefore: z.int().check(z.positive()),
  /** Years of support from the release of a major branch. */
  majorBranchYears: z.int().check(z.positive()),
  /** Months of support from a maintenance release. */
  maintenanceMonths: z.int().check(z.positive()),
  /** Severities whose defects are mended in source, besides security flaws. */
  patchSeverities: z.array(Severity).check(z.minLength(1)),
  /** What makes a release one that is supported. */
  supported: PackText,
  /** What old releases get. */
  afterwards: PackText,
});
