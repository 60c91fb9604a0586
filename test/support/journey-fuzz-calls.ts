import fc from 'fast-check';
import * as z from 'zod/mini';
import { broken, fitting, type Hints, JsonSchema, nasty } from './journey-fuzz-values.ts';

const Parameter = z.looseObject({
  name: z.string(),
  in: z.enum(['path', 'query', 'header']),
  schema: JsonSchema,
});
const Operation = z.looseObject({
  operationId: z.string(),
  security: z.array(z.unknown()),
  parameters: z.array(Parameter),
  requestBody: z.optional(
    z.looseObject({ content: z.object({ 'application/json': z.object({ schema: JsonSchema }) }) }),
  ),
});
/** The part of an OpenAPI document that says what can be called. */
export const CallableDocument = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), Operation)),
});

/** One HTTP request to send as it is. `person` names whose token is used, `token` what was done to it. */
export interface FuzzCall {
  /** `METHOD /path/{template}` of the document, or method and path where they are of none. */
  readonly route: string;
  readonly isPublic: boolean;
  readonly method: string;
  readonly path: string;
  readonly person: string;
  readonly token: TokenKind;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  /** How the body's text becomes bytes. */
  readonly encoding: 'utf8' | 'latin1' | 'utf16le' | 'base64';
}

export const TOKEN_KINDS = [
  'good',
  'none',
  'expired',
  'unsigned',
  'altered',
  'own-key',
  'hmac',
  'garbage',
  'basic',
] as const;
export type TokenKind = (typeof TOKEN_KINDS)[number];

/** What exists on the desk that is called. */
export interface FuzzWorld {
  readonly people: readonly string[];
  readonly hints: Hints;
}

/** Calls to every operation of the document and to none of them: some right, most wrong in some way. */
export function fuzzCalls(document: unknown, world: FuzzWorld): fc.Arbitrary<FuzzCall> {
  const { paths } = CallableDocument.parse(document);
  const operations = Object.entries(paths).flatMap(([template, methods]) =>
    Object.entries(methods).map(([method, operation]) =>
      callsOf(method.toUpperCase(), template, operation, world),
    ),
  );
  const weighted = operations.map((arbitrary, index) => ({
    // What takes a body has the most to get wrong.
    weight: Object.values(paths).flatMap((methods) => Object.values(methods))[index]?.requestBody ? 12 : 2,
    arbitrary,
  }));
  return fc.oneof(...weighted, { weight: 2, arbitrary: strayCalls(world) });
}

const bearer = (world: FuzzWorld) => ({
  person: fc.constantFrom(...world.people),
  token: fc.oneof(
    { weight: 12, arbitrary: fc.constant<TokenKind>('good') },
    { weight: 1, arbitrary: fc.constantFrom<TokenKind>(...TOKEN_KINDS) },
  ),
});

const contentType = fc.oneof(
  { weight: 6, arbitrary: fc.constant('application/json') },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'application/json; charset=utf-16',
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'image/png',
      'application/octet-stream',
      ';;;',
      '',
    ),
  },
);

const idempotencyKey = fc.oneof(
  { weight: 6, arbitrary: fc.constant(undefined) },
  { weight: 1, arbitrary: fc.uuid() },
  {
    weight: 1,
    arbitrary: fc.constantFrom('', ' ', 'a b', 'é', 'x'.repeat(200), 'x'.repeat(201), 'again', '#', 'IDEM#x'),
  },
);

function callsOf(
  method: string,
  template: string,
  operation: z.infer<typeof Operation>,
  world: FuzzWorld,
): fc.Arbitrary<FuzzCall> {
  const schema = operation.requestBody?.content['application/json'].schema;
  const inPath = operation.parameters.filter((parameter) => parameter.in === 'path');
  const inQuery = operation.parameters.filter((parameter) => parameter.in === 'query');
  return fc
    .record({
      ...bearer(world),
      path: pathOf(template, inPath, world.hints),
      query: queryOf(inQuery, world.hints),
      type: contentType,
      key: idempotencyKey,
      body: schema ? bodyOf(schema, world.hints) : strayBody,
      encoding: fc.oneof(
        { weight: 20, arbitrary: fc.constant('utf8' as const) },
        { weight: 1, arbitrary: fc.constantFrom('latin1' as const, 'utf16le' as const, 'base64' as const) },
      ),
    })
    .map(({ path, query, type, key, ...rest }) => ({
      ...rest,
      route: `${method} ${template}`,
      isPublic: operation.security.length === 0,
      method,
      path: `${path}${query}`,
      headers: {
        ...(rest.body !== null && type !== '' && { 'content-type': type }),
        ...(key !== undefined && { 'idempotency-key': key }),
      },
    }));
}

function pathOf(
  template: string,
  parameters: readonly z.infer<typeof Parameter>[],
  hints: Hints,
): fc.Arbitrary<string> {
  const values = parameters.map(({ name, schema }) =>
    fc
      .oneof(
        { weight: 12, arbitrary: fitting(schema, hints, name) },
        { weight: 2, arbitrary: nasty },
        {
          weight: 1,
          // Almost a number: the check digit is off by one, a blank, other digits, too long.
          arbitrary: fc.constantFrom(
            '26123456780',
            '26123456781',
            ' 26123456789',
            '٢٦١٢٣٤٥٦٧٨٩',
            '9'.repeat(300),
          ),
        },
      )
      .map((value) => segment(typeof value === 'string' ? value : JSON.stringify(value))),
  );
  return fc.tuple(...values).map((chosen) => {
    let path = template;
    for (const [index, { name }] of parameters.entries())
      path = path.replace(`{${name}}`, () => chosen[index] ?? '');
    return path;
  });
}

/** A path segment as a client writes it; lone surrogates have no percent encoding. */
function segment(value: string): string {
  return encodeURIComponent(Buffer.from(value, 'utf8').toString('utf8')).slice(0, 1500).replace(/%.?$/, '');
}

function queryOf(parameters: readonly z.infer<typeof Parameter>[], hints: Hints): fc.Arbitrary<string> {
  const known = parameters.map(({ name, schema }) => ({
    name,
    value: fc.oneof({ weight: 4, arbitrary: fitting(schema, hints, name) }, { weight: 1, arbitrary: nasty }),
  }));
  const pair = fc.oneof(
    ...known.map(({ name, value }) => ({
      weight: 8,
      arbitrary: value.map((one) => [name, typeof one === 'string' ? one : JSON.stringify(one)] as const),
    })),
    {
      weight: 1,
      arbitrary: fc.tuple(
        fc.constantFrom('__proto__', 'constructor', 'limit[]', 'number', '', 'x'),
        fc.string({ unit: 'binary', maxLength: 20 }),
      ),
    },
  );
  const written = fc
    .array(pair, { minLength: 1, maxLength: 3 })
    .map((pairs) => pairs.map(([name, value]) => `${segment(name)}=${segment(value)}`).join('&'));
  const raw = fc.constantFrom('%', '%zz', '&&=&', 'cursor', 'limit=1&limit=2', 'cursor=%ff%fe', '?', 'a=%00');
  return fc
    .oneof(
      { weight: known.length === 0 ? 100 : 6, arbitrary: fc.constant('') },
      { weight: 12, arbitrary: written },
      { weight: 1, arbitrary: raw },
    )
    .map((query) => (query === '' ? '' : `?${query}`));
}

const RAW_BODIES: readonly string[] = [
  '',
  ' ',
  '{',
  '}',
  'null',
  'undefined',
  '{"action":"comment","text":"a"',
  "{'action':'comment'}",
  '{"action":"comment","text":"a",}',
  '{"action":"comment","action":"close","text":"a"}',
  '\ufeff{"action":"comment","text":"a"}',
  '{"severity":1e400}',
  '{"text":"\\ud800"}',
  '{"__proto__":{"action":"comment"}}',
  '--x\r\ncontent-disposition: form-data; name="action"\r\n\r\ncomment\r\n--x--',
  'action=comment&text=a',
  `${'['.repeat(20_000)}`,
  `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`,
  `{"text":"${'x'.repeat(300_000)}"}`,
  '\u0000\u0001\u0002',
];

function bodyOf(schema: JsonSchema, hints: Hints): fc.Arbitrary<string | null> {
  const right = fitting(schema, hints);
  const json = (value: unknown) => JSON.stringify(value) ?? '';
  return fc.oneof(
    { weight: 9, arbitrary: broken(right).map(json) },
    { weight: 3, arbitrary: broken(broken(right)).map(json) },
    { weight: 9, arbitrary: right.map(json) },
    { weight: 2, arbitrary: nasty.map(json) },
    { weight: 2, arbitrary: fc.constantFrom(...RAW_BODIES) },
    // Cut off on the way.
    {
      weight: 1,
      arbitrary: fc.tuple(right, fc.nat(200)).map(([value, length]) => json(value).slice(0, length)),
    },
    { weight: 1, arbitrary: fc.constant(null) },
  );
}

const strayBody = fc.oneof(
  { weight: 8, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: fc.constantFrom(...RAW_BODIES.slice(0, 12)) },
);

/** Calls beside the document: other methods, other paths. */
function strayCalls(world: FuzzWorld): fc.Arbitrary<FuzzCall> {
  const path = fc.oneof(
    fc.constantFrom(
      '//',
      '/v1',
      '/v1/',
      '/v1/requests/',
      '/v1/requests//actions',
      '/v1//requests',
      '/V1/REQUESTS',
      '/v1/requests/../staff',
      '/v1/requests/%2e%2e/staff',
      '/v1/requests/%2F/timeline',
      '/v1/requests/%',
      '/v1/requests/%zz/timeline',
      '/v1/requests/%00',
      '/v2/requests',
      '/v1/openapi.json/x',
      `/v1/requests/${'9'.repeat(7000)}`,
      `/${'a/'.repeat(2000)}`,
      '//[',
      '/v1/requests;x=1',
      '*',
    ),
    fc.string({ unit: 'binary', maxLength: 20 }).map((text) => `/v1/${segment(text)}`),
    fc.constantFrom('/v1/requests', '/v1/staff', '/v1/policy'),
  );
  return fc
    .record({
      ...bearer(world),
      method: fc.constantFrom(
        'GET',
        'POST',
        'PUT',
        'PATCH',
        'DELETE',
        'HEAD',
        'OPTIONS',
        'TRACE',
        'PROPFIND',
      ),
      path,
      body: strayBody,
    })
    .map((call) => ({
      ...call,
      route: `${call.method} ${call.path}`,
      isPublic: false,
      headers: {},
      encoding: 'utf8' as const,
    }));
}
