/** A test of one field: a literal, or one of EventBridge's content filters. */
type Matcher = (value: unknown) => boolean;

const ABSENT = Symbol('absent');

const COMPARE: Readonly<Record<string, (actual: number, expected: number) => boolean>> = {
  '<': (actual, expected) => actual < expected,
  '<=': (actual, expected) => actual <= expected,
  '=': (actual, expected) => actual === expected,
  '>': (actual, expected) => actual > expected,
  '>=': (actual, expected) => actual >= expected,
};

/**
 * Compiles an event pattern; the result says whether an event matches.
 *
 * Understands nested fields, lists of alternatives and the filters exact, `prefix`, `suffix`, `anything-but` (also
 * of a prefix), `exists`, `equals-ignore-case` and `numeric`, as
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html describes them.
 * Any other filter throws when the pattern is compiled.
 */
export function eventPattern(pattern: unknown): (event: unknown) => boolean {
  if (typeof pattern !== 'object' || pattern === null || Array.isArray(pattern)) {
    throw new Error(`An event pattern is an object, not ${JSON.stringify(pattern)}`);
  }
  const fields = Object.entries(pattern).map(([name, part]) => [name, compile(name, part)] as const);
  return (event) =>
    fields.every(([name, matches]) => {
      const present = typeof event === 'object' && event !== null && Object.hasOwn(event, name);
      return matches(present ? Object.entries(event).find(([key]) => key === name)?.[1] : ABSENT);
    });
}

function compile(name: string, part: unknown): Matcher {
  if (!Array.isArray(part)) {
    const nested = eventPattern(part);
    return (value) => nested(value === ABSENT ? {} : value);
  }
  const alternatives = part.map((filter) => compileFilter(name, filter));
  // A list in the event matches when one of its elements does.
  return (value) =>
    alternatives.some((matches) => (Array.isArray(value) ? value.some(matches) : matches(value)));
}

function compileFilter(name: string, filter: unknown): Matcher {
  if (typeof filter !== 'object' || filter === null) return (value) => value === filter;
  const [[operator, operand] = ['', undefined], ...more] = Object.entries(filter);
  if (more.length === 0) {
    if (operator === 'exists') return (value) => (value !== ABSENT) === operand;
    if (operator === 'prefix' && typeof operand === 'string') {
      return (value) => typeof value === 'string' && value.startsWith(operand);
    }
    if (operator === 'suffix' && typeof operand === 'string') {
      return (value) => typeof value === 'string' && value.endsWith(operand);
    }
    if (operator === 'equals-ignore-case' && typeof operand === 'string') {
      return (value) => typeof value === 'string' && value.toLowerCase() === operand.toLowerCase();
    }
    if (operator === 'anything-but') {
      const excluded = (Array.isArray(operand) ? operand : [operand]).map((item) =>
        compileFilter(name, item),
      );
      return (value) => value !== ABSENT && !excluded.some((matches) => matches(value));
    }
    if (operator === 'numeric' && Array.isArray(operand)) return compileNumeric(name, operand);
  }
  throw new Error(
    `The event pattern of ${name} has a filter that is not known here: ${JSON.stringify(filter)}`,
  );
}

function compileNumeric(name: string, operand: readonly unknown[]): Matcher {
  const bounds: ((value: number) => boolean)[] = [];
  for (let position = 0; position < operand.length; position += 2) {
    const compare = COMPARE[String(operand[position])];
    const expected = operand[position + 1];
    if (compare === undefined || typeof expected !== 'number') {
      throw new Error(
        `The event pattern of ${name} compares numbers in an unknown way: ${JSON.stringify(operand)}`,
      );
    }
    bounds.push((value) => compare(value, expected));
  }
  return (value) => typeof value === 'number' && bounds.every((holds) => holds(value));
}
