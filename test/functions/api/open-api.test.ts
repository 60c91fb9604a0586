import { describe, expect, it, test } from 'vitest';
import { openApi } from '#functions/api/open-api.ts';
import { ACTION_NAMES } from '#shared/schema/action.ts';
import { Fact } from '#shared/schema/event.ts';
import { ROUTES } from '#shared/schema/routes.ts';

type Json = { readonly [key: string]: Json } & Record<string, never>;

/** What the document is made of; whatever is missing shows in the expectations. */
interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly security: readonly object[];
  readonly parameters: readonly { name: string; in: string; required: boolean; schema: object }[];
  readonly requestBody?: { required: boolean; content: Record<string, { schema: object }> };
  readonly responses: Record<
    string,
    { description?: string; content?: Record<string, { schema: object }>; $ref?: string }
  >;
}

const document = JSON.parse(JSON.stringify(openApi()));
const paths: Record<string, Record<string, Operation>> = document.paths;

function operation(method: string, path: string): Operation {
  const found = paths[path]?.[method.toLowerCase()];
  if (!found) throw new Error(`${method} ${path} is not described.`);
  return found;
}

/** Every object within, the schemas' own contents included. */
function objects(value: unknown): Record<string, unknown>[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).flatMap(objects);
  return Array.isArray(value) ? inner : [value as Record<string, unknown>, ...inner];
}

describe('the OpenAPI document', () => {
  it('has the parts that OpenAPI 3.1 asks for', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(document.info).toMatchObject({ title: 'Casebell', version: '1' });
    expect(Object.keys(document)).toEqual(['openapi', 'info', 'paths', 'components']);
    expect(document.components.securitySchemes.bearer).toEqual({
      type: 'http',
      scheme: 'bearer',
      bearerFormat: 'JWT',
    });
  });

  it('describes each route, and no other', () => {
    const described = Object.entries(paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(described.sort()).toEqual(ROUTES.map(({ method, path }) => `${method} ${path}`).sort());
  });

  test.each(ROUTES)('$method $path is whole', ({ method, path, access }) => {
    const { operationId, summary, security, parameters, requestBody, responses } = operation(method, path);
    expect(operationId).toMatch(/^[a-z][A-Za-z]+$/);
    expect(summary).toMatch(/^[A-Z]/);
    const shown = { public: [], 'signed-in': [{ bearer: [] }], ticket: [{ ticket: [] }] };
    expect(security).toEqual(shown[access]);

    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect(
      parameters.filter((one) => one.in === 'path').map(({ name, required }) => [name, required]),
    ).toEqual(inPath.map((name) => [name, true]));
    const names = parameters.map((one) => `${one.in} ${one.name}`);
    expect(new Set(names).size).toBe(names.length);
    for (const { schema } of parameters) expect(schema).toMatchObject({ type: 'string' });

    expect(requestBody !== undefined).toBe(method === 'POST');
    const form = method === 'POST' && access === 'ticket' ? ['application/x-www-form-urlencoded'] : [];
    if (requestBody) expect(Object.keys(requestBody.content)).toEqual(['application/json', ...form]);
    const { default: problem, ...good } = responses;
    const inLines = access === 'ticket' || path === '/v1/uploads/{id}/parts';
    expect(problem).toEqual({ $ref: `#/components/responses/${inLines ? 'ProblemOrLine' : 'Problem'}` });
    for (const { content = {} } of Object.values(good))
      expect(Object.keys(content)).toEqual(
        path.startsWith('/v1/t/') || path === '/v1/upload.sh'
          ? ['text/x-shellscript']
          : ['application/json', ...(inLines ? ['text/plain'] : [])],
      );
    const told = Object.entries(good).map(([status, { description }]) => `${status} ${description}`);
    expect(told.filter((line) => /^20[012] Done$/.test(line))).toHaveLength(1);
    expect(told.filter((line) => !line.endsWith(' Done'))).toEqual(
      ['/v1/ticket/uploads', '/v1/requests/{number}/uploads'].includes(path) && method === 'POST'
        ? ['200 It is there and complete already']
        : [],
    );
  });

  it('operation ids are unique', () => {
    const ids = ROUTES.map(({ method, path }) => operation(method, path).operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('every reference leads somewhere in it', () => {
    const references = objects(document).flatMap(({ $ref }) => (typeof $ref === 'string' ? [$ref] : []));
    expect(references.length).toBeGreaterThan(0);
    for (const reference of references) {
      const steps = reference.replace(/^#\//, '').split('/');
      expect([reference, steps.reduce<Json | undefined>((node, step) => node?.[step], document)]).not.toEqual(
        [reference, undefined],
      );
    }
  });

  it('every pattern is a regular expression, and every schema type one of JSON Schema', () => {
    const types = ['string', 'number', 'integer', 'boolean', 'object', 'array', 'null'];
    for (const { pattern, type } of objects(document)) {
      if (typeof pattern === 'string') expect(() => new RegExp(pattern, 'u')).not.toThrow();
      if (typeof type === 'string' && !['http', 'apiKey'].includes(type)) expect(types).toContain(type);
    }
  });

  it('the action body is one of the actions, and lets nothing else through', () => {
    const schema = operation('POST', '/v1/requests/{number}/actions').requestBody?.content['application/json']
      ?.schema;
    const forms =
      (schema as { oneOf?: { additionalProperties: boolean; properties: { action: { const: string } } }[] })
        .oneOf ?? [];
    expect(forms.map(({ properties }) => properties.action.const)).toEqual([...ACTION_NAMES]);
    expect(forms.every(({ additionalProperties }) => additionalProperties === false)).toBe(true);
  });

  it('describes every fact of a timeline by its type, without a staff address or a call note being promised', () => {
    const schema = operation('GET', '/v1/requests/{number}/timeline').responses['200']?.content?.[
      'application/json'
    ]?.schema;
    const facts = objects(schema).flatMap(({ properties, required }) => {
      const { type } = (properties ?? {}) as { type?: { const?: string } };
      return type?.const === undefined ? [] : [{ type: type.const, required }];
    });
    const stored = Fact.def.options.flatMap((option) => [...option.shape.type.def.values]);
    expect(facts.map(({ type }) => type).sort()).toEqual(stored.sort());
    expect(facts.find(({ type }) => type === 'PhoneContactLogged')?.required).toEqual([
      'type',
      'direction',
      'reached',
    ]);
  });

  it('POSTs take an Idempotency-Key, but for those of uploads, which may be repeated as they are', () => {
    for (const { method, path, ...route } of ROUTES) {
      const key = operation(method, path).parameters.find(({ name }) => name === 'Idempotency-Key');
      expect([path, key !== undefined]).toEqual([path, method === 'POST' && !('servedBy' in route)]);
    }
  });
});
