import * as z from 'zod/mini';

/** An HTTP answer ready to be written. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  readonly body: Buffer;
}

const Structured = z.object({
  statusCode: z.union([z.int(), z.coerce.number().check(z.int())]).check(z.gte(100), z.lte(599)),
  headers: z.nullish(z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))),
  cookies: z.nullish(z.array(z.string())),
  body: z.nullish(z.string()),
  isBase64Encoded: z.nullish(z.boolean()),
});

/** Headers API Gateway sets itself, whatever a function says. */
const OWN_HEADERS = new Set(['content-length', 'transfer-encoding', 'connection', 'date', 'set-cookie']);

/** The gateway's own answers: `{"message": ...}` with one of AWS's texts. */
export function gatewayAnswer(
  status: number,
  message: string,
  headers: Record<string, string> = {},
): HttpAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    cookies: [],
    body: Buffer.from(JSON.stringify({ message })),
  };
}

/**
 * Turns a function's result (payload format 2.0) into an HTTP answer: with a `statusCode` as it says, without
 * one as `200 application/json` with the whole result as body. A result of a wrong shape is a 500, as on AWS.
 */
export function functionAnswer(result: unknown): HttpAnswer {
  const isStructured = typeof result === 'object' && result !== null && 'statusCode' in result;
  if (!isStructured) {
    const text = typeof result === 'string' ? result : JSON.stringify(result ?? null);
    return {
      status: 200,
      headers: { 'content-type': 'application/json' },
      cookies: [],
      body: Buffer.from(text),
    };
  }
  const parsed = Structured.safeParse(result);
  if (!parsed.success) return gatewayAnswer(500, 'Internal Server Error');
  const { statusCode, headers, cookies, body, isBase64Encoded } = parsed.data;
  const own: [string, string][] = Object.entries(headers ?? {}).map(([name, value]) => [
    name.toLowerCase(),
    String(value),
  ]);
  const setCookie = own.filter(([name]) => name === 'set-cookie').map(([, value]) => value);
  const kept = own.filter(([name]) => !OWN_HEADERS.has(name));
  return {
    status: statusCode,
    headers: { 'content-type': 'text/plain;charset=UTF-8', ...Object.fromEntries(kept) },
    cookies: [...setCookie, ...(cookies ?? [])],
    body: Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8'),
  };
}
