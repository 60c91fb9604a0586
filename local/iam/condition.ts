import type { Statement } from './statement.ts';
import { matchesWildcard } from './wildcard.ts';

/** What a request says about itself, by IAM context key in lower case. */
export type RequestContext = Readonly<Record<string, readonly string[]>>;

type Comparison = (expected: string, actual: string) => boolean;

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  ArnEquals: (expected, actual) => matchesWildcard(expected, actual),
  ArnLike: (expected, actual) => matchesWildcard(expected, actual),
  Bool: (expected, actual) => expected.toLowerCase() === actual.toLowerCase(),
  StringEquals: (expected, actual) => expected === actual,
  StringEqualsIgnoreCase: (expected, actual) => expected.toLowerCase() === actual.toLowerCase(),
  StringLike: (expected, actual) => matchesWildcard(expected, actual),
};

/**
 * Whether every condition of a statement holds for a request.
 *
 * An operator or context key that the local stack does not know throws: guessing would make a policy look right.
 */
export function conditionsHold(statement: Statement, context: RequestContext): boolean {
  return Object.entries(statement.conditions).every(([operator, keys]) =>
    Object.entries(keys).every(([key, expected]) => {
      const actual = context[key.toLowerCase()];
      if (actual === undefined) {
        throw new Error(`Statement ${statement.id} asks for ${key}, which the local stack does not supply`);
      }
      return holds(statement, operator, expected, actual);
    }),
  );
}

function holds(
  { id }: Statement,
  operator: string,
  expected: readonly string[],
  actual: readonly string[],
): boolean {
  const [, set, name = ''] = /^(?:(ForAllValues|ForAnyValue):)?(.*)$/.exec(operator) ?? [];
  const comparison = Object.hasOwn(COMPARISONS, name) ? COMPARISONS[name] : undefined;
  if (comparison === undefined) {
    throw new Error(
      `Statement ${id} uses the condition operator ${operator}, which the local stack does not know`,
    );
  }
  const matches = (value: string) => expected.some((pattern) => comparison(pattern, value));
  return set === 'ForAllValues' ? actual.every(matches) : actual.some(matches);
}
