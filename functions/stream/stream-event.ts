import * as z from 'zod/mini';

const Attribute = z.union([
  z.looseObject({ S: z.string() }),
  z.looseObject({ N: z.string() }),
  z.looseObject({}),
]);

/**
 * What of a DynamoDB stream batch the desk reads.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
 */
export const StreamEvent = z.object({
  Records: z.array(
    z.object({
      eventID: z.string(),
      dynamodb: z.object({
        SequenceNumber: z.string(),
        NewImage: z.optional(z.record(z.string(), Attribute)),
        OldImage: z.optional(z.record(z.string(), Attribute)),
      }),
    }),
  ),
});
export type StreamEvent = z.infer<typeof StreamEvent>;
export type StreamRecord = StreamEvent['Records'][number];
export type Image = Record<string, z.infer<typeof Attribute>>;

/** A text or number attribute of an image, as text; undefined when absent or of another type. */
export function attributeOf(image: Image | undefined, name: string): string | undefined {
  const attribute = image?.[name];
  if (attribute && 'S' in attribute) return String(attribute.S);
  if (attribute && 'N' in attribute) return String(attribute.N);
  return undefined;
}

/** The answer by which Lambda retries from the first failed record on. */
export interface BatchAnswer {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/**
 * Runs each record in order and stops at the first that fails: Lambda retries from there, so the order of one
 * item's records holds.
 */
export async function eachRecord(
  event: StreamEvent,
  run: (record: StreamRecord) => Promise<void>,
  onFailure: (error: unknown) => void,
): Promise<BatchAnswer> {
  for (const record of event.Records) {
    try {
      await run(record);
    } catch (error) {
      onFailure(error);
      return { batchItemFailures: [{ itemIdentifier: record.dynamodb.SequenceNumber }] };
    }
  }
  return { batchItemFailures: [] };
}
