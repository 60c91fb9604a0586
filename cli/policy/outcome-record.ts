import type { Policy } from '#shared/policy/policy.ts';
import { toInstant } from '#shared/schema/instant.ts';
import type { Outcome } from './run-timeline.ts';
import type { Shown } from './shown.ts';

/** What a test came to, for programs: instants are ISO 8601 in UTC, an empty list says that there was nothing. */
export function outcomeRecord(file: string, { pack }: Policy, { timeline, failures }: Outcome) {
  return {
    file,
    line: timeline.line,
    pack: pack.pack,
    version: pack.version,
    test: timeline.name,
    ok: failures.length === 0,
    failures: failures.map(({ of, differences, why }) => ({
      of,
      differences: differences.map(({ what, expected, seen }) => ({
        what,
        expected: expected.map(recorded),
        seen: seen.map(recorded),
      })),
      ...(why && { why: why.derivation }),
    })),
  };
}

function recorded({ at, text }: Shown) {
  return { ...(at !== undefined && { at: toInstant(at) }), ...(text !== undefined && { text }) };
}
