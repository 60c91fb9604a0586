import { basename } from 'node:path';
import { isNode, LineCounter, parseDocument } from 'yaml';
import * as z from 'zod/mini';
import { type Reading, read } from '#shared/schema/read.ts';
import { type Customer, createCast, USUAL_STAFF } from './cast.ts';
import { withKind } from './expectation.ts';
import { People, WHERE } from './people.ts';
import { type Timeline, timelineOf } from './timeline.ts';
import { wordsFor } from './words.ts';

/** What ends the name of every file of timelines. */
export const TIMELINE_SUFFIX = '.test.yaml';

/** A file of timelines that was read: the pack they are about, by its name, and the tests. */
export interface TimelineFile {
  readonly pack: string;
  readonly tests: readonly Timeline[];
}

const File = z.strictObject({
  pack: z.optional(z.string().check(z.regex(/^[a-z0-9-]+$/, 'must be the name of a pack, such as house'))),
  people: z._default(People, {}),
  tests: z.array(z.unknown()).check(z.minLength(1)),
});

/** The part of a test that decides how the rest of it is read. */
const Opening = z.object({ given: z.object(WHERE) });
/** What leads the problems of a test. */
const Named = z.object({ name: z.string() });

/** Reads a file of timelines. Every problem is one line, led by the file and line, the test's name, and the path. */
export function readTimelines(path: string, text: string): Reading<TimelineFile> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  if (document.errors.length > 0) {
    const problems = document.errors.map(
      ({ message, linePos }) =>
        `${path}:${linePos?.[0].line ?? 1}: not YAML: ${message.split(' at line', 1)[0]}`,
    );
    return { ok: false, problems };
  }
  const lineOf = (at: readonly (string | number)[]): number => {
    for (let depth = at.length; depth > 0; depth--) {
      const node: unknown = document.getIn(at.slice(0, depth), true);
      if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
    }
    return 1;
  };
  const file = read(File, document.toJS(), 'file');
  if (!file.ok) return { ok: false, problems: file.problems.map((one) => led(one, path, [], lineOf)) };

  const { pack = basename(path, TIMELINE_SUFFIX), people, tests: written } = file.value;
  const tests: Timeline[] = [];
  const problems: string[] = [];
  const names = new Set<string>();
  written.forEach((one, index) => {
    const at = ['tests', index];
    const test = readTimeline(one, people);
    const named = z.safeParse(Named, one);
    const name = named.success ? `"${named.data.name}": ` : `test ${index + 1}: `;
    if (!test.ok) problems.push(...test.problems.map((problem) => led(problem, path, at, lineOf, name)));
    else if (names.has(test.value.name))
      problems.push(`${path}:${lineOf(at)}: ${name}name: another test has this name`);
    else {
      names.add(test.value.name);
      tests.push({ ...test.value, line: lineOf(at) });
    }
  });
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: { pack, tests } };
}

/** A problem of `read` with where it is in the file in place of the root's name. */
function led(
  problem: string,
  path: string,
  above: readonly (string | number)[],
  lineOf: (at: readonly (string | number)[]) => number,
  name = '',
): string {
  const [, , way = '', message = problem] = /^(\w+)((?:\.[^.: ]+)*): ([\s\S]*)$/.exec(problem) ?? [];
  // Which kind an expectation is, nobody writes.
  const inside = way
    .split('.')
    .slice(1)
    .filter((key, index) => key !== 'is' || index !== 2);
  const at = [...above, ...inside.map((key) => (/^\d+$/.test(key) ? Number(key) : key))];
  return `${path}:${lineOf(at)}: ${name}${inside.length > 0 ? `${inside.join('.')}: ` : ''}${message}`;
}

function readTimeline(written: unknown, people: z.infer<typeof People>): Reading<Omit<Timeline, 'line'>> {
  const opening = read(Opening, written, 'test');
  if (!opening.ok) return opening;
  const { given } = opening.value;
  const { staff = USUAL_STAFF, ...usual } = people;
  const customer: Customer = {
    zone: given.zone ?? usual.zone ?? 'Etc/UTC',
    // A file's country goes with the file's zone: elsewhere its holidays would be somebody else's.
    country: given.country ?? (given.zone === undefined ? usual.country : undefined),
    language: given.language ?? usual.language ?? 'en',
  };
  const words = wordsFor(customer.zone, Object.keys(staff));
  const test = read(timelineOf(words), withKinds(written), 'test');
  return test.ok ? { ok: true, value: { ...test.value, cast: createCast(customer, staff) } } : test;
}

/** The test with the kinds of its expectations. */
function withKinds(written: unknown): unknown {
  if (typeof written !== 'object' || written === null || !('expect' in written)) return written;
  const { expect } = written;
  return Array.isArray(expect) ? { ...written, expect: expect.map(withKind) } : written;
}
