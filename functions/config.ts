import * as z from 'zod/mini';
import { Language } from '#shared/schema/language.ts';

const text = z.string().check(z.minLength(1));
const count = z.pipe(
  z.string().check(z.regex(/^[1-9]\d{0,8}$/, 'must be a whole number')),
  z.transform(Number),
);

/** Where files are, and how much room there is for them. */
const files = {
  TABLE_NAME: text,
  BUCKET_NAME: text,
  MAX_FILE_GIB: count,
  PER_REQUEST_GIB: count,
  PER_REQUEST_FILES: count,
  PER_ACCOUNT_GIB: count,
};

const shapes = {
  table: z.object({ TABLE_NAME: text }),
  api: z.object({
    TABLE_NAME: text,
    POLICY_PACK: z
      .string()
      .check(z.regex(/^[a-z][a-z0-9-]*@\d+$/, 'must name a pack and its version: house@1')),
  }),
  stream: z.object({ STATE_MACHINE_ARN: text, VERIFY_FUNCTION: text }),
  files: z.object(files),
  uploads: z.object({ ...files, API_URL: text }),
  script: z.object({ TABLE_NAME: text, API_URL: text }),
  bucket: z.object({ TABLE_NAME: text, BUCKET_NAME: text }),
  sweepUploads: z.object({ TABLE_NAME: text, BUCKET_NAME: text, KEEP_DAYS: count }),
  mail: z.object({
    TABLE_NAME: text,
    MAIL_FROM: text,
    REPLY_TO: text,
    LANGUAGES: z.pipe(
      z.pipe(
        z.string(),
        z.transform((list) => list.split(',')),
      ),
      z.array(Language).check(z.minLength(1)),
    ),
    REPLY_DOMAIN: text,
    CONFIGURATION_SET: text,
    VENDOR_NAME: text,
    PORTAL_URL: z.optional(z.string()),
  }),
};

type Shapes = typeof shapes;

/** The environment of one kind of function. The CDK app sets it from the same names. */
export type Config<Kind extends keyof Shapes> = z.infer<Shapes[Kind]>;

/** Reads and checks the environment; the only place that does. Throws naming the variable that is missing or wrong. */
export function readConfig<Kind extends keyof Shapes>(kind: Kind): Config<Kind> {
  const read = shapes[kind].safeParse(process.env);
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new Error(`Environment variable ${issue?.path.join('.')}: ${issue?.message}`);
  }
  return read.data as Config<Kind>;
}
