import { isDeepStrictEqual } from 'node:util';

/** An item as the document client sees it. */
export type Item = Record<string, unknown>;

/** The names and values of one command, as the document client takes them. */
export interface Substitutions {
  readonly names: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, unknown>>;
}

/** The functions write something that the in-memory table does not understand: it must learn it, not guess. */
export class UnsupportedExpression extends Error {
  override readonly name = 'UnsupportedExpression';
}

/** What DynamoDB itself would refuse. */
export class ValidationException extends Error {
  override readonly name = 'ValidationException';
}

type Operand = (item: Item, given: Substitutions) => unknown;
export type Condition = (item: Item, given: Substitutions) => boolean;

/** A compiled expression, with the placeholders it uses. */
export interface Compiled<Run> {
  readonly run: Run;
  readonly used: ReadonlySet<string>;
}

const TOKEN = /\s*(<>|<=|>=|[=<>(),+]|[#:]?[A-Za-z_][A-Za-z0-9_]*)/y;
const KEYWORDS = new Set(['AND', 'OR', 'IN', 'SET', 'REMOVE']);

/** Reads tokens of one expression; everything that it does not know is refused by name. */
export class Tokens {
  readonly used = new Set<string>();
  readonly #text: string;
  readonly #tokens: string[] = [];
  #at = 0;

  constructor(text: string) {
    this.#text = text;
    TOKEN.lastIndex = 0;
    while (TOKEN.lastIndex < text.trimEnd().length) {
      const from = TOKEN.lastIndex;
      const found = TOKEN.exec(text);
      if (!found?.[1]) throw new UnsupportedExpression(`"${text.slice(from)}" in "${text}"`);
      this.#tokens.push(found[1]);
    }
  }

  get next(): string | undefined {
    return this.#tokens[this.#at];
  }

  take(): string {
    const token = this.next;
    if (token === undefined) throw new UnsupportedExpression(`"${this.#text}" ends too early`);
    this.#at += 1;
    return token;
  }

  /** Takes the token if it is the next one. */
  accept(token: string): boolean {
    if (this.next !== token) return false;
    this.#at += 1;
    return true;
  }

  expect(token: string): void {
    if (!this.accept(token)) this.refuse();
  }

  end(): void {
    if (this.next !== undefined) this.refuse();
  }

  refuse(): never {
    throw new UnsupportedExpression(`"${this.next ?? 'the end'}" in "${this.#text}"`);
  }

  /** The name of a top-level attribute, written out or as a placeholder. */
  path(): (given: Substitutions) => string {
    const token = this.take();
    if (token.startsWith('#')) {
      this.used.add(token);
      return ({ names }) => names[token] ?? missing(token);
    }
    if (!/^[a-z]/i.test(token) || KEYWORDS.has(token)) this.refuse();
    return () => token;
  }

  value(): (given: Substitutions) => unknown {
    const token = this.take();
    if (!token.startsWith(':')) this.refuse();
    this.used.add(token);
    return ({ values }) => (Object.hasOwn(values, token) ? values[token] : missing(token));
  }

  operand(): Operand {
    if (this.next?.startsWith(':')) {
      const value = this.value();
      return (_item, given) => value(given);
    }
    const path = this.path();
    return (item, given) => item[path(given)];
  }
}

function missing(placeholder: string): never {
  throw new ValidationException(`An expression uses ${placeholder}, which is not defined.`);
}

const comparisons: Record<string, (left: unknown, right: unknown) => boolean> = {
  '=': (left, right) => left !== undefined && right !== undefined && isDeepStrictEqual(left, right),
  // True where the attribute is absent, as DynamoDB has it.
  '<>': (left, right) => !isDeepStrictEqual(left, right),
  '<': (left, right) => order(left, right) < 0,
  '<=': (left, right) => order(left, right) <= 0,
  '>': (left, right) => order(left, right) > 0,
  '>=': (left, right) => order(left, right) >= 0,
};

/** Texts are compared with texts, numbers with numbers; NaN for anything else, which no comparison holds for. */
function order(left: unknown, right: unknown): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  if (typeof left !== 'string' || typeof right !== 'string') return Number.NaN;
  return left < right ? -1 : left > right ? 1 : 0;
}

function anyOf(tokens: Tokens): Condition {
  const terms = [allOf(tokens)];
  while (tokens.accept('OR')) terms.push(allOf(tokens));
  return (item, given) => terms.some((term) => term(item, given));
}

function allOf(tokens: Tokens): Condition {
  const terms = [single(tokens)];
  while (tokens.accept('AND')) terms.push(single(tokens));
  return (item, given) => terms.every((term) => term(item, given));
}

function single(tokens: Tokens): Condition {
  if (tokens.accept('(')) {
    const inner = anyOf(tokens);
    tokens.expect(')');
    return inner;
  }
  if (tokens.accept('attribute_not_exists')) {
    tokens.expect('(');
    const path = tokens.path();
    tokens.expect(')');
    return (item, given) => item[path(given)] === undefined;
  }
  if (tokens.accept('begins_with')) {
    tokens.expect('(');
    const path = tokens.path();
    tokens.expect(',');
    const value = tokens.value();
    tokens.expect(')');
    return (item, given) => {
      const [text, prefix] = [item[path(given)], value(given)];
      return typeof text === 'string' && typeof prefix === 'string' && text.startsWith(prefix);
    };
  }
  const left = tokens.operand();
  if (tokens.accept('IN')) {
    tokens.expect('(');
    const among = [tokens.operand()];
    while (tokens.accept(',')) among.push(tokens.operand());
    tokens.expect(')');
    return (item, given) => {
      const value = left(item, given);
      return value !== undefined && among.some((one) => isDeepStrictEqual(value, one(item, given)));
    };
  }
  const compare = comparisons[tokens.take()];
  if (!compare) tokens.refuse();
  const right = tokens.operand();
  return (item, given) => compare(left(item, given), right(item, given));
}

const conditions = new Map<string, Compiled<Condition>>();

/** Compiles a condition or key condition; `<>` is true of an attribute that is absent, every other comparison false. */
export function compileCondition(text: string): Compiled<Condition> {
  let compiled = conditions.get(text);
  if (!compiled) {
    const tokens = new Tokens(text);
    const run = anyOf(tokens);
    tokens.end();
    compiled = { run, used: tokens.used };
    conditions.set(text, compiled);
  }
  return compiled;
}

/** Every placeholder given must be used: DynamoDB refuses the command otherwise. */
export function assertAllUsed(given: Substitutions, ...expressions: Compiled<unknown>[]): void {
  for (const name of [...Object.keys(given.names), ...Object.keys(given.values)]) {
    if (!expressions.some(({ used }) => used.has(name)))
      throw new ValidationException(`${name} is defined but used in no expression.`);
  }
}
