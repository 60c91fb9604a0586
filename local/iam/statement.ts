import * as z from 'zod/mini';

const oneOrMore = z.pipe(
  z.union([z.string(), z.array(z.string())]),
  z.transform((value) => (typeof value === 'string' ? [value] : value)),
);
const values = z.pipe(
  z.union([z.string(), z.boolean(), z.number(), z.array(z.union([z.string(), z.boolean(), z.number()]))]),
  z.transform((value) => (Array.isArray(value) ? value : [value]).map(String)),
);

const Document = z.object({
  Version: z.optional(z.string()),
  Statement: z.array(
    z.strictObject({
      Sid: z.optional(z.string()),
      Effect: z.enum(['Allow', 'Deny']),
      Action: z.optional(oneOrMore),
      NotAction: z.optional(oneOrMore),
      Resource: z.optional(oneOrMore),
      NotResource: z.optional(oneOrMore),
      Condition: z.optional(z.record(z.string(), z.record(z.string(), values))),
      Principal: z.optional(z.unknown()),
    }),
  ),
});

/** One statement of an identity-based policy. */
export interface Statement {
  /** Names the statement in usage records: policy id, then its Sid or position. */
  readonly id: string;
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly resources: readonly string[];
  readonly notResources: readonly string[];
  /** Operator, then context key, then the values. */
  readonly conditions: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

/** The statements of a resolved policy document; throws for a key that IAM does not have. */
export function readStatements(policyId: string, document: unknown): Statement[] {
  return Document.parse(document).Statement.map((statement, position) => ({
    id: `${policyId}/${statement.Sid ?? position}`,
    effect: statement.Effect,
    actions: statement.Action ?? [],
    notActions: statement.NotAction ?? [],
    resources: statement.Resource ?? [],
    notResources: statement.NotResource ?? [],
    conditions: statement.Condition ?? {},
  }));
}
