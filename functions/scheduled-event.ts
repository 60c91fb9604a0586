import * as z from 'zod/mini';
import { toInstant } from '#shared/schema/instant.ts';

/** When an event of EventBridge happened. Its `time` has whole seconds; ours have milliseconds. */
export const EventTime = z.pipe(
  z.iso.datetime({ offset: true }),
  z.transform((time) => toInstant(Date.parse(time))),
);

/** An event of a schedule: nothing but its time. */
export const ScheduledEvent = z.object({ time: EventTime });
