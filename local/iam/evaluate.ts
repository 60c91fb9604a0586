import { conditionsHold, type RequestContext } from './condition.ts';
import type { Statement } from './statement.ts';
import { matchesWildcard } from './wildcard.ts';

/** One thing a caller wants to do. */
export interface AccessRequest {
  /** e.g. `dynamodb:PutItem` */
  readonly action: string;
  /** An ARN, or `*` where the action knows no resource. */
  readonly resource: string;
  readonly context: RequestContext;
}

/** What the policies of a role say to a request; an allowing statement names the patterns that matched. */
export type AccessDecision =
  | {
      readonly outcome: 'allowed';
      readonly statement: Statement;
      readonly action: string;
      readonly resource: string;
    }
  | { readonly outcome: 'implicit-deny' | 'explicit-deny' };

/**
 * Evaluates identity-based policies as IAM does: an explicit Deny wins, else one Allow suffices, else no.
 * See https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function evaluate(statements: readonly Statement[], request: AccessRequest): AccessDecision {
  const matching = statements.flatMap((statement) => {
    const action = matchOf(statement.actions, statement.notActions, request.action, true);
    const resource = matchOf(statement.resources, statement.notResources, request.resource, false);
    if (action === undefined || resource === undefined) return [];
    return conditionsHold(statement, request.context) ? [{ statement, action, resource }] : [];
  });
  if (matching.some(({ statement }) => statement.effect === 'Deny')) return { outcome: 'explicit-deny' };
  const [allowing] = matching;
  return allowing === undefined ? { outcome: 'implicit-deny' } : { outcome: 'allowed', ...allowing };
}

/** The pattern under which a value is covered, or undefined when it is not. */
function matchOf(
  patterns: readonly string[],
  excluded: readonly string[],
  value: string,
  ignoreCase: boolean,
): string | undefined {
  if (excluded.length > 0) {
    const isExcluded = excluded.some((pattern) => matchesWildcard(pattern, value, { ignoreCase }));
    return isExcluded ? undefined : `not ${excluded.join(', ')}`;
  }
  return patterns.find((pattern) => matchesWildcard(pattern, value, { ignoreCase }));
}
