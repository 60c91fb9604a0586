import * as z from 'zod/mini';

const Image = z.record(z.string(), z.unknown());

/** A record of a table's stream as Lambda hands it to a function. */
export const StreamRecord = z.looseObject({
  eventID: z.string(),
  eventName: z.enum(['INSERT', 'MODIFY', 'REMOVE']),
  dynamodb: z.looseObject({
    Keys: Image,
    NewImage: z.optional(Image),
    OldImage: z.optional(Image),
    SequenceNumber: z.string(),
    /** Epoch seconds. */
    ApproximateCreationDateTime: z.number(),
  }),
});
export type StreamRecord = z.infer<typeof StreamRecord>;
