import jsonata from 'jsonata';

/** Evaluates every `{% ... %}` of a value, as Step Functions does it, against the given variables. */
export async function evaluate(value: unknown, variables: Record<string, unknown>): Promise<unknown> {
  if (Array.isArray(value)) return Promise.all(value.map((item) => evaluate(item, variables)));
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(async ([key, item]) => [key, await evaluate(item, variables)]);
    return Object.fromEntries(await Promise.all(entries));
  }
  const expression = typeof value === 'string' ? /^\{% (.+) %\}$/s.exec(value)?.[1] : undefined;
  return expression === undefined ? value : await jsonata(expression).evaluate(undefined, variables);
}
