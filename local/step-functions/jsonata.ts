import jsonata from 'jsonata';
import { isJsonObject, type Json, toJson } from './json.ts';
import { stepFunctionsLibrary } from './jsonata-functions.ts';
import type { Random } from './randomness.ts';
import { StateFailure } from './state-failure.ts';

/** A failed evaluation. `location` is the field, or undefined where AWS names none (a Map's input). */
export class EvaluationFailure extends StateFailure {
  readonly location: string | undefined;
  /** AWS chains the event to the state's entry where a value was evaluated but could not be used. */
  readonly afterEvaluation: boolean;

  constructor(cause: string, location: string | undefined, afterEvaluation = false) {
    super('States.QueryEvaluationError', cause);
    this.location = location;
    this.afterEvaluation = afterEvaluation;
  }
}

/** Evaluates the templates of one state visit. Every failure is an EvaluationFailure worded as AWS words it. */
export interface Evaluator {
  /** Evaluates every `{% %}` string inside the template. `field` names it in failures, as `Output` or `Assign`. */
  template(template: unknown, field: string, states: StatesVariable): Promise<Json>;
  /** The failure AWS reports for a value it cannot use. */
  failure(text: string, field: string | undefined, afterEvaluation?: boolean): EvaluationFailure;
}

/** `$states`. */
export interface StatesVariable {
  readonly input: Json;
  readonly context: Json;
  readonly result?: Json;
  readonly errorOutput?: Json;
}

interface Visit {
  readonly state: string;
  readonly enteredEventId: number;
  readonly variables: Readonly<Record<string, Json>>;
  readonly random: Random;
  readonly now: () => number;
}

const compiled = new Map<string, jsonata.Expression>();

/** The expression inside `{% %}`, or undefined for any other value: blanks around the marks make it plain text. */
export function expressionIn(value: unknown): string | undefined {
  if (typeof value !== 'string' || !value.startsWith('{%') || !value.endsWith('%}')) return undefined;
  return value.slice(2, -2).trim();
}

/** Parses an expression once; throws jsonata's own error where it does not parse. */
export function compileExpression(text: string): jsonata.Expression {
  const known = compiled.get(text);
  if (known !== undefined) return known;
  const expression = jsonata(text);
  compiled.set(text, expression);
  return expression;
}

const formatMillisExpression = compileExpression('$fromMillis(millis, picture, zone)');

async function formatMillis(millis: number, picture: unknown, zone: unknown): Promise<unknown> {
  return formatMillisExpression.evaluate({ millis, picture, zone });
}

function wordsOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'message' in error) {
    const code = 'code' in error && typeof error.code === 'string' ? `${error.code}: ` : '';
    return `${code}${String(error.message)}`;
  }
  return String(error);
}

/** The type name AWS uses in "Expected 'array', but was 'string'". */
export function typeName(value: Json): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

export function evaluatorFor(visit: Visit): Evaluator {
  const failure = (text: string, field: string | undefined, afterEvaluation = false): EvaluationFailure =>
    new EvaluationFailure(
      `An error occurred while executing the state '${visit.state}' (entered at the event id #${visit.enteredEventId}). ${text}`,
      field,
      afterEvaluation,
    );
  const library = stepFunctionsLibrary(visit.random, visit.now, formatMillis);

  async function evaluate(expression: string, field: string, states: StatesVariable): Promise<Json> {
    const said = `The JSONata expression '${expression}' specified for the field '${field}'`;
    let value: unknown;
    try {
      value = await compileExpression(expression).evaluate(undefined, {
        ...library,
        ...visit.variables,
        states,
      });
    } catch (error) {
      throw failure(`${said} threw an error during evaluation. ${wordsOf(error)}`, field);
    }
    if (value === undefined) throw failure(`${said} returned nothing (undefined).`, field);
    if (typeof value === 'function' || (isJsonObject(value) && '_jsonata_lambda' in value)) {
      throw failure(`${said} returned an unexpected result type: a function.`, field);
    }
    return toJson(value);
  }

  async function template(node: unknown, field: string, states: StatesVariable): Promise<Json> {
    const expression = expressionIn(node);
    if (expression !== undefined) return evaluate(expression, field, states);
    if (Array.isArray(node)) {
      const items: Json[] = [];
      for (const [index, item] of node.entries())
        items.push(await template(item, `${field}[${index}]`, states));
      return items;
    }
    if (isJsonObject(node)) {
      const entries: [string, Json][] = [];
      for (const [key, item] of Object.entries(node)) {
        entries.push([key, await template(item, `${field}/${key}`, states)]);
      }
      return Object.fromEntries(entries);
    }
    return toJson(node);
  }

  return { template, failure };
}
