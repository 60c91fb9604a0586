import * as z from 'zod/mini';
import { eventPattern } from '#local/events/event-pattern.ts';
import type { Template } from '#local/template.ts';

/** Lambda can also send to topics, buckets and other functions; here only to queues. */
const QueueArn = z.string().check(z.startsWith('arn:aws:sqs:'));

const Properties = z.object({
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  // Starting at the latest record would lose what was written while the stack was down.
  StartingPosition: z.literal('TRIM_HORIZON'),
  Enabled: z._default(z.boolean(), true),
  BatchSize: z._default(z.coerce.number(), 100),
  BisectBatchOnFunctionError: z._default(z.boolean(), false),
  // -1 is Lambda's way to say "for ever".
  MaximumRetryAttempts: z._default(z.coerce.number(), -1),
  MaximumRecordAgeInSeconds: z._default(z.coerce.number(), -1),
  FunctionResponseTypes: z._default(z.array(z.literal('ReportBatchItemFailures')), []),
  FilterCriteria: z.optional(z.object({ Filters: z.array(z.object({ Pattern: z.string() })) })),
  DestinationConfig: z.optional(z.object({ OnFailure: z.object({ Destination: QueueArn }) })),
  // Batches go out as soon as they can: a window would only delay what tests wait for.
  MaximumBatchingWindowInSeconds: z.optional(z.coerce.number()),
  ParallelizationFactor: z.optional(z.literal(1)),
  TumblingWindowInSeconds: z.optional(z.literal(0)),
});

/** How the records of a table's stream get to a function. */
export interface EventSourceMapping {
  /** Logical id. */
  readonly id: string;
  readonly tableName: string;
  readonly streamArn: string;
  /** ARN or name. */
  readonly functionName: string;
  readonly batchSize: number;
  readonly bisect: boolean;
  readonly reportsItemFailures: boolean;
  /** `Infinity` for ever. */
  readonly maxRetries: number;
  /** `Infinity` for ever. */
  readonly maxAgeMs: number;
  /** Whether the function is to see a record. */
  matches(record: unknown): boolean;
  /** ARN of the queue that gets what failed for good. */
  readonly onFailureArn?: string;
}

/** The enabled stream mappings of the template; throws for one that cannot run here. */
export function eventSourceMappings(template: Template): EventSourceMapping[] {
  return template.resources('AWS::Lambda::EventSourceMapping').flatMap((resource) => {
    const parsed = Properties.safeParse(resource.properties);
    if (!parsed.success) {
      throw new Error(
        `Event source mapping ${resource.id} cannot run here: ${z.prettifyError(parsed.error)}`,
      );
    }
    const properties = parsed.data;
    if (!properties.Enabled) return [];
    const [, tableName] = /:table\/([^/]+)\/stream\//.exec(properties.EventSourceArn) ?? [];
    if (tableName === undefined) {
      throw new Error(
        `Event source mapping ${resource.id} reads ${properties.EventSourceArn}, which is no table's stream`,
      );
    }
    const patterns = properties.FilterCriteria?.Filters.map(({ Pattern }) =>
      eventPattern(JSON.parse(Pattern)),
    );
    const onFailureArn = properties.DestinationConfig?.OnFailure.Destination;
    return [
      {
        id: resource.id,
        tableName,
        streamArn: properties.EventSourceArn,
        functionName: properties.FunctionName,
        batchSize: properties.BatchSize,
        bisect: properties.BisectBatchOnFunctionError,
        reportsItemFailures: properties.FunctionResponseTypes.length > 0,
        maxRetries:
          properties.MaximumRetryAttempts < 0 ? Number.POSITIVE_INFINITY : properties.MaximumRetryAttempts,
        maxAgeMs:
          properties.MaximumRecordAgeInSeconds < 0
            ? Number.POSITIVE_INFINITY
            : properties.MaximumRecordAgeInSeconds * 1000,
        matches: (record: unknown) => patterns?.some((pattern) => pattern(record)) ?? true,
        ...(onFailureArn === undefined ? {} : { onFailureArn }),
      },
    ];
  });
}
