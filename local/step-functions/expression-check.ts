import { isJsonObject } from './json.ts';
import { compileExpression, expressionIn } from './jsonata.ts';
import { InvalidDefinition, UnsupportedFeature } from './refusal.ts';

/** Fields that hold other states, which are checked under their own names. */
const NESTED = new Set(['Branches', 'ItemProcessor']);

function calls(node: unknown, variable: string, seen = new Set<object>()): boolean {
  if (typeof node !== 'object' || node === null || seen.has(node)) return false;
  seen.add(node);
  if ('type' in node && node.type === 'variable' && 'value' in node && node.value === variable) return true;
  return Object.values(node).some((part) => calls(part, variable, seen));
}

/**
 * Parses every expression of a state: InvalidDefinition where one does not parse, UnsupportedFeature for `$eval`,
 * which Step Functions leaves out of JSONata.
 */
export function checkExpressions(state: string, node: unknown, field = ''): void {
  const text = expressionIn(node);
  if (text !== undefined) {
    let ast: unknown;
    try {
      ast = compileExpression(text).ast();
    } catch (error) {
      const reason =
        typeof error === 'object' && error !== null && 'message' in error ? error.message : error;
      throw new InvalidDefinition(`State "${state}", field "${field}": ${String(reason)}`);
    }
    if (calls(ast, 'eval')) throw new UnsupportedFeature(state, field, '$eval');
    return;
  }
  if (Array.isArray(node)) {
    for (const [index, item] of node.entries()) checkExpressions(state, item, `${field}[${index}]`);
  } else if (isJsonObject(node)) {
    for (const [key, item] of Object.entries(node)) {
      if (field === '' && NESTED.has(key)) continue;
      checkExpressions(state, item, field === '' ? key : `${field}/${key}`);
    }
  }
}
