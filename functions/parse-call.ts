import type * as z from 'zod/mini';
import type { Operation } from '#shared/schema/operation.ts';
import { read } from '#shared/schema/read.ts';
import { CasebellError } from './errors.ts';
import type { HttpEvent } from './http-event.ts';

/** Longest body the desk reads; API Gateway itself would let 10 MB through. */
const MAX_BODY_BYTES = 256 * 1024;

/** As many as a form has fields; a body made to break things may have thousands. */
const PROBLEMS_SHOWN = 20;

/** What a call says, parsed with its operation's schemas; `body` is null where the operation takes none. */
export interface ParsedCall<Op extends Operation> {
  readonly params: z.infer<Op['params']>;
  readonly query: z.infer<Op['query']>;
  readonly body: Op['body'] extends z.ZodMiniType ? z.infer<Op['body']> : null;
}

/** Parses a call; `readBody` makes of the body's text what the schema is held against. Throws InvalidRequest. */
export function parseCall<Op extends Operation>(
  operation: Op,
  event: HttpEvent,
  readBody: (text: string) => unknown,
): ParsedCall<Op> {
  const params = parse(operation.params, 'path', event.pathParameters ?? {});
  const query = parse(operation.query, 'query', event.queryStringParameters ?? {});
  const body = operation.body ? parse(operation.body, 'body', readBody(bodyText(event))) : null;
  // Proof of the cast: the three parts were just parsed with this very operation's schemas.
  return { params, query, body } as ParsedCall<Op>;
}

/** JSON of a body. Throws InvalidJson. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new CasebellError('InvalidJson');
  }
}

function bodyText({ body = '', isBase64Encoded }: HttpEvent): string {
  const text = isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body;
  if (Buffer.byteLength(text) > MAX_BODY_BYTES) throw new CasebellError('BodyTooLarge');
  return text;
}

function parse<Schema extends z.ZodMiniType>(schema: Schema, part: string, value: unknown): z.infer<Schema> {
  const reading = read(schema, value, part);
  if (reading.ok) return reading.value;
  const shown = reading.problems.slice(0, PROBLEMS_SHOWN);
  const more = reading.problems.length - shown.length;
  throw new CasebellError('InvalidRequest', `${shown.join('; ')}${more > 0 ? `; and ${more} more` : ''}.`);
}
