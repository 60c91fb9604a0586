import * as z from 'zod/mini';
import type { Template } from '#local/template.ts';

const KeySchema = z.array(z.object({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }));

const Index = z.object({
  IndexName: z.string(),
  KeySchema,
  Projection: z.object({
    ProjectionType: z.enum(['ALL', 'KEYS_ONLY', 'INCLUDE']),
    NonKeyAttributes: z.optional(z.array(z.string())),
  }),
});

const Attributes = z.array(z.object({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) }));

const Table = z.object({
  KeySchema,
  AttributeDefinitions: Attributes,
  GlobalSecondaryIndexes: z._default(z.array(Index), []),
  // Local indexes cannot be added later and the product has none; a template that has one must not run half.
  LocalSecondaryIndexes: z.optional(z.undefined()),
  StreamSpecification: z.optional(
    z.object({ StreamViewType: z.enum(['NEW_AND_OLD_IMAGES', 'NEW_IMAGE', 'OLD_IMAGE', 'KEYS_ONLY']) }),
  ),
});

/** A table as the template declares it. */
export interface TableDefinition {
  readonly name: string;
  readonly arn: string;
  readonly keySchema: z.infer<typeof KeySchema>;
  readonly attributes: z.infer<typeof Attributes>;
  readonly indexes: z.infer<typeof Index>[];
  readonly streamViewType?: string;
}

/** The tables of the template; throws for a table that cannot run here. */
export function tableDefinitions(template: Template): TableDefinition[] {
  return ['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable']
    .flatMap((type) => template.resources(type))
    .map(({ id, ref, properties }) => {
      const parsed = Table.safeParse(properties);
      if (!parsed.success) throw new Error(`Table ${id} cannot run here: ${z.prettifyError(parsed.error)}`);
      const { KeySchema: keySchema, AttributeDefinitions: attributes, StreamSpecification } = parsed.data;
      return {
        name: ref,
        arn: z.string().parse(template.attribute(id, 'Arn')),
        keySchema,
        attributes,
        indexes: parsed.data.GlobalSecondaryIndexes,
        ...(StreamSpecification === undefined ? {} : { streamViewType: StreamSpecification.StreamViewType }),
      };
    });
}
