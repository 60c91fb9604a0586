import { expressionIn, typeName } from './jsonata.ts';
import type { Visit } from './visit.ts';

const MOST_SECONDS = 99_999_999;

/** A field that is a whole number or an expression for one. */
export async function evaluateNumber(
  visit: Visit,
  template: number | string,
  field: string,
  limits: { readonly least: number; readonly most?: number },
): Promise<number> {
  const value = await visit.evaluate(template, field);
  if (typeof value !== 'number') {
    throw visit.failure(
      `The JSONata expression '${expressionIn(template) ?? ''}' specified for the field '${field}' returned an unexpected result type. Expected 'number', but was '${typeName(value)}' for value: ${JSON.stringify(value)}`,
      field,
    );
  }
  const most = limits.most ?? MOST_SECONDS;
  if (!Number.isInteger(value) || value < limits.least || value > most) {
    throw visit.failure(
      `The ${field} field must be a whole number from ${limits.least} to ${most} but was: ${value}`,
      field,
      true,
    );
  }
  return value;
}
