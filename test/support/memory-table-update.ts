import {
  type Compiled,
  type Item,
  type Substitutions,
  Tokens,
  ValidationException,
} from './memory-table-expression.ts';

export type Update = (item: Item, given: Substitutions) => Item;
type Assignment = (before: Item, given: Substitutions) => unknown;
type Change = (before: Item, after: Item, given: Substitutions) => void;

const updates = new Map<string, Compiled<Update>>();

/** Compiles `SET a = :v, b = b + :one, c = if_not_exists(c, :zero) + :one REMOVE d, e`. Every operand is the old item's. */
export function compileUpdate(text: string): Compiled<Update> {
  let compiled = updates.get(text);
  if (!compiled) {
    const tokens = new Tokens(text);
    const changes: Change[] = [];
    if (tokens.accept('SET'))
      do changes.push(set(tokens));
      while (tokens.accept(','));
    if (tokens.accept('REMOVE'))
      do changes.push(remove(tokens));
      while (tokens.accept(','));
    tokens.end();
    const run: Update = (before, given) => {
      const after = { ...before };
      for (const change of changes) change(before, after, given);
      return after;
    };
    compiled = { run, used: tokens.used };
    updates.set(text, compiled);
  }
  return compiled;
}

function set(tokens: Tokens): Change {
  const path = tokens.path();
  tokens.expect('=');
  const value = sum(tokens);
  return (before, after, given) => {
    after[path(given)] = value(before, given);
  };
}

function remove(tokens: Tokens): Change {
  const path = tokens.path();
  return (_before, after, given) => {
    delete after[path(given)];
  };
}

function sum(tokens: Tokens): Assignment {
  const first = term(tokens);
  if (!tokens.accept('+')) return first;
  const second = term(tokens);
  return (before, given) => {
    const [left, right] = [first(before, given), second(before, given)];
    if (typeof left !== 'number' || typeof right !== 'number')
      throw new ValidationException('An operand of + is no number.');
    return left + right;
  };
}

function term(tokens: Tokens): Assignment {
  if (tokens.accept('if_not_exists')) {
    tokens.expect('(');
    const path = tokens.path();
    tokens.expect(',');
    const otherwise = tokens.operand();
    tokens.expect(')');
    return (before, given) => before[path(given)] ?? otherwise(before, given);
  }
  const operand = tokens.operand();
  return (before, given) => {
    const value = operand(before, given);
    if (value === undefined)
      throw new ValidationException('The expression refers to an attribute that does not exist in the item.');
    return value;
  };
}
