import * as z from 'zod/mini';
import { durationMs } from '#shared/policy/duration.ts';
import { PARTS } from './people.ts';
import { readTime } from './wall-time.ts';

/** The words of a timeline that depend on where its customer is and on who takes part. */
export interface Words {
  /** An instant, epoch ms. */
  readonly instant: ReturnType<typeof instantIn>;
  /** Every instant at which something happened: one, a list, or `never`. */
  readonly instants: ReturnType<typeof instantsIn>;
  /** Somebody by their part or their word in `people.staff`. */
  readonly person: ReturnType<typeof personOf>;
}

/** Makes the words of timelines in a zone, with this staff. */
export function wordsFor(zone: string, staff: readonly string[]): Words {
  return { instant: instantIn(zone), instants: instantsIn(zone), person: personOf(staff) };
}

type Context = { issues: { push(issue: z.core.$ZodRawIssue): unknown } };

function instantIn(zone: string) {
  return z.pipe(
    z.string(),
    z.transform((written, context) => timeOf(written, zone, context)),
  );
}

function instantsIn(zone: string) {
  return z.pipe(
    z.union([z.string(), z.array(z.string())], 'must be an instant, a list of them, or never'),
    z.transform((written, context) => {
      if (written === 'never') return [];
      if (typeof written === 'string') return [timeOf(written, zone, context)];
      return written.map((one, index) => timeOf(one, zone, context, [index]));
    }),
  );
}

function timeOf(written: string, zone: string, context: Context, path: number[] = []): number {
  const time = readTime(written, zone);
  if (time.ok) return time.ms;
  context.issues.push({ code: 'custom', message: time.problem, input: written, path });
  return Number.NaN;
}

/** What a schema reads, or null for a word that says that there is none. */
export function orWord<Output>(schema: z.ZodMiniType<Output, string>, word: string) {
  return z.pipe(
    z.string(),
    z.transform((written, context): Output | null => {
      if (written === word) return null;
      const read = z.safeParse(schema, written);
      if (read.success) return read.data;
      for (const { message } of read.error.issues) {
        context.issues.push({ code: 'custom', message: `${message}; or ${word}`, input: written });
      }
      return null;
    }),
  );
}

/** An amount of open time, ms: `90m`, or `1h 30m`. */
export const Amount = z.pipe(
  z.string(),
  z.transform((written, context) => {
    const ms = written.split(' ').reduce((sum, part) => sum + durationMs(part), 0);
    if (Number.isNaN(ms)) {
      context.issues.push({
        code: 'custom',
        message: 'must be an amount such as 90m or 1h 30m',
        input: written,
      });
    }
    return ms;
  }),
);

function personOf(staff: readonly string[]) {
  const people = [...PARTS, ...staff];
  return z.enum(people, `must be one of ${people.join(', ')}`);
}
