import fc from 'fast-check';
import * as z from 'zod/mini';

/** As much of JSON Schema as the desk's OpenAPI document uses. */
export const JsonSchema = z.looseObject({
  type: z.optional(z.string()),
  const: z.optional(z.unknown()),
  enum: z.optional(z.array(z.unknown())),
  minLength: z.optional(z.number()),
  maxLength: z.optional(z.number()),
  pattern: z.optional(z.string()),
  format: z.optional(z.string()),
  required: z.optional(z.array(z.string())),
  get anyOf(): z.ZodMiniOptional<z.ZodMiniArray<typeof JsonSchema>> {
    return z.optional(z.array(JsonSchema));
  },
  get oneOf(): z.ZodMiniOptional<z.ZodMiniArray<typeof JsonSchema>> {
    return z.optional(z.array(JsonSchema));
  },
  get properties(): z.ZodMiniOptional<z.ZodMiniRecord<z.ZodMiniString, typeof JsonSchema>> {
    return z.optional(z.record(z.string(), JsonSchema));
  },
});
export type JsonSchema = z.infer<typeof JsonSchema>;

/** Values by property name that mean something on the desk, so that some calls get past the parser. */
export type Hints = Readonly<Record<string, readonly string[]>>;

/** Values that a schema takes, mostly. */
export function fitting(schema: JsonSchema, hints: Hints, name = ''): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const either = schema.anyOf ?? schema.oneOf;
  if (either) return fc.oneof(...either.map((one) => fitting(one, hints, name)));
  switch (schema.type) {
    case 'object': {
      const { properties = {}, required = [] } = schema;
      return fc.record(
        Object.fromEntries(Object.entries(properties).map(([key, one]) => [key, fitting(one, hints, key)])),
        { requiredKeys: required },
      );
    }
    case 'string':
      return fittingText(schema, hints[name] ?? []);
    case 'boolean':
      return fc.boolean();
    default:
      return fc.integer();
  }
}

function fittingText({ minLength, maxLength = 60, pattern, format }: JsonSchema, known: readonly string[]) {
  const free =
    format === 'email'
      ? fc.emailAddress()
      : format === 'date-time'
        ? fc.date({ noInvalidDate: true }).map((date) => date.toISOString())
        : pattern === undefined
          ? prose(minLength ?? 0, maxLength)
          : fc.stringMatching(new RegExp(pattern));
  return known.length === 0
    ? free
    : fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...known) }, { weight: 1, arbitrary: free });
}

/** Texts of every script, and those that are trouble further on: in mails, in HTML, in the table. */
function prose(minLength: number, maxLength: number): fc.Arbitrary<string> {
  const trouble = [
    'x'.repeat(maxLength),
    '\u{1d54a}'.repeat(Math.floor(maxLength / 2)),
    '</pre><script>alert(1)</script>',
    '{{text}} {0} %s',
    '.\n.\r\n--=_boundary--',
    'From: somebody\nBcc: all@y.example',
    '\u202egnp.exe \u200b\ufeff',
    'half a pair \ud83d',
    'e\u0301'.repeat(20),
  ].map((text) => text.slice(0, maxLength));
  return fc.oneof(
    { weight: 3, arbitrary: fc.string({ unit: 'grapheme', minLength, maxLength: Math.min(maxLength, 60) }) },
    { weight: 1, arbitrary: fc.constantFrom(...trouble) },
  );
}

const NASTY: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  1e308,
  2 ** 53,
  '',
  ' ',
  '0',
  '1',
  '2',
  'null',
  '__proto__',
  '\u0000',
  '\u0007bell',
  '\ud800',
  '\udfff\ud800',
  '\u202etxt.exe',
  'a\r\nBcc: x@y.example',
  '𝕊𝕣 💥 ﷽',
  '<script>alert(1)</script>',
  '{{7*7}}',
  '99999999999',
  '00000000000',
  '0000-00-00T00:00:00Z',
  '9999-12-31T23:59:59.999999999-23:59',
  '+010000-01-01T00:00:00Z',
  '2026-02-29T00:00:00Z',
  '2026-03-02T24:00:00Z',
  [],
  {},
  [[]],
  [null],
  { length: 3 },
  { toString: 'x', valueOf: null },
  Object.fromEntries([['__proto__', { admin: true }]]),
  Object.fromEntries([['constructor', { prototype: {} }]]),
];

/** Values that fit nowhere, or only just. */
export const nasty: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 10, arbitrary: fc.constantFrom(...NASTY) },
  { weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 2, arbitrary: fc.oneof(fc.integer(), fc.double()) },
  { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  { weight: 1, arbitrary: fc.constantFrom(201, 2001, 20_001, 70_000).map((length) => 'x'.repeat(length)) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 600 }).map(nested) },
);

function nested(depth: number): unknown {
  let value: unknown = 'core';
  for (let level = 0; level < depth; level++) value = level % 2 === 0 ? [value] : { a: value };
  return value;
}

/** A value with one thing in it wrong: replaced, left out, added, of another type, or in a list. */
export function broken(value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc
    .record({
      value,
      how: fc.constantFrom('replace', 'replace', 'replace', 'drop', 'add', 'wrap', 'text', 'repeat'),
      where: fc.nat(20),
      name: fc.constantFrom('__proto__', 'constructor', 'extra', '', 'action ', '💥', 'x'.repeat(300)),
      bad: nasty,
    })
    .map(({ value: whole, how, where, name, bad }) => damage(whole, { how, where, name, bad }));
}

interface Damage {
  readonly how: string;
  readonly where: number;
  readonly name: string;
  readonly bad: unknown;
}

function damage(value: unknown, what: Damage): unknown {
  const { how, where, name, bad } = what;
  if (how === 'wrap') return [value];
  if (typeof value !== 'object' || value === null) return bad;
  const entries = Object.entries(value);
  const place = where % Math.max(entries.length, 1);
  const chosen = entries[place];
  if (how === 'add' || chosen === undefined) return Object.fromEntries([...entries, [name, bad]]);
  const [key, inner] = chosen;
  const others = entries.filter((_, index) => index !== place);
  if (how === 'drop') return Object.fromEntries(others);
  if (how === 'text')
    return Object.fromEntries([
      ...others,
      [key, typeof inner === 'string' ? Number(inner) : JSON.stringify(inner)],
    ]);
  if (how === 'repeat') return Object.fromEntries([...others, [key, [inner, inner]]]);
  const deeper = typeof inner === 'object' && where > 10;
  return Object.fromEntries([...others, [key, deeper ? damage(inner, what) : bad]]);
}
