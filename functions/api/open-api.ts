import * as z from 'zod/mini';
import type { Operation } from '#shared/schema/operation.ts';
import { OPERATIONS } from '#shared/schema/operations.ts';
import { ROUTES } from '#shared/schema/routes.ts';
import { Problem } from '#shared/schema/view.ts';

type Json = Record<string, unknown>;

let document: (Json & { openapi: string }) | undefined;

/** The OpenAPI 3.1 document of the API, made from the schemas that parse every call. */
export function openApi(): Json & { openapi: string } {
  document ??= describe();
  return document;
}

function describe(): Json & { openapi: string } {
  const paths: Record<string, Json> = {};
  for (const { method, path, access, ...route } of ROUTES) {
    const operation = OPERATIONS[`${method} ${path}` as keyof typeof OPERATIONS];
    paths[path] = {
      ...paths[path],
      [method.toLowerCase()]: {
        operationId: operation.id,
        summary: operation.summary,
        ...('description' in operation && { description: operation.description }),
        security: SECURITY[access],
        parameters: [
          ...parameters(operation.params, 'path'),
          ...parameters(operation.query, 'query'),
          ...(method === 'POST' && !('servedBy' in route) ? [IDEMPOTENCY_KEY] : []),
        ],
        ...(operation.body && {
          requestBody: {
            required: true,
            content: taken(operation, operation.body),
          },
        }),
        responses: {
          [operation.status]: answered('Done', operation),
          ...('statusIfComplete' in operation && {
            [operation.statusIfComplete]: answered('It is there and complete already', operation),
          }),
          default: { $ref: `#/components/responses/${'lines' in operation ? 'ProblemOrLine' : 'Problem'}` },
        },
      },
    };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Casebell',
      version: '1',
      description:
        'Support requests by contract: file, work, escalate, close. Every refusal of the desk is an RFC 9457 problem with a stable code; a missing or expired token and an unknown route are answered by API Gateway, 401 and 404, with a message alone.',
    },
    paths,
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        ticket: {
          type: 'apiKey',
          in: 'header',
          name: 'Authorization',
          description: 'The word Ticket, a blank and the secret of an upload ticket.',
        },
      },
      responses: {
        Problem: problem({}),
        ProblemOrLine: problem({
          'text/plain': text('A line of the word error, the code, and the sentences'),
        }),
      },
    },
  };
}

function problem(otherwise: Json): Json {
  return {
    description: 'What went wrong, why, and what to do',
    content: { 'application/problem+json': { schema: schemaOf(Problem, 'output') }, ...otherwise },
  };
}

function answered(description: string, operation: Operation): Json {
  const content = {
    [operation.content ?? 'application/json']: { schema: schemaOf(operation.answer, 'output') },
    ...(operation.lines !== undefined && { 'text/plain': text(operation.lines) }),
  };
  return { description, content };
}

function taken({ form }: Operation, body: z.ZodMiniType): Json {
  return {
    'application/json': { schema: schemaOf(body, 'input') },
    ...(form !== undefined && { 'application/x-www-form-urlencoded': text(form) }),
  };
}

function text(description: string): Json {
  return { schema: { type: 'string', description } };
}

/** What a caller shows, by who may call. */
const SECURITY = { public: [], 'signed-in': [{ bearer: [] }], ticket: [{ ticket: [] }] } as const;

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'The same key with the same request is carried out once; a repetition gets the first answer, for 30 days.',
  schema: { type: 'string', minLength: 1, maxLength: 200 },
};

function parameters(schema: z.ZodMiniType, place: 'path' | 'query'): Json[] {
  const { properties, required } = schemaOf(schema, 'input') as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties ?? {}).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || (required ?? []).includes(name),
    schema: property,
  }));
}

function schemaOf(schema: z.ZodMiniType, io: 'input' | 'output'): Json {
  const { $schema: _, ...described } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return described;
}
