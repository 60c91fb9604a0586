import * as z from 'zod/mini';
import en from 'zod/v4/locales/en.js';

/** What was read, or what is wrong with it: one line per problem, led by where it is. */
export type Reading<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problems: readonly string[] };

// zod/mini brings no words of its own: without these every problem would read "Invalid input".
const { localeError } = en();

/** Parses what somebody wrote. `root` names the whole: a body, a query, a file. */
export function read<Schema extends z.ZodMiniType>(
  schema: Schema,
  value: unknown,
  root: string,
): Reading<z.infer<Schema>> {
  const parsed = z.safeParse(schema, value, { error: localeError });
  if (parsed.success) return { ok: true, value: parsed.data };
  return { ok: false, problems: parsed.error.issues.flatMap((issue) => told(issue, [root])) };
}

type Path = readonly PropertyKey[];

function told(issue: z.core.$ZodIssue, above: Path): string[] {
  const path = [...above, ...issue.path];
  if (issue.code === 'invalid_union' && issue.errors.length > 0) return closest(issue, path);
  if ((issue.code === 'invalid_key' || issue.code === 'invalid_element') && issue.issues.length > 0)
    return issue.issues.flatMap((inner) => told(inner, path));
  const message = issue.message.endsWith(', received undefined') ? 'is missing' : issue.message;
  return [`${path.map(String).join('.')}: ${message}`];
}

/**
 * Of several forms, the one that was meant is the one that fits deepest; where none does, the schema's own words are
 * told, or else what each form wants.
 */
function closest({ errors: forms, message }: z.core.$ZodIssueInvalidUnion, path: Path): string[] {
  const depth = (issues: readonly z.core.$ZodIssue[]) =>
    Math.max(...issues.map((issue) => issue.path.length));
  const deepest = Math.max(...forms.map(depth));
  if (deepest > 0)
    return (forms.find((issues) => depth(issues) === deepest) ?? []).flatMap((issue) => told(issue, path));
  const wanted = new Set(forms.flat().map((issue) => issue.message));
  const words = message === 'Invalid input' ? [...wanted].join('; or ') : message;
  return [`${path.map(String).join('.')}: ${words}`];
}
