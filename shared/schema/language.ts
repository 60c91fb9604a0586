import * as z from 'zod/mini';

/** The languages in which Casebell speaks to people (FIL-11). */
export const LANGUAGES = ['en', 'zh-Hans', 'zh-Hant', 'ja'] as const;
export const Language = z.enum(LANGUAGES);
export type Language = z.infer<typeof Language>;
