import * as z from 'zod/mini';
import { RequestType, Severity } from '#shared/schema/request.ts';
import { line } from '#shared/schema/text.ts';
import type { Cast } from './cast.ts';
import { expectationOf } from './expectation.ts';
import { happeningOf, Refusal } from './happening.ts';
import { WHERE } from './people.ts';
import type { Words } from './words.ts';

/** One test of a policy: what is given, what happens, and what is expected of it. Instants are epoch ms. */
export function timelineOf(words: Words) {
  const given = z.strictObject({
    ...WHERE,
    offering: line(60),
    type: z._default(RequestType, 'technical'),
    severity: z._default(Severity, 3),
    addOns: z._default(z.array(line(60)), []),
    filed: words.instant,
    by: z._default(words.person, 'customer'),
    /** Whether the customer names somebody reachable, where the severity asks for it (OFF-5). */
    reachableContact: z._default(z.boolean(), true),
    /** The confirmation mail leaves at once, or only when a `confirmation-sent` says so (FIL-5). */
    confirmation: z._default(z.enum(['sent', 'held']), 'sent'),
    /** When the customer was last invited to a survey, for another request (CLO-5). */
    surveyed: z.optional(words.instant),
    refused: z.optional(Refusal),
  });
  return z
    .strictObject({
      name: line(200),
      given,
      events: z._default(z.array(happeningOf(words)), []),
      until: z.optional(words.instant),
      expect: z._default(z.array(expectationOf(words)), []),
    })
    .check((context) => {
      const { given: start, events, until, expect } = context.value;
      const problem = (message: string, ...path: (string | number)[]) =>
        context.issues.push({ code: 'custom', message, path, input: context.value });
      if (start.refused !== undefined && events.length + expect.length > 0)
        problem(
          'nothing happens to a request that is refused: take events and expect out',
          'given',
          'refused',
        );
      let last = start.filed;
      events.forEach(({ at }, index) => {
        if (at < last)
          problem(
            index === 0 ? 'is before the request is filed' : 'is before the event above it',
            'events',
            index,
            'at',
          );
        last = Math.max(last, at);
      });
      if (until !== undefined && until < last) problem('is before the last event', 'until');
      expect.forEach((expectation, index) => {
        if ('at' in expectation && typeof expectation.at === 'number' && expectation.at < start.filed)
          problem('is before the request is filed', 'expect', index, 'at');
      });
      if (start.refused === undefined && expect.length === 0 && !events.some((event) => 'refused' in event))
        problem('expects nothing: add expect', 'expect');
    });
}

/** A test that was read, with the people it is about and where in its file it begins. */
export type Timeline = z.infer<ReturnType<typeof timelineOf>> & {
  readonly cast: Cast;
  /** Line of the file, from 1. */
  readonly line: number;
};
